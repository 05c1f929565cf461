using System.Net;
using DialIn.Calls;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;

namespace DialIn.Trunks;

/// <summary>One entry of <c>DialIn:Trunks</c>: a carrier that brings calls.</summary>
internal sealed class TrunkOptions
{
    /// <summary>The trunk's name in logs, metrics and commands: letters, digits, <c>-</c>, <c>_</c>, <c>.</c>; unique.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>Static</c> or <c>Register</c>.</summary>
    // Static: a trunk that needs no secret is the simplest.
    public TrunkMode Mode { get; set; } = TrunkMode.Static;

    /// <summary>Where calls of this trunk come from: networks, and hosts or domains with all their servers. A Static trunk needs at least one, or a name in <see cref="CertificateNames"/>; a Register trunk's registrar and proxy are always admitted.</summary>
    // None: nobody may call in by default.
    public IReadOnlyList<AllowedSource> AllowedSources { get; set; } = [];

    /// <summary>Networks that this trunk's audio may come from; whatever a session description says, packets from elsewhere are dropped.</summary>
    // None: few carriers publish them, and a carrier's SBC that is missing here is a call without a voice.
    public IReadOnlyList<IPNetwork> MediaSources { get; set; } = [];

    /// <summary>Names that the carrier's certificate may show, each as it stands there; a peer that connects by TLS and proves one is this trunk.</summary>
    // None: the name of the registrar is enough, and who connects is known by its address.
    public IReadOnlyList<string> CertificateNames { get; set; } = [];

    /// <summary>PEM file of the only roots that this carrier's certificates may come from.</summary>
    // Unset: the system's.
    public string? RootsFile { get; set; }

    /// <summary>Whether it is asked if the carrier's certificate was withdrawn.</summary>
    // Online: a withdrawn certificate is found; an issuer that does not answer in 3 s stops nobody.
    public RevocationCheck Revocation { get; set; } = RevocationCheck.Online;

    /// <summary>PEM file of the certificate that this carrier wants to see.</summary>
    // Unset: Sip:CertificateFile, if there is one.
    public string? CertificateFile { get; set; }

    /// <summary>The private key of <see cref="CertificateFile"/>, PEM, a file of mode 0600.</summary>
    public string? CertificateKeyFile { get; set; }

    /// <summary>Whom this trunk is believed about who calls.</summary>
    // Asserted: a trunk is a carrier, and what a carrier asserts is the best there is. From for a telephone system that lets its users write what they like.
    public CallerSource CallerFrom { get; set; } = CallerSource.Asserted;

    /// <summary>Where this trunk writes the number that was dialled, the first place first.</summary>
    // Empty: the usual order, which fits every carrier that we know of.
    public IReadOnlyList<CalledNumberSource> CalledNumberFrom { get; set; } = [];

    /// <summary>The codecs that this trunk may speak, the preferred one first; of those that a caller offers, the first one is taken.</summary>
    // Wideband first: where the carrier has it, the whole way is wideband. Then the law of Europe.
    public IReadOnlyList<AudioCodec> Codecs { get; set; } = AudioCodec.All;

    /// <summary>Whether keys of this trunk's callers are heard as tones in their audio too, while the PIN is asked for.</summary>
    // Auto: a carrier that has agreed to telephone-events may still bring a call through a gateway that sends tones. A call that has told one key in a better way is not listened to any more.
    public InBandDigits InBandDigits { get; set; } = InBandDigits.Auto;

    /// <summary>Register only: SIP URI of the registrar.</summary>
    public string? Registrar { get; set; }

    /// <summary>Register only: several accounts at the one carrier, instead of <see cref="Username"/> and its neighbours.</summary>
    // None: most carriers give one account per trunk, and the flat keys say it shorter.
    public IReadOnlyList<TrunkAccountOptions> Accounts { get; set; } = [];

    /// <summary>Register only: user part of our address of record.</summary>
    public string? Username { get; set; }

    /// <summary>Register only: user name for the digest, where the carrier gives another than <see cref="Username"/>.</summary>
    // Unset: most carriers use one name for both.
    public string? AuthUsername { get; set; }

    /// <summary>Register only: file of mode 0600 with the password as its first line. Without it the trunk is not registered.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Register only: SIP URI of the proxy that requests are sent to, and name in Route, instead of the registrar.</summary>
    // Unset: most carriers' registrar takes them itself.
    public string? OutboundProxy { get; set; }

    /// <summary>Register only: the one realm in which the password is shown.</summary>
    // Unset: few carriers say what theirs is; any realm then, but only on REGISTER to the trunk's own target.
    public string? Realm { get; set; }

    /// <summary>Register only: how the way to the registrar is kept open over UDP.</summary>
    // Crlf: four bytes that no carrier minds. Over TCP and TLS connections have their own pings.
    public KeepAlive KeepAlive { get; set; } = KeepAlive.Crlf;

    /// <summary>Register only: what the carrier wants to agree on before it takes a registration. Only over TLS.</summary>
    // None: one carrier wants it, and others may refuse what they do not know.
    public TrunkSecurityAgreement SecurityAgreement { get; set; } = TrunkSecurityAgreement.None;

    /// <summary>Register only: how long a registration is asked for; 1 min to 1 day. The carrier may grant another time.</summary>
    // Ten minutes: short enough that a lost registration is noticed soon, long enough for carriers that refuse less than five.
    public TimeSpan Expires { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Static only: the carrier proves by digest who it is. Without <see cref="AllowedSources"/> it may then come from anywhere.</summary>
    public TrunkAuthenticationOptions Authentication { get; set; } = new();

    /// <summary>Static only: where the carrier takes requests from us, and the password that it asks for.</summary>
    public TrunkOutgoingOptions Outgoing { get; set; } = new();

    /// <summary>Whether the audio of this trunk's calls is encrypted.</summary>
    // Allowed: what the carrier offers is taken as it offers it; nothing has to be set for a carrier that encrypts over TLS.
    public SrtpPolicy Srtp { get; set; } = SrtpPolicy.Allowed;

    /// <summary>Whether keys for the audio are taken and sent over signalling without TLS, where anybody on the way can read them.</summary>
    // No: such keys protect from nobody who listens to both.
    public bool SrtpWithoutTls { get; set; }

    /// <summary>How many calls at once through this trunk, 1 to 100000.</summary>
    // Unset: Calls:MaxCalls is the limit; a carrier sells a number of lines and does not bring more.
    public int? MaxCalls { get; set; }

    /// <summary>How many calls of this trunk may ring at once, 1 to 100000. Calls that are answered do not count.</summary>
    // Two hundred: answering takes milliseconds, so that only a trunk gone mad has so many. With Calls:RingFor: that time's calls.
    public int MaxPendingCalls { get; set; } = 200;

    /// <summary>How many calls of this trunk may begin in a second, 1 to 1000; twice as many at once.</summary>
    // Fifty: a full bridge of a thousand calls fills in twenty seconds, and no meeting begins faster.
    public int MaxCallsPerSecond { get; set; } = 50;

    /// <summary>After how long without a call of this trunk the log warns, 10 min to 90 days.</summary>
    // Unset: how often calls come, only the operator knows; a night or a holiday would be an alarm.
    public TimeSpan? AlarmWithoutCallsFor { get; set; }

    /// <summary>Calls that DialIn places to itself through this trunk.</summary>
    public ProofCallOptions ProofCalls { get; set; } = new();

    /// <summary>What the carrier is told when the trunk has no room, 503 or 486.</summary>
    // 503: carriers try another of our nodes; 486 ends the attempt and is what some ask for.
    public int FullStatus { get; set; } = 503;
}
