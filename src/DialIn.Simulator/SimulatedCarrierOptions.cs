using System.Net;
using DialIn.Sip.Authentication;
using DialIn.Sip.Transports;

namespace DialIn.Simulator;

/// <summary>How a simulated carrier behaves.</summary>
public sealed record SimulatedCarrierOptions
{
    /// <summary>A name for threads and messages.</summary>
    public string Name { get; init; } = "carrier";

    /// <summary>Where to listen, with SIP and RTP.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port of SIP, over UDP and TCP; 0 takes free ones, which then differ.</summary>
    public int SipPort { get; init; }

    /// <summary>Who the carrier is over TLS, and whom it believes; null for no TLS.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>The realm of the challenges, and the domain in From and To of calls.</summary>
    public string Realm { get; init; } = "carrier.example";

    /// <summary>Users and their passwords.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>The digest algorithms to challenge with, the preferred one first, as RFC 8760 §2.3 asks.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [DigestComputation.Sha256, DigestComputation.Md5];

    /// <summary>What a wrong password gets: 403, or 401 with another challenge, as carriers do.</summary>
    public int WrongPasswordStatus { get; init; } = 403;

    /// <summary>How long a nonce is good. Short ones make clients handle <c>stale</c>.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The shortest binding; a shorter wish gets 423.</summary>
    public TimeSpan LeastExpiry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest binding; a longer wish is cut down.</summary>
    public TimeSpan LongestExpiry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Values of Service-Route in each 200 to REGISTER, RFC 3608.</summary>
    public IReadOnlyList<string> ServiceRoute { get; init; } = [];

    /// <summary>Values of P-Associated-URI in each 200 to REGISTER, RFC 7315 §4.1.</summary>
    public IReadOnlyList<string> AssociatedUris { get; init; } = [];

    /// <summary>Values of Security-Server, RFC 3329: what clients must agree on before they are registered. Empty: nothing.</summary>
    public IReadOnlyList<string> SecurityServer { get; init; } = [];

    /// <summary>What a client without an agreement gets: 494, or 401 with a challenge beside the offer, as some carriers do.</summary>
    public int SecurityStatus { get; init; } = 494;

    /// <summary>How much each recording holds; at 8 kHz a minute is 1 MB.</summary>
    public TimeSpan RecordingLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What a REGISTER without a Contact gets, such as 403 or 405; <see langword="null"/>: the list of bindings, RFC 3261 §10.3.</summary>
    public int? QueryStatus { get; init; }
}
