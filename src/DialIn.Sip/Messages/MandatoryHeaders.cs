namespace DialIn.Sip.Messages;

/// <summary>The headers that every message has, RFC 3261 §8.1.1: Via, From, To, Call-ID, CSeq.</summary>
internal static class MandatoryHeaders
{
    /// <summary>The first that is missing or cannot be read, or null.</summary>
    public static string? FirstFault(SipHeaders headers) =>
        MessageHeaders.Vias(headers) is null ? HeaderNames.Via
        : MessageHeaders.Address(headers, HeaderNames.From) is null ? HeaderNames.From
        : MessageHeaders.Address(headers, HeaderNames.To) is null ? HeaderNames.To
        : !IsCallId(headers[HeaderNames.CallId]) ? HeaderNames.CallId
        : !CSeq.TryParse(headers[HeaderNames.CSeq], out _) ? HeaderNames.CSeq
        : null;

    private static bool IsCallId(string? value) => !string.IsNullOrEmpty(value) && !value.AsSpan().ContainsAny(' ', '\t', '\0');
}
