namespace DialIn.Sip.Messages;

/// <summary>A request, RFC 3261 §7.1.</summary>
/// <param name="method">What is asked for.</param>
/// <param name="requestUri">Of whom.</param>
/// <param name="headers">The headers; the writer adds Content-Length.</param>
/// <param name="body">The body, empty for none.</param>
public sealed class SipRequest(SipMethod method, SipUri requestUri, SipHeaders headers, ReadOnlyMemory<byte> body = default)
    : SipMessage(headers, body)
{
    /// <summary>What is asked for.</summary>
    public SipMethod Method { get; } = method;

    /// <summary>Of whom it is asked. On a message that was not validated it may be text that is no URI.</summary>
    public SipUri RequestUri { get; } = requestUri;

    /// <summary>The protocol's version as the request line names it; always <c>SIP/2.0</c> after validation.</summary>
    public string Version { get; init; } = SipVersion.Text;

    /// <summary>The same request with other headers.</summary>
    public SipRequest With(SipHeaders headers) => With(headers, Body);

    /// <summary>The same request with other headers and another body.</summary>
    public SipRequest With(SipHeaders headers, ReadOnlyMemory<byte> body) => new(Method, RequestUri, headers, body) { Version = Version };

    /// <summary>The request line, for a reader of a test or a trace.</summary>
    public override string ToString() => $"{Method} {RequestUri} {Version}";
}
