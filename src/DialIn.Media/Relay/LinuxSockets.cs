using System.Runtime.InteropServices;

namespace DialIn.Media.Relay;

/// <summary>The system calls of the packet path, and their constants as Linux numbers them on every architecture of .NET.</summary>
internal static unsafe partial class LinuxSockets
{
    public const int MessageDontWait = 0x40;
    public const int MessageNoSignal = 0x4000;

    public const int FamilyInet = 2;
    public const int FamilyInet6 = 10;
    public const int AddressLengthInet = 16;
    public const int AddressLengthInet6 = 28;

    // SO_MEMINFO tells numbers of 32 bits; SK_MEMINFO_DROPS is the last of them.
    public const int LevelSocket = 1;
    public const int MemoryInfo = 55;
    public const int MemoryInfoDrops = 8;

    public const int InterruptedError = 4;
    public const int TryAgainError = 11;
    public const int ConnectionRefusedError = 111;

    public const int EpollCloseOnExec = 0x80000;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const uint EpollIn = 1;

    public const int MonotonicClock = 1;

    public const int EventNonBlocking = 0x800;
    public const int EventCloseOnExec = 0x80000;

    // The two calls of each packet never wait, so a garbage collection may wait for them: that spares the transition, and as
    // nothing runs after them, errno is still theirs.
    [LibraryImport("libc", EntryPoint = "recvfrom")]
    [SuppressGCTransition]
    public static partial nint ReceiveFrom(int socket, byte* buffer, nuint length, int flags, byte* address, uint* addressLength);

    [LibraryImport("libc", EntryPoint = "sendto")]
    [SuppressGCTransition]
    public static partial nint SendTo(int socket, byte* buffer, nuint length, int flags, byte* address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int socket, byte* address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int socket, int level, int option, uint* value, uint* length);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int file, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int maxEvents, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "nanosleep", SetLastError = true)]
    public static partial int Sleep(long* time, long* rest);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFile(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    public static partial int TimerFile(int clock, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    public static partial int TimerSet(int file, int flags, long* times, long* before);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int file, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int file, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);
}
