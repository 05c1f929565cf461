namespace DialIn.Media.Relay;

/// <summary>Takes what a socket receives, on the loop's thread.</summary>
internal interface IDatagramReceiver
{
    /// <summary>A datagram came. The buffer is the loop's and is used again after the call.</summary>
    void OnDatagram(ReadOnlySpan<byte> datagram, in SocketPeer from, TimeSpan now);

    /// <summary>The socket reported an error, such as an ICMP message. It stays usable.</summary>
    void OnSocketError();
}
