namespace DialIn.Media.Relay;

/// <summary>Sends datagrams.</summary>
internal interface IDatagramSender
{
    /// <summary>Sends one, without waiting.</summary>
    /// <returns>False when the system did not take it.</returns>
    bool Send(ReadOnlySpan<byte> datagram, in SocketPeer to);
}
