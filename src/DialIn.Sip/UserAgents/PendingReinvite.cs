using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// The peer's wish to change the session: a re-INVITE, or an UPDATE or PRACK with an offer. Exactly one of <see cref="Accept"/> and
/// <see cref="Reject"/> is owed; if it is withdrawn or the session ends meanwhile, they do nothing. Any thread.
/// </summary>
public sealed class PendingReinvite
{
    private readonly UserAgentCore _core;
    private readonly IOfferTaker _taker;
    private readonly RunningServerTransaction _transaction;

    internal PendingReinvite(UserAgentCore core, IOfferTaker taker, RunningServerTransaction transaction)
    {
        _core = core;
        _taker = taker;
        _transaction = transaction;
    }

    /// <summary>The request; without a body it asks for our offer, and the ACK brings the answer.</summary>
    public SipRequest Request => _transaction.Request;

    /// <summary>
    /// Whether it came over a transport that others can read, in a dialog that began over TLS. Keys in it are known, and the
    /// answer goes the same way.
    /// </summary>
    public bool IsExposed { get; internal init; }

    /// <summary>Agrees.</summary>
    public void Accept(ReadOnlyMemory<byte> body, string contentType) => _core.Mailbox.Post(() => _taker.AcceptOffer(_transaction, body, contentType));

    /// <summary>Refuses; the session goes on as before.</summary>
    /// <param name="status">300 to 699; 488 if the offer cannot be met.</param>
    /// <param name="extra">More header fields, such as Warning.</param>
    public void Reject(int status, SipHeaders? extra = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 699);
        _core.Mailbox.Post(() => _taker.RejectOffer(_transaction, status, extra ?? SipHeaders.Empty));
    }
}
