using static DialIn.Trunks.LeaseEffect;
using static DialIn.Trunks.LeaseInput;

namespace DialIn.Trunks;

/// <summary>Holds or awaits one lease: a function from state and input to state and effects.</summary>
/// <param name="Timings">The times.</param>
/// <param name="Me">This process, as it stands in the store.</param>
/// <remarks>
/// <code>
///              free, let go, its holder is gone, or unchanged for its duration: Take
///      ┌──────────┐ ──────────────── Taken by us ────────────────▶ ┌──────┐ ─┐ renewed: counts
///      │ Waiting  │                    Begin                       │ Held │  │ from the question on
///      │          │ ◀── end of the lease, or another's: Abandon ── └──────┘ ◀┘
///      └──────────┘ ◀─┐                                               │ no renewal for 5/6 of the duration: Leave
///                     └── the binding is taken back: Release ── ┌─────▼───┐
///                     └── 11/12: Abandon ────────────────────── │ Leaving │
///                                                               └─────────┘
/// </code>
/// Never two at once: a holder is silent 1/12 of the duration before another node may take the lease, since that node begins to
/// count when it first sees the renewal, which is after the holder began to count.
/// </remarks>
internal sealed record LeaseMachine(LeaseTimings Timings, string Me)
{
    internal enum Phase
    {
        Waiting,
        Held,
        Leaving,
    }

    public Phase State { get; init; } = Phase.Waiting;

    /// <summary>The lease as it was seen last.</summary>
    public Lease? Lease { get; init; }

    /// <summary>Whether the store has been read at all.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Since when the store has not answered; <see langword="null"/> if it did.</summary>
    public LeaseMoment? SilentStoreSince { get; init; }

    // When this state of a lease of others was seen first; when the one of our own began.
    private LeaseMoment Since { get; init; }

    // The question that has no answer yet, or the last one.
    private bool IsAsking { get; init; }

    private LeaseMoment? AskedAt { get; init; }

    /// <summary>Whether a REGISTER may go out at this moment.</summary>
    public bool MaySend(LeaseMoment at) => State != Phase.Waiting && !at.MayBeAfter(Since, Timings.SilentAfter);

    public (LeaseMachine Next, IReadOnlyList<LeaseEffect> Effects) On(LeaseInput input) => input switch
    {
        Seen seen => Look(seen),
        Taken taken => Take(taken),
        Failed failed => (this with { IsAsking = false, SilentStoreSince = SilentStoreSince ?? failed.At }, []),
        Tick when State != Phase.Waiting && !MaySend(input.At) => Lose(),

        // Whoever was stopped in the middle may have missed anything: all is asked anew.
        Late when State != Phase.Waiting => Lose(),
        Tick when State == Phase.Held && input.At.MayBeAfter(Since, Timings.LeaveAfter) => (this with { State = Phase.Leaving }, [new Leave()]),
        Tick when State == Phase.Waiting && IsDue(input.At, Timings.LookEvery) => Ask(input.At, new Look()),
        Tick when State != Phase.Waiting && IsDue(input.At, Timings.RenewEvery) => Ask(input.At, new LeaseEffect.Take(Lease)),
        Left when State == Phase.Leaving => AfterLeaving(input.At),
        _ => (this, []),
    };

    private bool IsDue(LeaseMoment at, TimeSpan every) => !IsAsking && (AskedAt is not { } asked || at.MayBeAfter(asked, every));

    private (LeaseMachine, IReadOnlyList<LeaseEffect>) Ask(LeaseMoment at, LeaseEffect question) => (this with { IsAsking = true, AskedAt = at }, [question]);

    private (LeaseMachine, IReadOnlyList<LeaseEffect>) Look(Seen seen)
    {
        if (State != Phase.Waiting)
        {
            return (this with { IsAsking = false, SilentStoreSince = null }, []);
        }

        var isNew = !IsKnown || seen.Lease != Lease;
        var next = this with { IsAsking = false, IsKnown = true, SilentStoreSince = null, Lease = seen.Lease, Since = isNew ? seen.At : Since };
        var isFree = seen.Lease?.Holder is null || seen.Lease.Holder == Me || seen.IsHolderGone || seen.At.IsAfter(next.Since, Timings.Duration);
        return isFree ? next.Ask(seen.At, new LeaseEffect.Take(seen.Lease)) : (next, []);
    }

    private (LeaseMachine, IReadOnlyList<LeaseEffect>) Take(Taken taken)
    {
        var next = this with { IsAsking = false, IsKnown = true, SilentStoreSince = null, Lease = taken.Lease };
        if (taken.Lease.Holder != Me)
        {
            // Somebody was faster, or we were away for too long.
            next = next with { State = Phase.Waiting, Since = taken.At };
            return (next, State == Phase.Waiting ? [] : [new Abandon()]);
        }

        next = next with { Since = taken.AskedAt };
        return State != Phase.Waiting ? (next, [])

            // The answer took so long that little or nothing is left of the lease: renewed first.
            : taken.At.MayBeAfter(taken.AskedAt, Timings.LeaveAfter) ? next.Ask(taken.At, new LeaseEffect.Take(taken.Lease))
            : (next with { State = Phase.Held }, [new Begin()]);
    }

    // The lease in the store is left as it is: it ends there by itself, and who asks for it next may be we.
    private (LeaseMachine, IReadOnlyList<LeaseEffect>) Lose() => (this with { State = Phase.Waiting, IsKnown = false }, [new Abandon()]);

    private (LeaseMachine, IReadOnlyList<LeaseEffect>) AfterLeaving(LeaseMoment at) =>
        at.MayBeAfter(Since, Timings.LeaveAfter)
            ? (this with { State = Phase.Waiting, IsKnown = false }, [new Abandon(), new Release(Lease!)])

            // The store has answered after all.
            : (this with { State = Phase.Held }, [new Begin()]);
}
