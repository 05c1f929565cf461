using System.Runtime.InteropServices;

namespace DialIn.Benchmarks.Load;

/// <summary>The system calls of the load driver and of the measures, on 64-bit Linux.</summary>
internal static unsafe partial class LoadNative
{
    public const int SolSocket = 1;
    public const int ReceiveBufferForce = 33;
    public const int TimestampNanoseconds = 35;
    public const int DontWait = 0x40;
    public const int RealTimeClock = 0;
    public const int MonotonicClock = 1;
    public const int AbsoluteTime = 1;
    public const int SetTimerSlack = 29;

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static partial nint SendTo(int socket, byte* buffer, nuint length, int flags, SocketAddress4* address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int socket, MessageHeader* messages, uint count, int flags, TimeSpec* timeout);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int name, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int GetTime(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    public static partial int SleepUntil(int clock, int flags, TimeSpec* until, TimeSpec* rest);

    [LibraryImport("libc", EntryPoint = "prctl")]
    public static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    /// <summary>The time of a clock in nanoseconds; negative when there is no such clock.</summary>
    public static long Nanoseconds(int clock)
    {
        TimeSpec time;
        return GetTime(clock, &time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : -1;
    }
}

[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;
}

/// <summary>struct sockaddr_in; port and address in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketAddress4
{
    public ushort Family;
    public ushort Port;
    public uint Address;
    public ulong Padding;
}

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public byte* Base;
    public nuint Length;
}

/// <summary>struct mmsghdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public ulong NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public byte* Control;
    public nuint ControlLength;
    public ulong Flags;
    public ulong Received;
}
