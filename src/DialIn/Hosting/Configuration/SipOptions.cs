using System.Net;
using DialIn.Sip.Dialogs;
using DialIn.Sip.Transports;
using DialIn.Trunks;

namespace DialIn.Hosting.Configuration;

/// <summary>Section <c>DialIn:Sip</c>: where SIP is spoken.</summary>
internal sealed class SipOptions
{
    /// <summary>Addresses to listen on. Port 0 takes any free one.</summary>
    // Both transports on the standard port: a carrier may send large requests by TCP at any time.
    public IReadOnlyList<SipListenAddress> Listen { get; set; } =
        [new(SipProtocol.Udp, new IPEndPoint(IPAddress.Any, 5060)), new(SipProtocol.Tcp, new IPEndPoint(IPAddress.Any, 5060))];

    /// <summary>The address that others reach us at, where it is not the one we listen on (NAT, 0.0.0.0); one of each family with a comma between.</summary>
    // Unset: on a machine with one public address the one listened on is right.
    public AddressPair? PublicAddress { get; set; }

    /// <summary>Our certificate for TLS, PEM, its issuers behind it; read anew when it changes.</summary>
    // None: TLS to a registrar needs none, only peers that connect to us do.
    public string? CertificateFile { get; set; }

    /// <summary>The private key of <see cref="CertificateFile"/>, PEM, a file of mode 0600.</summary>
    public string? CertificateKeyFile { get; set; }

    /// <summary>Name servers to ask for the hosts of trunks and conference servers.</summary>
    // None: those of the operating system, which everything else on the machine uses too.
    public IReadOnlyList<IPEndPoint> NameServers { get; set; } = [];

    /// <summary>The session interval that is asked of peers that know session timers; 0 asks for none, else 90 s to 1 day.</summary>
    // Half an hour, as RFC 4028 §4 recommends: a call whose peer has vanished is noticed after a quarter of an hour, for four messages an hour.
    public TimeSpan SessionInterval { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The shortest session interval that is agreed to; 90 s to 1 h.</summary>
    // The shortest that RFC 4028 §4 allows: whatever a carrier wants within the standard is fine.
    public TimeSpan MinSessionInterval { get; set; } = SessionTimerOptions.ShortestMinimum;

    /// <summary>What becomes of a session that the peer should have refreshed and did not.</summary>
    // Ask: there are carriers that name themselves the refresher and never refresh, with a caller on the line.
    public UnrefreshedSessions UnrefreshedSessions { get; set; } = UnrefreshedSessions.Ask;

    /// <summary>How long a node holds a trunk's account without confirming it in the database, before another node on the same database may register it; 10 s to 10 min.</summary>
    // A minute: a database that is busy for half of it costs no registration, and a node that hangs costs no more calls than a minute brings.
    public TimeSpan RegistrationLease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What a source gets that is neither a trunk nor a conference server.</summary>
    // Nothing at all: scanners go on to the next address, and nobody can be hit by our answers.
    public StrangerPolicy Strangers { get; set; } = StrangerPolicy.Ignore;

    /// <summary>Words in a User-Agent whose requests get no answer, wherever they come from; in any case.</summary>
    // The tools with which the internet is searched for telephones to abuse, as they call themselves.
    public IReadOnlyList<string> IgnoredUserAgents { get; set; } =
        ["friendly-scanner", "sipvicious", "sipcli", "pplsip", "VaxSIPUserAgent", "sundayddr", "sip-scan", "iWar"];

    /// <summary>How many calls may begin in a second through all trunks, 1 to 1000; twice as many at once.</summary>
    // Two hundred: four trunks at their limit; more would cost the running calls their audio on a small machine.
    public int MaxCallsPerSecond { get; set; } = 200;

    /// <summary>How many SIP messages one source address may send in a second, 100 to 100000; twice as many at once. The rest is dropped unread.</summary>
    // Two thousand: ten times what a full bridge gets from one carrier.
    public int MaxMessagesPerSecond { get; set; } = 2_000;
}
