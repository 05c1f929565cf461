namespace DialIn.Media.Relay;

/// <summary>Reads a leg's RTCP and drops it: reports are not made yet, and unread datagrams would fill the kernel's buffers.</summary>
internal sealed class RtcpDrain : IDatagramReceiver
{
    /// <summary>The only one: it keeps nothing.</summary>
    public static readonly RtcpDrain Instance = new();

    private RtcpDrain()
    {
    }

    /// <inheritdoc/>
    public void OnDatagram(ReadOnlySpan<byte> datagram, in SocketPeer from, TimeSpan now)
    {
    }

    /// <inheritdoc/>
    public void OnSocketError()
    {
    }
}
