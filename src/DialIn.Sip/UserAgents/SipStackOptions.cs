using System.Net;
using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>How a <see cref="SipStack"/> listens and presents itself.</summary>
public sealed record SipStackOptions
{
    /// <summary>Where to listen. Requests leave through the first point whose protocol and address family fit.</summary>
    public required IReadOnlyList<SipListenPoint> Listen { get; init; }

    /// <summary>The addresses that peers shall use, put in Via and Contact: the first of the peer's family; without one, the local address. Set them behind a 1:1 NAT.</summary>
    public IReadOnlyList<IPAddress> PublicAddresses { get; init; } = [];

    /// <summary>Who we are and whom we believe over TLS; needed where <see cref="Listen"/> has a TLS point.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>The product name for User-Agent and Server header fields, without a version: a version helps attackers.</summary>
    public string UserAgent { get; init; } = "DialIn";

    /// <summary>The base times of the transactions; the RFC's own by default.</summary>
    public SipTimers Timers { get; init; } = new();

    /// <summary>What we wish of session timers.</summary>
    public SessionTimerOptions SessionTimers { get; init; } = new();

    /// <summary>Sizes that a message may have.</summary>
    public SipLimits Limits { get; init; } = new();

    /// <summary>
    /// Messages that may wait for the stack's loop before further ones are dropped. 10,000 is some seconds of work: what
    /// would wait longer has been retransmitted meanwhile.
    /// </summary>
    public int MaxWaitingMessages { get; init; } = 10_000;

    /// <summary>
    /// Server transactions alive at once before new requests are dropped. Each lives 32 s; 50,000 is fifty times
    /// the busiest second of a full bridge and some 100 MB.
    /// </summary>
    public int MaxServerTransactions { get; init; } = 50_000;

    /// <summary>
    /// Of these, how many one source address may have. Half: whatever one peer does, the others' calls go on.
    /// </summary>
    public int MaxServerTransactionsPerSource { get; init; } = 25_000;

    /// <summary>
    /// Messages that one source address may send in a second, and twice as many at once, before further ones are dropped
    /// unread. 2,000 is ten times what a full bridge gets from one carrier and its own conference server together.
    /// </summary>
    public int MaxMessagesPerSecondPerSource { get; init; } = 2_000;

    /// <summary>Hears of all messages; null, the default, if nobody does, which costs nothing.</summary>
    public ISipTap? Tap { get; init; }

    /// <summary>
    /// Programs whose requests get no answer, wherever they come from: those with one of these words in their User-Agent,
    /// in any case. None by default.
    /// </summary>
    public IReadOnlyList<string> IgnoredUserAgents { get; init; } = [];
}
