using System.Globalization;

namespace DialIn.Sip.Messages;

/// <summary>
/// A request or a response, RFC 3261 §7. Immutable and without any trace of the transport. The typed properties read the
/// headers on first use; they throw <see cref="InvalidOperationException"/> only on a message that
/// <see cref="SipRequestValidator"/> or <see cref="SipResponseValidator"/> refuses.
/// </summary>
public abstract class SipMessage
{
    // Each is written once or, if two threads race, twice with equal values.
    private IReadOnlyList<Via>? _vias;
    private NameAddress? _from;
    private NameAddress? _to;
    private IReadOnlyList<NameAddress>? _contacts;
    private IReadOnlyList<NameAddress>? _recordRoutes;
    private IReadOnlyList<NameAddress>? _routes;

    private protected SipMessage(SipHeaders headers, ReadOnlyMemory<byte> body)
    {
        Headers = headers;
        Body = body;
    }

    /// <summary>The headers, Content-Length as it came.</summary>
    public SipHeaders Headers { get; }

    /// <summary>The body; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The bytes that it came as in one datagram, set before anybody else sees it; 0 for all others.</summary>
    internal int WireLength { get; set; }

    /// <summary>The hop that the message came over last, or goes back to next.</summary>
    public Via TopVia => Vias is [var top, ..] ? top : throw Unreadable(HeaderNames.Via);

    /// <summary>All hops, the last one first.</summary>
    public IReadOnlyList<Via> Vias => _vias ??= MessageHeaders.Vias(Headers) ?? throw Unreadable(HeaderNames.Via);

    /// <summary>Who sent the request.</summary>
    public NameAddress From => _from ??= MessageHeaders.Address(Headers, HeaderNames.From) ?? throw Unreadable(HeaderNames.From);

    /// <summary>Whom the request was meant for.</summary>
    public NameAddress To => _to ??= MessageHeaders.Address(Headers, HeaderNames.To) ?? throw Unreadable(HeaderNames.To);

    /// <summary>The identifier that all messages of a dialog share.</summary>
    public string CallId => Headers[HeaderNames.CallId] ?? throw Unreadable(HeaderNames.CallId);

    /// <summary>The order of the request within its dialog, and its method.</summary>
    public CSeq CSeq => CSeq.TryParse(Headers[HeaderNames.CSeq], out var cseq) ? cseq : throw Unreadable(HeaderNames.CSeq);

    /// <summary>Where the sender wants to be reached directly; null if there is no Contact or it is <c>*</c>.</summary>
    public NameAddress? Contact => Contacts is [var first, ..] ? first : null;

    /// <summary>Every Contact; empty if there is none or it is <c>*</c>.</summary>
    public IReadOnlyList<NameAddress> Contacts => _contacts ??= Addresses(HeaderNames.Contact);

    /// <summary>The proxies that want to stay in the dialog.</summary>
    public IReadOnlyList<NameAddress> RecordRoutes => _recordRoutes ??= Addresses(HeaderNames.RecordRoute);

    /// <summary>The proxies that the request still has to visit.</summary>
    public IReadOnlyList<NameAddress> Routes => _routes ??= Addresses(HeaderNames.Route);

    /// <summary>What the body is, with parameters, as it came; null if it is not said.</summary>
    public string? ContentType => Headers[HeaderNames.ContentType];

    /// <summary>Seconds of validity; null if absent or not a number; a number too large is the largest we hold.</summary>
    public int? Expires => Seconds(HeaderNames.Expires);

    /// <summary>How long not to ask again; null if absent or not a number. A comment and parameters may stand behind it, RFC 3261 §20.33.</summary>
    public TimeSpan? RetryAfter => DeltaSeconds.Read(Headers[HeaderNames.RetryAfter]);

    /// <summary>How many more hops the request may take, 0 to 255; null if absent or malformed.</summary>
    public int? MaxForwards => byte.TryParse(Headers[HeaderNames.MaxForwards], NumberStyles.None, CultureInfo.InvariantCulture, out var hops) ? hops : null;

    private static InvalidOperationException Unreadable(string name) => new($"{name} is missing or malformed: validate the message first.");

    private IReadOnlyList<NameAddress> Addresses(string name) => MessageHeaders.Addresses(Headers, name) ?? throw Unreadable(name);

    private int? Seconds(string name) =>
        Headers[name] is not { Length: > 0 } text || text.AsSpan().ContainsAnyExceptInRange('0', '9') ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds
        : int.MaxValue;
}
