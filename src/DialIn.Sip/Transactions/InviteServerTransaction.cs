using static DialIn.Sip.Transactions.TransactionEffect;
using static DialIn.Sip.Transactions.TransactionInput;
using static DialIn.Sip.Transactions.TransactionTimer;

namespace DialIn.Sip.Transactions;

/// <summary>The INVITE server transaction, RFC 3261 §17.2.1 with the Accepted state of RFC 6026 §7.1.</summary>
/// <remarks>
/// <code>
///              INVITE: pass to the user, send 100
///                       │
///               ┌───────▼───────┐◀─┐ INVITE: send last response
///               │  Proceeding   │──┘ 1xx from the user: send; transport error: inform
///               └───┬───────┬───┘
///     300-699: send │       │ 2xx: send
///   ┌───────────────┘       └───────────────────┐
/// ┌─▼─────────┐◀─┐ INVITE, Timer G: send   ┌────▼──────┐◀─┐ INVITE: absorb; 2xx from the user: send
/// │ Completed │──┘                         │ Accepted  │──┘ ACK: pass to the user
/// └─┬───────┬─┘                            └────┬──────┘
///   │ACK    │Timer H: inform                    │ Timer L
/// ┌─▼─────────┐  │                              │
/// │ Confirmed │──┼── Timer I ───▶ Terminated ◀──┘
/// └───────────┘  └───────────────────▲
/// </code>
/// </remarks>
internal sealed record InviteServerTransaction(SipTimers Timers, bool Reliable) : TransactionMachine(Timers, Reliable)
{
    internal enum Phase
    {
        Proceeding,
        Completed,
        Confirmed,
        Accepted,
        Terminated,
    }

    public Phase State { get; init; } = Phase.Proceeding;

    /// <summary>The running interval of Timer G.</summary>
    public TimeSpan RetransmitAfter { get; init; } = Timers.T1;

    public override bool IsTerminated => State == Phase.Terminated;

    public override Transition On(TransactionInput input) => (State, input) switch
    {
        // RFC 3261 §17.2.1: 100 unless the user answers within 200 ms; sent at once, so that no timer is needed for it.
        (Phase.Proceeding, Start) => Stay(SendTrying.Instance, PassToUser.Instance),
        (Phase.Proceeding, RequestRepeated) => Stay(ResendResponse.Instance),
        (Phase.Proceeding, Respond { StatusCode: < 200 }) => Stay(SendResponse.Instance),

        // RFC 6026 §7.1: a 2xx leads to Accepted; Timer L bounds how long the user may repeat it.
        (Phase.Proceeding, Respond { StatusCode: < 300 }) => new(
            this with { State = Phase.Accepted },
            [SendResponse.Instance, Timer(L, Timers.GiveUp)]),
        (Phase.Accepted, Respond { StatusCode: >= 200 and < 300 }) => Stay(SendResponse.Instance),
        (Phase.Accepted, AckReceived) => Stay(PassToUser.Instance),
        (Phase.Accepted, TimerFired { Timer: L }) => End(),

        // RFC 3261 §17.2.1: Timer G repeats the failure only on an unreliable transport; Timer H waits for the ACK on all.
        (Phase.Proceeding, Respond) when Reliable => new(
            this with { State = Phase.Completed },
            [SendResponse.Instance, Timer(H, Timers.GiveUp)]),
        (Phase.Proceeding, Respond) => new(
            this with { State = Phase.Completed },
            [SendResponse.Instance, Timer(G, RetransmitAfter), Timer(H, Timers.GiveUp)]),
        (Phase.Completed, TimerFired { Timer: G }) => RepeatFailure(Timers.NextUpToT2(RetransmitAfter)),
        (Phase.Completed, RequestRepeated) => Stay(ResendResponse.Instance),
        (Phase.Completed, TimerFired { Timer: H }) => End(InformTimeout.Instance),

        // RFC 3261 §17.2.1: Timer I absorbs repeated ACKs and is zero on a reliable transport.
        (Phase.Completed, AckReceived) when Reliable => End(),
        (Phase.Completed, AckReceived) => new(
            this with { State = Phase.Confirmed },
            [Stop(G), Stop(H), Timer(I, Timers.T4)]),
        (Phase.Confirmed, TimerFired { Timer: I }) => End(),

        // RFC 6026 §8.8: a transport error is told to the user and changes no state; the peer will repeat its request.
        (Phase.Proceeding or Phase.Completed or Phase.Accepted, TransportFailed) => Stay(InformTransportError.Instance),
        _ => Ignore(),
    };

    private Transition RepeatFailure(TimeSpan next) => new(
        this with { RetransmitAfter = next },
        [ResendResponse.Instance, Timer(G, next)]);

    private Transition End(params TransactionEffect[] effects) => new(this with { State = Phase.Terminated }, [.. effects, Terminate.Instance]);
}
