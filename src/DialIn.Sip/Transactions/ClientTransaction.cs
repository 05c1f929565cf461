using static DialIn.Sip.Transactions.TransactionEffect;
using static DialIn.Sip.Transactions.TransactionInput;
using static DialIn.Sip.Transactions.TransactionTimer;

namespace DialIn.Sip.Transactions;

/// <summary>The non-INVITE client transaction, RFC 3261 §17.1.2.</summary>
/// <remarks>
/// <code>
///              request sent
///                   │          Timer E: send request
///            ┌──────▼──────┐◀──┐
///            │   Trying    │───┘    Timer F, transport error: inform ──┐
///            └──┬───────┬──┘                                           │
///               │1xx    │200-699                                       │
///        ┌──────▼──────┐│    1xx; Timer E: send request                │
///        │ Proceeding  │◀──┐                                           │
///        │             │───┘    Timer F, transport error: inform ──────┤
///        └──────┬──────┘│                                              │
///        200-699│       │                                              │
///            ┌──▼───────▼──┐                                           │
///            │  Completed  │───────── Timer K ──────▶ Terminated ◀─────┘
///            └─────────────┘
/// </code>
/// </remarks>
internal sealed record ClientTransaction(SipTimers Timers, bool Reliable) : TransactionMachine(Timers, Reliable)
{
    internal enum Phase
    {
        Trying,
        Proceeding,
        Completed,
        Terminated,
    }

    public Phase State { get; init; } = Phase.Trying;

    /// <summary>The running interval of Timer E.</summary>
    public TimeSpan RetransmitAfter { get; init; } = Timers.T1;

    public override bool IsTerminated => State == Phase.Terminated;

    public override Transition On(TransactionInput input) => (State, input) switch
    {
        // RFC 3261 §17.1.2.2: Timer F always, Timer E only where the transport may lose the request.
        (Phase.Trying, Start) when Reliable => Stay(SendRequest.Instance, Timer(F, Timers.GiveUp)),
        (Phase.Trying, Start) => Stay(SendRequest.Instance, Timer(F, Timers.GiveUp), Timer(E, RetransmitAfter)),

        // RFC 3261 §17.1.2.2: T1, 2*T1, 4*T1 up to T2 while nothing was heard.
        (Phase.Trying, TimerFired { Timer: E }) => Repeat(Timers.NextUpToT2(RetransmitAfter)),

        // RFC 3261 §17.1.2.2: after a provisional response every T2.
        (Phase.Proceeding, TimerFired { Timer: E }) => Repeat(Timers.T2),

        (Phase.Trying or Phase.Proceeding, TimerFired { Timer: F }) => End(InformTimeout.Instance),
        (Phase.Trying or Phase.Proceeding, TransportFailed) => End(InformTransportError.Instance),
        (Phase.Trying or Phase.Proceeding, ResponseReceived { StatusCode: < 200 }) => new(
            this with { State = Phase.Proceeding },
            [PassToUser.Instance]),

        // RFC 3261 §17.1.2.2: Timer K is zero on a reliable transport.
        (Phase.Trying or Phase.Proceeding, ResponseReceived) when Reliable => End(PassToUser.Instance),
        (Phase.Trying or Phase.Proceeding, ResponseReceived) => new(
            this with { State = Phase.Completed },
            [Stop(E), Stop(F), PassToUser.Instance, Timer(K, Timers.T4)]),

        // RFC 3261 §17.1.2.2: a repeated final response is absorbed.
        (Phase.Completed, TimerFired { Timer: K }) => End(),
        _ => Ignore(),
    };

    private Transition Repeat(TimeSpan next) => new(
        this with { RetransmitAfter = next },
        [SendRequest.Instance, Timer(E, next)]);

    private Transition End(params TransactionEffect[] effects) => new(this with { State = Phase.Terminated }, [.. effects, Terminate.Instance]);
}
