using System.Globalization;

namespace DialIn.Sip.Messages;

/// <summary>A response, RFC 3261 §7.2.</summary>
/// <param name="statusCode">The status, 100 to 699.</param>
/// <param name="reasonPhrase">The phrase for people; may be empty.</param>
/// <param name="headers">The headers; the writer adds Content-Length.</param>
/// <param name="body">The body, empty for none.</param>
public sealed class SipResponse(int statusCode, string reasonPhrase, SipHeaders headers, ReadOnlyMemory<byte> body = default)
    : SipMessage(headers, body)
{
    /// <summary>The status, 100 to 699.</summary>
    public int StatusCode { get; } = statusCode;

    /// <summary>The phrase for people; may be empty.</summary>
    public string ReasonPhrase { get; } = reasonPhrase;

    /// <summary>The protocol's version as the status line names it; always <c>SIP/2.0</c> after validation.</summary>
    public string Version { get; init; } = SipVersion.Text;

    /// <summary>Whether the response is not yet the final one.</summary>
    public bool IsProvisional => StatusCode < 200;

    /// <summary>Whether the request succeeded.</summary>
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>Makes the response that a user agent server sends, RFC 3261 §8.2.6.</summary>
    /// <param name="request">The request; it need not be valid, what it lacks the response lacks too.</param>
    /// <param name="statusCode">The status, 100 to 699.</param>
    /// <param name="reason">The phrase; null for the usual one.</param>
    /// <param name="toTag">Our tag, put on a To that has none; null for a new one.</param>
    /// <param name="extra">More headers, such as Contact or Allow.</param>
    /// <param name="body">The body, empty for none.</param>
    /// <param name="contentType">What the body is.</param>
    public static SipResponse For(
        SipRequest request,
        int statusCode,
        string? reason = null,
        string? toTag = null,
        SipHeaders? extra = null,
        ReadOnlyMemory<byte> body = default,
        string? contentType = null)
    {
        var items = new List<SipHeader>(16);
        foreach (var header in request.Headers)
        {
            if (IsCopied(header.Name, request.Method, statusCode))
            {
                items.Add(header.Name == HeaderNames.To && statusCode != 100 ? header with { Value = WithTag(header.Value, toTag) } : header);
            }
        }

        var headers = new SipHeaders([.. items]).WithAdded(extra ?? SipHeaders.Empty);
        return new SipResponse(
            statusCode,
            reason ?? ReasonPhrases.For(statusCode),
            contentType is null ? headers : headers.With(HeaderNames.ContentType, contentType),
            body);
    }

    /// <summary>The same response with other headers.</summary>
    public SipResponse With(SipHeaders headers) => With(headers, Body);

    /// <summary>The same response with other headers and another body.</summary>
    public SipResponse With(SipHeaders headers, ReadOnlyMemory<byte> body) => new(StatusCode, ReasonPhrase, headers, body) { Version = Version };

    /// <summary>The status line, for a reader of a test or a trace.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version} {StatusCode} {ReasonPhrase}");

    private static bool IsCopied(string name, SipMethod method, int statusCode) => name switch
    {
        // RFC 3261 §8.2.6.2: these equal those of the request, the order of the Vias included.
        HeaderNames.Via or HeaderNames.From or HeaderNames.To or HeaderNames.CallId or HeaderNames.CSeq => true,
        // RFC 3261 §8.2.6.1: the sender of 100 echoes the time for the round trip's sake.
        HeaderNames.Timestamp => statusCode == 100,
        // RFC 3261 §12.1.1: every response that makes a dialog carries the route back.
        HeaderNames.RecordRoute => statusCode is > 100 and < 300
            && (method == SipMethod.Invite || method == SipMethod.Subscribe || method == SipMethod.Refer),
        _ => false,
    };

    // RFC 3261 §8.2.6.2: a To that has no tag gets one, in every response but 100. One that cannot be read is left alone.
    private static string WithTag(string to, string? tag) =>
        NameAddress.TryParse(to, out var address) && address.Tag is null ? address.WithTag(tag ?? Identifiers.NewTag()).ToString() : to;
}
