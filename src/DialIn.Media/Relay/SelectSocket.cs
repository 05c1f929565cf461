using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace DialIn.Media.Relay;

/// <summary>A socket that is read and written through .NET's own type.</summary>
internal sealed class SelectSocket(Socket socket, IDatagramReceiver receiver) : PolledSocket(socket, receiver)
{
    private readonly SocketAddress _from = new(socket.AddressFamily);
    private readonly SocketAddress _to = new(socket.AddressFamily);

    /// <inheritdoc/>
    public override int Receive(Span<byte> buffer, out SocketPeer from)
    {
        from = default;
        try
        {
            var length = Socket.ReceiveFrom(buffer, SocketFlags.None, _from);
            from = SocketPeer.Read(_from.Buffer.Span, Family);
            return length;
        }
        catch (SocketException exception)
        {
            // A longer datagram is an error on some systems; as one that is no RTP it would be dropped in any case.
            return exception.SocketErrorCode is SocketError.WouldBlock ? Nothing : Failed;
        }
    }

    /// <inheritdoc/>
    public override bool Send(ReadOnlySpan<byte> datagram, in SocketPeer to)
    {
        to.Write(_to.Buffer.Span, Family);
        try
        {
            Socket.SendTo(datagram, SocketFlags.None, _to);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override uint ReadDropped()
    {
        Span<uint> told = stackalloc uint[LinuxSockets.MemoryInfoDrops + 1];
        told.Clear();
        if (OperatingSystem.IsLinux())
        {
            try
            {
                Socket.GetRawSocketOption(LinuxSockets.LevelSocket, LinuxSockets.MemoryInfo, MemoryMarshal.AsBytes(told));
            }
            catch (SocketException)
            {
                // Older than Linux 4.12.
            }
        }

        return told[LinuxSockets.MemoryInfoDrops];
    }

    /// <inheritdoc/>
    public override bool TryConnect(in SocketPeer peer) => false;
}
