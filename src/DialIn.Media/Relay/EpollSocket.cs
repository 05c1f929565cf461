using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace DialIn.Media.Relay;

/// <summary>A socket that is read and written with direct system calls.</summary>
/// <param name="socket">The socket.</param>
/// <param name="receiver">Who takes its datagrams.</param>
/// <param name="index">Its place in the poller's table.</param>
internal sealed unsafe class EpollSocket(Socket socket, IDatagramReceiver receiver, int index) : PolledSocket(socket, receiver)
{
    private readonly int _file = (int)socket.Handle;
    private SocketPeer _connectedTo;

    /// <summary>Its place in the poller's table.</summary>
    public int Index { get; } = index;

    /// <summary>The file descriptor.</summary>
    public int File => _file;

    private uint AddressLength => Family == AddressFamily.InterNetwork ? LinuxSockets.AddressLengthInet : (uint)LinuxSockets.AddressLengthInet6;

    /// <inheritdoc/>
    public override int Receive(Span<byte> buffer, out SocketPeer from)
    {
        var address = stackalloc byte[LinuxSockets.AddressLengthInet6];
        uint addressLength = LinuxSockets.AddressLengthInet6;
        nint length;
        fixed (byte* start = buffer)
        {
            length = LinuxSockets.ReceiveFrom(_file, start, (nuint)buffer.Length, LinuxSockets.MessageDontWait, address, &addressLength);
        }

        if (length >= 0)
        {
            from = SocketPeer.Read(new ReadOnlySpan<byte>(address, LinuxSockets.AddressLengthInet6), Family);
            return (int)length;
        }

        from = default;
        return Marshal.GetLastSystemError() is LinuxSockets.TryAgainError or LinuxSockets.InterruptedError ? Nothing : Failed;
    }

    /// <inheritdoc/>
    public override bool Send(ReadOnlySpan<byte> datagram, in SocketPeer to)
    {
        if (_connectedTo.IsSpecified && to == _connectedTo)
        {
            // The system looked up the way once, as it connected.
            return TrySendTwice(datagram, null, 0);
        }

        var address = stackalloc byte[LinuxSockets.AddressLengthInet6];
        Fill(address, to);
        return TrySendTwice(datagram, address, AddressLength);
    }

    /// <inheritdoc/>
    public override uint ReadDropped()
    {
        var told = stackalloc uint[LinuxSockets.MemoryInfoDrops + 1];
        uint length = (LinuxSockets.MemoryInfoDrops + 1) * sizeof(uint);
        return LinuxSockets.GetOption(_file, LinuxSockets.LevelSocket, LinuxSockets.MemoryInfo, told, &length) == 0 ? told[LinuxSockets.MemoryInfoDrops] : 0;
    }

    /// <inheritdoc/>
    public override bool TryConnect(in SocketPeer peer)
    {
        var address = stackalloc byte[LinuxSockets.AddressLengthInet6];
        Fill(address, peer);
        var connected = LinuxSockets.Connect(_file, address, AddressLength) == 0;
        _connectedTo = connected ? peer : default;
        return connected;
    }

    // A pending ICMP error fails one call without sending; the next one sends.
    private bool TrySendTwice(ReadOnlySpan<byte> datagram, byte* address, uint addressLength) =>
        TrySend(datagram, address, addressLength)
        || (Marshal.GetLastSystemError() is LinuxSockets.ConnectionRefusedError or LinuxSockets.InterruptedError
            && TrySend(datagram, address, addressLength));

    private bool TrySend(ReadOnlySpan<byte> datagram, byte* address, uint addressLength)
    {
        fixed (byte* start = datagram)
        {
            const int Flags = LinuxSockets.MessageDontWait | LinuxSockets.MessageNoSignal;
            return LinuxSockets.SendTo(_file, start, (nuint)datagram.Length, Flags, address, addressLength) >= 0;
        }
    }

    private void Fill(byte* address, in SocketPeer peer)
    {
        *(ushort*)address = Family == AddressFamily.InterNetwork ? (ushort)LinuxSockets.FamilyInet : (ushort)LinuxSockets.FamilyInet6;
        peer.Write(new Span<byte>(address, LinuxSockets.AddressLengthInet6), Family);
    }
}
