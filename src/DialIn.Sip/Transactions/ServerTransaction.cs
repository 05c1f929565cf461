using static DialIn.Sip.Transactions.TransactionEffect;
using static DialIn.Sip.Transactions.TransactionInput;
using static DialIn.Sip.Transactions.TransactionTimer;

namespace DialIn.Sip.Transactions;

/// <summary>The non-INVITE server transaction, RFC 3261 §17.2.2 as corrected by RFC 4320 §4.</summary>
/// <remarks>
/// <code>
///           request: pass to the user
///                    │
///             ┌──────▼──────┐◀─┐ request: absorb
///             │   Trying    │──┘
///             └──┬───────┬──┘
///        100:send│       │200-699: send
///         ┌──────▼──────┐│◀─┐ request: send last response
///         │ Proceeding  │───┘
///         └──────┬──────┘│        transport error: inform ──────┐
///   200-699: send│       │                                      │
///             ┌──▼───────▼──┐◀─┐ request: send last response    │
///             │  Completed  │──┘                                │
///             └──────┬──────┘── Timer J ──▶ Terminated ◀────────┘
/// </code>
/// </remarks>
internal sealed record ServerTransaction(SipTimers Timers, bool Reliable) : TransactionMachine(Timers, Reliable)
{
    internal enum Phase
    {
        Trying,
        Proceeding,
        Completed,
        Terminated,
    }

    public Phase State { get; init; } = Phase.Trying;

    public override bool IsTerminated => State == Phase.Terminated;

    public override Transition On(TransactionInput input) => (State, input) switch
    {
        (Phase.Trying, Start) => Stay(PassToUser.Instance),

        // RFC 4320 §4.1: no provisional response to a non-INVITE request but 100.
        (Phase.Trying or Phase.Proceeding, Respond { StatusCode: > 100 and < 200 }) => Ignore(),

        // RFC 4320 §4.2: never 408 to a non-INVITE request; it always comes too late to be of use.
        (Phase.Trying or Phase.Proceeding, Respond { StatusCode: 408 }) => Ignore(),
        (Phase.Trying or Phase.Proceeding, Respond { StatusCode: 100 }) => new(
            this with { State = Phase.Proceeding },
            [SendResponse.Instance]),

        // RFC 3261 §17.2.2: Timer J is zero on a reliable transport.
        (Phase.Trying or Phase.Proceeding, Respond) when Reliable => End(SendResponse.Instance),
        (Phase.Trying or Phase.Proceeding, Respond) => new(
            this with { State = Phase.Completed },
            [SendResponse.Instance, Timer(J, Timers.GiveUp)]),

        // RFC 3261 §17.2.2: a repeated request gets the last response again; in Trying there is none yet.
        (Phase.Proceeding or Phase.Completed, RequestRepeated) => Stay(ResendResponse.Instance),

        // RFC 3261 §17.2.2: a further final response from the user is discarded (falls to the last line below).
        (Phase.Completed, TimerFired { Timer: J }) => End(),
        (Phase.Proceeding or Phase.Completed, TransportFailed) => End(InformTransportError.Instance),
        _ => Ignore(),
    };

    private Transition End(params TransactionEffect[] effects) => new(this with { State = Phase.Terminated }, [.. effects, Terminate.Instance]);
}
