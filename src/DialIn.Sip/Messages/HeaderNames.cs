using System.Collections.Frozen;

namespace DialIn.Sip.Messages;

/// <summary>The headers that have a meaning here, as they are written on the wire.</summary>
public static class HeaderNames
{
    public const string Accept = "Accept";
    public const string AcceptEncoding = "Accept-Encoding";
    public const string AcceptLanguage = "Accept-Language";
    public const string Allow = "Allow";
    public const string AllowEvents = "Allow-Events";
    public const string AuthenticationInfo = "Authentication-Info";
    public const string Authorization = "Authorization";
    public const string CallId = "Call-ID";
    public const string Contact = "Contact";
    public const string ContentDisposition = "Content-Disposition";
    public const string ContentEncoding = "Content-Encoding";
    public const string ContentLength = "Content-Length";
    public const string ContentType = "Content-Type";
    public const string CSeq = "CSeq";
    public const string Date = "Date";
    public const string Diversion = "Diversion";
    public const string Event = "Event";
    public const string Expires = "Expires";
    public const string From = "From";
    public const string HistoryInfo = "History-Info";
    public const string MaxForwards = "Max-Forwards";
    public const string MinExpires = "Min-Expires";
    public const string MinSE = "Min-SE";
    public const string PAssertedIdentity = "P-Asserted-Identity";
    public const string PAssociatedUri = "P-Associated-URI";
    public const string Path = "Path";
    public const string PCalledPartyId = "P-Called-Party-ID";
    public const string PPreferredIdentity = "P-Preferred-Identity";
    public const string Privacy = "Privacy";
    public const string ProxyAuthenticate = "Proxy-Authenticate";
    public const string ProxyAuthorization = "Proxy-Authorization";
    public const string ProxyRequire = "Proxy-Require";
    public const string RAck = "RAck";
    public const string Reason = "Reason";
    public const string RecordRoute = "Record-Route";
    public const string ReferTo = "Refer-To";
    public const string RemotePartyId = "Remote-Party-ID";
    public const string Require = "Require";
    public const string RetryAfter = "Retry-After";
    public const string Route = "Route";
    public const string RSeq = "RSeq";
    public const string SecurityClient = "Security-Client";
    public const string SecurityServer = "Security-Server";
    public const string SecurityVerify = "Security-Verify";
    public const string Server = "Server";
    public const string ServiceRoute = "Service-Route";
    public const string SessionExpires = "Session-Expires";
    public const string Subject = "Subject";
    public const string Supported = "Supported";
    public const string Timestamp = "Timestamp";
    public const string To = "To";
    public const string Unsupported = "Unsupported";
    public const string UserAgent = "User-Agent";
    public const string Via = "Via";
    public const string Warning = "Warning";
    public const string WwwAuthenticate = "WWW-Authenticate";

    private static readonly string[] All =
    [
        Accept, AcceptEncoding, AcceptLanguage, Allow, AllowEvents, AuthenticationInfo, Authorization, CallId, Contact, ContentDisposition,
        ContentEncoding, ContentLength, ContentType, CSeq, Date, Diversion, Event, Expires, From, HistoryInfo, MaxForwards, MinExpires, MinSE,
        PAssertedIdentity, PAssociatedUri, Path, PCalledPartyId, PPreferredIdentity, Privacy, ProxyAuthenticate, ProxyAuthorization, ProxyRequire, RAck,
        Reason, RecordRoute, ReferTo, RemotePartyId, Require, RetryAfter, Route, RSeq, SecurityClient, SecurityServer, SecurityVerify,
        Server, ServiceRoute, SessionExpires, Subject, Supported, Timestamp, To, Unsupported, UserAgent, Via, Warning, WwwAuthenticate,
    ];

    // RFC 3261 §7.3.3, and the registrations that followed it.
    private static readonly Dictionary<string, string> CompactForms = new()
    {
        ["a"] = "Accept-Contact",
        ["b"] = "Referred-By",
        ["c"] = ContentType,
        ["d"] = "Request-Disposition",
        ["e"] = ContentEncoding,
        ["f"] = From,
        ["i"] = CallId,
        ["j"] = "Reject-Contact",
        ["k"] = Supported,
        ["l"] = ContentLength,
        ["m"] = Contact,
        ["n"] = "Identity-Info",
        ["o"] = Event,
        ["r"] = ReferTo,
        ["s"] = Subject,
        ["t"] = To,
        ["u"] = AllowEvents,
        ["v"] = Via,
        ["x"] = SessionExpires,
        ["y"] = "Identity",
    };

    private static readonly FrozenDictionary<string, string> Canonicals = All.Select(name => KeyValuePair.Create(name, name))
        .Concat(CompactForms).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> CanonicalLookup =
        Canonicals.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string> Lists = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        Accept, AcceptEncoding, AcceptLanguage, Allow, AllowEvents, Contact, ContentEncoding, Diversion, HistoryInfo, PAssertedIdentity,
        PAssociatedUri, Path, PPreferredIdentity, ProxyRequire, Reason, RecordRoute, Require, Route, SecurityClient, SecurityServer, SecurityVerify,
        ServiceRoute, Supported, Unsupported, Via, Warning);

    /// <summary>The one way in which we write a name: compact forms expanded, known names in their usual case, others as they came.</summary>
    public static string Canonical(ReadOnlySpan<char> name) => CanonicalLookup.TryGetValue(name, out var canonical) ? canonical : name.ToString();

    /// <summary>Whether commas in the header separate values, RFC 3261 §7.3.1. In a date or a challenge they do not.</summary>
    public static bool IsList(string name) => Lists.Contains(name);
}
