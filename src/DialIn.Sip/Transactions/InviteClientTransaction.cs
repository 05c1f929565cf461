using static DialIn.Sip.Transactions.TransactionEffect;
using static DialIn.Sip.Transactions.TransactionInput;
using static DialIn.Sip.Transactions.TransactionTimer;

namespace DialIn.Sip.Transactions;

/// <summary>The INVITE client transaction, RFC 3261 §17.1.1 with the Accepted state of RFC 6026 §7.2.</summary>
/// <remarks>
/// <code>
///                INVITE sent
///                     │            Timer A: send INVITE
///              ┌──────▼──────┐◀──┐
///              │   Calling   │───┘    Timer B, transport error: inform ─────────┐
///              └──┬───┬───┬──┘                                                  │
///     300-699: ACK│   │1xx│2xx                                                  │
///   ┌─────────────┘   │   └──────────────┐                                      │
///   │          ┌──────▼──────┐◀─┐        │                                      │
///   │          │ Proceeding  │──┘1xx     │                                      │
///   │          └──┬───────┬──┘           │                                      │
///   │  300-699: ACK│      │2xx           │                                      │
///   │  ┌───────────┘      └───────────┐  │                                      │
/// ┌─▼──▼──────┐◀─┐ 300-699: ACK    ┌──▼──▼─────┐◀─┐ 2xx to the user             │
/// │ Completed │──┘                 │ Accepted  │──┘                             │
/// └────┬──────┘                    └─────┬─────┘                                │
///      │ Timer D, transport error        │ Timer M                              │
///      └──────────────▶ Terminated ◀─────┴──────────────────────────────────────┘
/// </code>
/// </remarks>
internal sealed record InviteClientTransaction(SipTimers Timers, bool Reliable) : TransactionMachine(Timers, Reliable)
{
    internal enum Phase
    {
        Calling,
        Proceeding,
        Completed,
        Accepted,
        Terminated,
    }

    public Phase State { get; init; } = Phase.Calling;

    /// <summary>The running interval of Timer A.</summary>
    public TimeSpan RetransmitAfter { get; init; } = Timers.T1;

    public override bool IsTerminated => State == Phase.Terminated;

    public override Transition On(TransactionInput input) => (State, input) switch
    {
        // RFC 3261 §17.1.1.2: Timer A only where the transport may lose the request; Timer B always.
        (Phase.Calling, Start) when Reliable => Stay(SendRequest.Instance, Timer(B, Timers.GiveUp)),
        (Phase.Calling, Start) => Stay(SendRequest.Instance, Timer(A, RetransmitAfter), Timer(B, Timers.GiveUp)),

        // RFC 3261 §17.1.1.2: the interval doubles without a bound, and only in Calling.
        (Phase.Calling, TimerFired { Timer: A }) => new(
            this with { RetransmitAfter = RetransmitAfter * 2 },
            [SendRequest.Instance, Timer(A, RetransmitAfter * 2)]),

        // RFC 3261 §17.1.1.2: no response at all until Timer B.
        (Phase.Calling, TimerFired { Timer: B }) => End(InformTimeout.Instance),

        // RFC 3261 §17.1.4: a transport error is told to the user and ends the transaction.
        (Phase.Calling or Phase.Completed, TransportFailed) => End(InformTransportError.Instance),

        // RFC 3261 §17.1.1.2: a provisional response stops the retransmissions; Timer B no longer counts.
        (Phase.Calling, ResponseReceived { StatusCode: < 200 }) => new(
            this with { State = Phase.Proceeding },
            [Stop(A), Stop(B), PassToUser.Instance]),
        (Phase.Proceeding, ResponseReceived { StatusCode: < 200 }) => Stay(PassToUser.Instance),

        // RFC 6026 §7.2: a 2xx leads to Accepted, so that its retransmissions and those of forks find the user.
        (Phase.Calling or Phase.Proceeding, ResponseReceived { StatusCode: < 300 }) => new(
            this with { State = Phase.Accepted },
            [Stop(A), Stop(B), PassToUser.Instance, Timer(M, Timers.GiveUp)]),
        (Phase.Accepted, ResponseReceived { StatusCode: >= 200 and < 300 }) => Stay(PassToUser.Instance),
        (Phase.Accepted, TimerFired { Timer: M }) => End(),

        // RFC 3261 §17.1.1.2: the transaction itself acknowledges a failure; Timer D is zero on a reliable transport.
        (Phase.Calling or Phase.Proceeding, ResponseReceived) when Reliable =>
            End(Stop(A), Stop(B), SendAck.Instance, PassToUser.Instance),
        (Phase.Calling or Phase.Proceeding, ResponseReceived) => new(
            this with { State = Phase.Completed },
            [Stop(A), Stop(B), SendAck.Instance, PassToUser.Instance, Timer(D, Timers.CompletedAfterFailure)]),

        // RFC 3261 §17.1.1.2: a repeated failure is acknowledged again and not passed up.
        (Phase.Completed, ResponseReceived { StatusCode: >= 300 }) => Stay(SendAck.Instance),
        (Phase.Completed, TimerFired { Timer: D }) => End(),
        _ => Ignore(),
    };

    private Transition End(params TransactionEffect[] effects) => new(this with { State = Phase.Terminated }, [.. effects, Terminate.Instance]);
}
