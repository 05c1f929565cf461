using DialIn.Sip.Messages;

namespace DialIn.Sip.Transactions;

/// <summary>The ACK to a response 300 to 699, which belongs to the INVITE transaction itself, and the CANCEL, made in the same way.</summary>
internal static class FailureAck
{
    /// <summary>RFC 3261 §17.1.1.3: as the INVITE, with its one Via and its routes, and the To of the response.</summary>
    public static SipRequest For(SipRequest invite, SipResponse response) =>
        Follow(invite, SipMethod.Ack, response.Headers[HeaderNames.To] ?? invite.Headers[HeaderNames.To]!);

    /// <summary>RFC 3261 §9.1: as the INVITE, with its one Via and its routes; To and CSeq number unchanged.</summary>
    public static SipRequest Cancel(SipRequest invite, string? reason)
    {
        var cancel = Follow(invite, SipMethod.Cancel, invite.Headers[HeaderNames.To]!);
        return reason is null ? cancel : cancel.With(cancel.Headers.With(HeaderNames.Reason, reason));
    }

    private static SipRequest Follow(SipRequest invite, SipMethod method, string to)
    {
        var headers = SipHeaders.Empty.WithAdded(HeaderNames.Via, invite.TopVia.ToString());
        foreach (var route in invite.Headers.GetAll(HeaderNames.Route))
        {
            headers = headers.WithAdded(HeaderNames.Route, route);
        }

        return new SipRequest(method, invite.RequestUri, headers
            .WithAdded(HeaderNames.MaxForwards, "70")
            .WithAdded(HeaderNames.From, invite.Headers[HeaderNames.From]!)
            .WithAdded(HeaderNames.To, to)
            .WithAdded(HeaderNames.CallId, invite.CallId)
            .WithAdded(HeaderNames.CSeq, new CSeq(invite.CSeq.Number, method).ToString()));
    }
}
