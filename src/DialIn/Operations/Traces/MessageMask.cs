using System.Text;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;

namespace DialIn.Operations.Traces;

/// <summary>
/// The one place where messages lose what must not be kept: secrets, keys, digits, numbers, names. Header fields are kept only
/// where it is known what they hold.
/// </summary>
internal sealed class MessageMask(AddressMask addresses)
{
    private static readonly HashSet<string> Kept = new(
        [
            HeaderNames.Via, HeaderNames.MaxForwards, HeaderNames.CallId, HeaderNames.CSeq, HeaderNames.Allow, HeaderNames.AllowEvents, HeaderNames.Supported,
            HeaderNames.Require, HeaderNames.ProxyRequire, HeaderNames.Unsupported, HeaderNames.ContentType, HeaderNames.ContentEncoding, HeaderNames.ContentDisposition,
            HeaderNames.UserAgent, HeaderNames.Server, HeaderNames.SessionExpires, HeaderNames.MinSE, HeaderNames.RSeq, HeaderNames.RAck, HeaderNames.Reason,
            HeaderNames.Warning, HeaderNames.RetryAfter, HeaderNames.Expires, HeaderNames.MinExpires, HeaderNames.Date, HeaderNames.Timestamp, HeaderNames.Event,
            HeaderNames.Accept, HeaderNames.AcceptEncoding, HeaderNames.AcceptLanguage, HeaderNames.Privacy,
            HeaderNames.SecurityClient, HeaderNames.SecurityServer, HeaderNames.SecurityVerify,
        ],
        StringComparer.OrdinalIgnoreCase);

    // Those who say who calls first: only so many numbers are learnt, and a message may have others in plenty.
    private static readonly string[] AddressNames =
    [
        HeaderNames.From, HeaderNames.PAssertedIdentity, HeaderNames.RemotePartyId, HeaderNames.PPreferredIdentity, HeaderNames.Diversion, HeaderNames.HistoryInfo,
        HeaderNames.To, HeaderNames.Contact, HeaderNames.Route, HeaderNames.RecordRoute, HeaderNames.Path, HeaderNames.ServiceRoute,
        HeaderNames.PCalledPartyId, HeaderNames.PAssociatedUri, HeaderNames.ReferTo, "Referred-By",
    ];

    private static readonly HashSet<string> Addresses = new(AddressNames, StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Challenges = new(
        [HeaderNames.WwwAuthenticate, HeaderNames.ProxyAuthenticate, HeaderNames.Authorization, HeaderNames.ProxyAuthorization], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Algorithms = new(["MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Learns which numbers must not stand anywhere in the messages of this call.</summary>
    public void Learn(SipMessage message, NumberScrub scrub)
    {
        foreach (var value in AddressNames.SelectMany(message.Headers.GetAll))
        {
            scrub.Learn(addresses.Secret(value));
        }
    }

    /// <summary>The start line.</summary>
    public string StartLine(SipMessage message, bool isConference, NumberScrub scrub) => scrub.Clean(message is SipRequest request
        ? $"{request.Method} {addresses.Mask(request.RequestUri, isConference)} {SipVersionText}"
        : message.ToString()!);

    /// <summary>The whole message, as bytes that a SIP parser reads.</summary>
    public byte[] Mask(SipMessage message, bool isConference, NumberScrub scrub)
    {
        var body = scrub.Clean(BodyMask.Mask(message.Body, message.ContentType));
        var text = new StringBuilder(StartLine(message, isConference, scrub)).Append("\r\n");
        foreach (var header in message.Headers)
        {
            if (!header.Name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase))
            {
                text.Append(header.Name).Append(": ").Append(header.Name == HeaderNames.CSeq ? header.Value : scrub.Clean(Value(header, isConference))).Append("\r\n");
            }
        }

        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private const string SipVersionText = "SIP/2.0";

    private string Value(SipHeader header, bool isConference) =>
        Kept.Contains(header.Name) ? header.Value
        : Challenges.Contains(header.Name) ? Challenge(header.Value)
        : Addresses.Contains(header.Name) ? string.Join(", ", ValuesOf(header).Select(value => value == "*" ? value : addresses.Mask(value, isConference)))
        : AddressMask.Hidden;

    private static IReadOnlyList<string> ValuesOf(SipHeader header) => SipHeaders.Empty.WithAdded(header.Name, header.Value).GetAll(header.Name);

    private static string Challenge(string value)
    {
        var text = new StringBuilder("Digest");
        if (DigestAuthorization.TryParse(value, out var answer))
        {
            Add(text, answer.Realm, answer.Algorithm, answer.Qop is { } qop ? [qop] : []);
        }
        else if (DigestChallenge.TryParse(value, out var challenge))
        {
            Add(text, challenge.Realm, challenge.Algorithm, challenge.QopOptions);
            text.Append(challenge.Stale ? ", stale=true" : "");
        }
        else
        {
            return AddressMask.Hidden;
        }

        return text.Append($", response=\"{AddressMask.Hidden}\"").ToString();
    }

    // Written anew, and of words only those that are known: whatever else a peer puts there may be a part of a password.
    private static void Add(StringBuilder text, string realm, string? algorithm, IReadOnlyList<string> qualities)
    {
        text.Append(" realm=\"").Append(realm.Replace('"', '\'').Replace('\\', '/')).Append('"');
        text.Append(algorithm is not null && Algorithms.Contains(algorithm) ? $", algorithm={algorithm}" : "");
        var known = qualities.Where(static quality => quality is "auth" or "auth-int").ToList();
        text.Append(known.Count > 0 ? $", qop=\"{string.Join(',', known)}\"" : "");
    }
}
