namespace DialIn.Sip.Messages;

/// <summary>
/// Says whether a request can be worked on, and if not, which status its sender is owed. After it has passed, the typed
/// properties of the request are safe.
/// </summary>
public static class SipRequestValidator
{
    private static readonly string[] AtMostOnce =
        [HeaderNames.From, HeaderNames.To, HeaderNames.CallId, HeaderNames.CSeq, HeaderNames.MaxForwards, HeaderNames.ContentType];

    /// <summary>Checks a request.</summary>
    /// <param name="request">The request as the parser gave it.</param>
    /// <param name="status">The status owed: 400, 416 or 505; 0 if the request is valid.</param>
    /// <param name="reason">The phrase that names the fault; empty if the request is valid.</param>
    public static bool TryValidate(SipRequest request, out int status, out string reason)
    {
        (status, reason) = Fault(request) ?? (0, string.Empty);
        return status == 0;
    }

    private static (int Status, string Reason)? Fault(SipRequest request) =>
        VersionFault(request.Version)
        ?? UriFault(request.RequestUri)
        ?? CountFault(request.Headers)
        ?? ValueFault(request)
        ?? RouteFault(request.Headers);

    private static (int Status, string Reason)? VersionFault(string version) =>
        SipVersion.IsOurs(version) ? null
        : SipVersion.IsWellFormed(version) ? (505, ReasonPhrases.For(505))
        : Bad("Request-Line");

    private static (int Status, string Reason)? UriFault(SipUri uri) =>
        uri.Scheme.Length == 0 ? Bad("Request-URI")
        // RFC 3261 §8.2.2.1: a scheme that we cannot serve.
        : uri.Opaque is not null ? (416, ReasonPhrases.For(416))
        // RFC 3261 §19.1.1: headers have no place in a Request-URI; they would let a link write our headers.
        : uri.Headers is not null ? Bad("Request-URI")
        : null;

    private static (int Status, string Reason)? CountFault(SipHeaders headers)
    {
        foreach (var name in AtMostOnce)
        {
            // RFC 3261 §7.3.1: only headers that are lists may come more than once.
            if (headers.CountOf(name) > 1)
            {
                return Bad(name);
            }
        }

        return null;
    }

    private static (int Status, string Reason)? ValueFault(SipRequest request)
    {
        var headers = request.Headers;
        if (MandatoryHeaders.FirstFault(headers) is { } name)
        {
            return Bad(name);
        }

        // RFC 3261 §8.1.1.5: the method of CSeq is that of the request.
        if (!CSeq.TryParse(headers[HeaderNames.CSeq], out var cseq) || cseq.Method != request.Method)
        {
            return Bad(HeaderNames.CSeq);
        }

        // RFC 4475 §3.2.1: the cookie alone promises an identifier and gives none.
        return request.TopVia.Branch == Via.MagicCookie ? Bad(HeaderNames.Via)
            // RFC 3261 §20.22: 0 to 255. Its absence is forgiven, as RFC 2543 knew no such header.
            : headers.Contains(HeaderNames.MaxForwards) && request.MaxForwards is null ? Bad(HeaderNames.MaxForwards)
            : null;
    }

    private static (int Status, string Reason)? RouteFault(SipHeaders headers) =>
        MessageHeaders.Addresses(headers, HeaderNames.Contact) is null ? Bad(HeaderNames.Contact)
        : MessageHeaders.Addresses(headers, HeaderNames.Route) is null ? Bad(HeaderNames.Route)
        : MessageHeaders.Addresses(headers, HeaderNames.RecordRoute) is null ? Bad(HeaderNames.RecordRoute)
        : null;

    // RFC 3261 §21.4.1: the phrase should name the fault.
    private static (int Status, string Reason) Bad(string what) => (400, $"Bad {what}");
}
