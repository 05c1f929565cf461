using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>Who answers an offer that came within a dialog, once the application has decided. Loop only.</summary>
internal interface IOfferTaker
{
    /// <summary>Answers with 2xx and a description.</summary>
    void AcceptOffer(RunningServerTransaction transaction, ReadOnlyMemory<byte> body, string contentType);

    /// <summary>Refuses; the session goes on as before.</summary>
    void RejectOffer(RunningServerTransaction transaction, int status, SipHeaders extra);
}
