using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace DialIn.Testing;

/// <summary>What Linux says of UDP sockets.</summary>
public static class UdpSockets
{
    // SO_MEMINFO tells numbers of 32 bits, of which SK_MEMINFO_DROPS is the last.
    private const int LevelSocket = 1;
    private const int MemoryInfo = 55;
    private const int MemoryInfoDrops = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How many datagrams found the buffer of a socket full.</summary>
    public static uint DroppedAt(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Span<uint> told = stackalloc uint[MemoryInfoDrops + 1];
        socket.GetRawSocketOption(LevelSocket, MemoryInfo, MemoryMarshal.AsBytes(told));
        return told[MemoryInfoDrops];
    }

    /// <summary>
    /// Waits until nobody has a port of an address of IPv4, any of them if none is named: a program that another test starts shares all
    /// our sockets for a moment, between its fork and its exec. Nothing is bound for it, which could be shared in turn.
    /// </summary>
    public static void WaitUntilFree(IPAddress address, params int[] ports)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!SpinWait.SpinUntil(() => !Bound(address).Any(port => ports.Length == 0 || ports.Contains(port)), Patience))
        {
            throw new TimeoutException($"Somebody keeps ports of {address}: {string.Join(' ', Bound(address))}.");
        }
    }

    /// <summary>Waits until a datagram is there to be read: on a busy machine, loopback too delivers it after the sending call has returned.</summary>
    public static void WaitUntilReceived(IPEndPoint local)
    {
        ArgumentNullException.ThrowIfNull(local);
        if (!SpinWait.SpinUntil(() => At(local.Address).Any(socket => socket.Port == local.Port && socket.Waiting > 0), Patience))
        {
            throw new TimeoutException($"Nothing comes at {local}.");
        }
    }

    private static IEnumerable<int> Bound(IPAddress address) => At(address).Select(static socket => socket.Port);

    // "0100007F:1F90 00000000:0000 07 00000000:00000300": the local address, the remote one, the state, and the bytes that wait to be sent
    // and to be read. The bytes of an address are those of a number in the machine's own order.
    private static IEnumerable<(int Port, long Waiting)> At(IPAddress address)
    {
        var wanted = BitConverter.ToUInt32(address.GetAddressBytes()).ToString("X8", CultureInfo.InvariantCulture) + ":";
        return File.ReadLines("/proc/net/udp").Skip(1)
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].StartsWith(wanted, StringComparison.Ordinal))
            .Select(fields => ((int)Hex(fields[1][wanted.Length..]), Hex(fields[4].Split(':')[1])));
    }

    private static long Hex(string digits) => long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
