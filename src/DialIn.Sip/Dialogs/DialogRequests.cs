using DialIn.Sip.Messages;

namespace DialIn.Sip.Dialogs;

/// <summary>Makes the requests of a dialog, without Via: that depends on the transport.</summary>
internal static class DialogRequests
{
    /// <summary>RFC 3261 §12.2.1.1: the next request, and the dialog with its CSeq counted.</summary>
    public static (Dialog Next, SipRequest Request, SipUri NextHop) Create(
        this Dialog dialog, SipMethod method, SipHeaders extra, ReadOnlyMemory<byte> body = default, string? contentType = null)
    {
        var next = dialog with { LocalSequence = dialog.LocalSequence + 1 };
        var (request, hop) = Build(next, method, next.LocalSequence, extra, body, contentType);
        return (next, request, hop);
    }

    /// <summary>RFC 3261 §13.2.2.4: the ACK to a 2xx: the CSeq number and the credentials of the INVITE, the route of the dialog.</summary>
    public static (SipRequest Request, SipUri NextHop) CreateAck(this Dialog dialog, SipRequest invite)
    {
        var extra = SipHeaders.Empty;
        foreach (var name in (ReadOnlySpan<string>)[HeaderNames.Authorization, HeaderNames.ProxyAuthorization])
        {
            foreach (var credentials in invite.Headers.GetAll(name))
            {
                extra = extra.WithAdded(name, credentials);
            }
        }

        return Build(dialog, SipMethod.Ack, invite.CSeq.Number, extra, default, null);
    }

    private static (SipRequest Request, SipUri NextHop) Build(
        Dialog dialog, SipMethod method, uint sequence, SipHeaders extra, ReadOnlyMemory<byte> body, string? contentType)
    {
        var (uri, routes, nextHop) = dialog.RouteSet.Direct(dialog.RemoteTarget);
        var headers = SipHeaders.Empty;
        foreach (var route in routes)
        {
            headers = headers.WithAdded(HeaderNames.Route, route.ToString());
        }

        headers = headers
            .WithAdded(HeaderNames.MaxForwards, "70")
            .WithAdded(HeaderNames.From, dialog.Local.ToString())
            .WithAdded(HeaderNames.To, dialog.Remote.ToString())
            .WithAdded(HeaderNames.CallId, dialog.CallId)
            .WithAdded(HeaderNames.CSeq, new CSeq(sequence, method).ToString())
            .WithAdded(extra);
        headers = contentType is null ? headers : headers.With(HeaderNames.ContentType, contentType);
        return (new SipRequest(method, uri, headers, body), nextHop);
    }
}
