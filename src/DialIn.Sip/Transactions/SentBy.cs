using DialIn.Sip.Transports;

namespace DialIn.Sip.Transactions;

/// <summary>What took a message that was sent.</summary>
/// <param name="Transport">The transport.</param>
/// <param name="ConnectionId">Its connection; 0 for datagrams.</param>
internal readonly record struct SentBy(ISipTransport Transport, long ConnectionId)
{
    /// <summary>Was it a connection, which can end?</summary>
    public bool IsConnection => ConnectionId != 0;
}
