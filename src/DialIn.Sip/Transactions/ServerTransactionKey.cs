using System.Globalization;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transactions;

/// <summary>What matches a request to its server transaction, RFC 3261 §17.2.3.</summary>
/// <param name="Id">The branch; for peers of RFC 2543, whose branches mean nothing, the fields that identify the request.</param>
/// <param name="SentBy">The host and port of the top Via, so that one client cannot, by chance or intent, use another's branch.</param>
/// <param name="Method">The method that made the transaction; INVITE for an ACK.</param>
internal readonly record struct ServerTransactionKey(string Id, string SentBy, SipMethod Method)
{
    /// <summary>The key of the transaction that the request makes or repeats, or that its ACK ends.</summary>
    /// <param name="request">The request as it came, before its Via is completed.</param>
    public static ServerTransactionKey For(SipRequest request)
    {
        var method = request.Method == SipMethod.Ack ? SipMethod.Invite : request.Method;
        var via = request.TopVia;
        var sentBy = string.Create(CultureInfo.InvariantCulture, $"{via.SentByHost.ToLowerInvariant()}:{via.SentByPort ?? 5060}");
        return new ServerTransactionKey(HasMagicCookie(via.Branch) ? via.Branch! : Legacy(request), sentBy, method);
    }

    /// <summary>The key of the INVITE that the CANCEL with this key means, RFC 3261 §9.2.</summary>
    public ServerTransactionKey OfCancelled() => this with { Method = SipMethod.Invite };

    // The To tag is left out: an ACK carries the one of our response, the INVITE none. Call-ID and CSeq already tell calls apart.
    private static string Legacy(SipRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"2543 {request.RequestUri} {request.From.Tag} {request.CallId} {request.CSeq.Number} {request.Headers.GetAll(HeaderNames.Via)[0]}");

    private static bool HasMagicCookie(string? branch) => branch?.StartsWith(Via.MagicCookie, StringComparison.Ordinal) == true;
}
