using DialIn.Media.Relay;

namespace DialIn.Media.Tests.Relay;

/// <summary>Takes datagrams and does nothing.</summary>
internal sealed class IgnoringReceiver : IDatagramReceiver
{
    public static readonly IgnoringReceiver Instance = new();

    public void OnDatagram(ReadOnlySpan<byte> datagram, in SocketPeer from, TimeSpan now)
    {
    }

    public void OnSocketError()
    {
    }
}
