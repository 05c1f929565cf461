using static DialIn.Secrets.RotationEffect;
using static DialIn.Secrets.RotationInput;

namespace DialIn.Secrets;

/// <content>What the peer says to a secret.</content>
internal sealed partial record RotationMachine
{
    private RotationStep Answer(Credential state, Answered answered)
    {
        if (answered.Version == state.Active?.Version)
        {
            return OnActive(state, state.Active, answered);
        }

        if (answered.Version == state.Pending?.Version)
        {
            return OnPending(state, state.Pending, answered);
        }

        // Of a secret that is gone: an answer that took long.
        return answered.Version == state.Fallback?.Version ? OnFallback(state, state.Fallback, answered) : new RotationStep(state, []);
    }

    private RotationStep OnActive(Credential state, SecretSlot active, Answered answered) => answered.Proof.Outcome switch
    {
        ProofOutcome.Accepted => Confirm(state, active, answered),
        ProofOutcome.Refused => Doubt(state, active, answered),
        ProofOutcome.NotAsked => new RotationStep(
            state with { TryAt = null, Unanswered = 0 },
            [new Note(AuditAction.Unanswered, $"{active.Label} stays active unproved: {answered.Proof.Words}")]),
        _ => Wait(state, active, answered),
    };

    private RotationStep Confirm(Credential state, SecretSlot active, Answered answered)
    {
        var isNews = active.ProvedAt is null || active.IsRefused;
        if (!isNews && answered.At - active.ProvedAt < Timings.ProofEvery)
        {
            return new RotationStep(state, []);
        }

        // A pending one that nobody tried yet keeps its turn.
        var next = state with { Active = active with { ProvedAt = answered.At, RefusedAt = null } };
        next = Candidate(next) is null ? next with { TryAt = null, Unanswered = 0 } : next;
        return new RotationStep(next, isNews ? [new Note(AuditAction.Proved, $"{active.Label} is active and works: {answered.Proof.Words}")] : []);
    }

    private RotationStep Doubt(Credential state, SecretSlot active, Answered answered)
    {
        if (active.IsRefused && answered.At - active.RefusedAt < Timings.RefusedRetry)
        {
            return new RotationStep(state, []);
        }

        var next = state with { Active = active with { RefusedAt = answered.At }, TryAt = answered.At, Unanswered = 0 };
        var rest = Candidate(next) is { } other ? $"{other.Label} is tried" : "there is no other";
        return new RotationStep(next, active.IsRefused ? [] : [new Note(AuditAction.Refused, $"{active.Label}, which is active, was refused: {answered.Proof.Words}; {rest}")]);
    }

    private RotationStep OnPending(Credential state, SecretSlot pending, Answered answered)
    {
        switch (answered.Proof.Outcome)
        {
            case ProofOutcome.Accepted:
                return Promote(state, pending, answered);
            case ProofOutcome.Unanswered:
                return Wait(state, pending, answered);
            default:
                var isUnasked = answered.Proof.Outcome == ProofOutcome.NotAsked;
                var words = isUnasked
                    ? $"{pending.Label} cannot be proved: {answered.Proof.Words}; {state.Active!.Label} stays active, and set-password sets one without proof"
                    : $"{pending.Label} was refused: {answered.Proof.Words}; {state.Active!.Label} stays active";
                // The next candidate, if the active one is refused as well.
                return new RotationStep(
                    state with { Pending = pending with { RefusedAt = answered.At }, TryAt = answered.At, Unanswered = 0 },
                    pending.IsRefused ? [] : [new Note(AuditAction.Refused, words)]);
        }
    }

    private RotationStep Promote(Credential state, SecretSlot pending, Answered answered)
    {
        var old = state.Active!;
        // Refused while the new one is accepted: the old one is proved dead.
        var isDead = old.IsRefused;
        var fallback = isDead ? state.Fallback is { IsRefused: false } kept ? kept : null : old with { Since = answered.At };
        var rest = isDead
            ? $"{old.Label} was refused, is dead and {Gone(old)}"
            : $"{old.Label} stays as fallback for {Words(Timings.FallbackFor)}";
        var effects = new List<RotationEffect>
        {
            new Note(AuditAction.Proved, $"{pending.Label} was accepted: {answered.Proof.Words}"),
            new Note(AuditAction.Activated, $"{pending.Label} is active; {rest}"),
        };
        if (isDead)
        {
            effects.Add(new UseNow());
        }

        return new RotationStep(
            state with
            {
                Active = pending with { ProvedAt = answered.At, RefusedAt = null, Since = answered.At },
                Pending = null,
                Fallback = fallback,
                TryAt = null,
                Unanswered = 0,
            },
            effects);
    }

    private RotationStep OnFallback(Credential state, SecretSlot fallback, Answered answered)
    {
        // While the active one works, this is an answer that took long: only a refusal says something.
        if (state.Active is { IsRefused: false } active)
        {
            return answered.Proof.Outcome == ProofOutcome.Refused && active.ProvedAt is not null
                ? new RotationStep(state with { Fallback = null }, [new Note(AuditAction.Retired, $"{fallback.Label} was refused, is dead and {Gone(fallback)}; {active.Label} stays active")])
                : new RotationStep(state, []);
        }

        switch (answered.Proof.Outcome)
        {
            case ProofOutcome.Accepted:
                var failed = state.Active!;
                return new RotationStep(
                    state with
                    {
                        Active = fallback with { ProvedAt = answered.At, RefusedAt = null, Since = answered.At },
                        Fallback = failed with { Since = answered.At },
                        TryAt = state.Pending is { IsRefused: false } ? answered.At : null,
                        Unanswered = 0,
                    },
                    [
                        new Note(AuditAction.Proved, $"{fallback.Label} was accepted: {answered.Proof.Words}"),
                        new Note(AuditAction.Activated, $"{fallback.Label}, the fallback, is active again; {failed.Label} was refused and is kept for {Words(Timings.FallbackFor)}"),
                        new UseNow(),
                    ]);
            case ProofOutcome.Unanswered:
                return Wait(state, fallback, answered);
            default:
                return new RotationStep(
                    state with { Fallback = fallback with { RefusedAt = answered.At }, TryAt = answered.At, Unanswered = 0 },
                    fallback.IsRefused ? [] : [new Note(AuditAction.Refused, $"{fallback.Label}, the fallback, was refused as well: {answered.Proof.Words}")]);
        }
    }

    private RotationStep Wait(Credential state, SecretSlot slot, Answered answered)
    {
        var pause = TimeSpan.FromTicks(Math.Min(Timings.FirstRetry.Ticks << Math.Min(state.Unanswered, 16), Timings.LongestRetry.Ticks));
        return new RotationStep(
            state with { Unanswered = state.Unanswered + 1, TryAt = answered.At + pause },
            state.Unanswered == 0 ? [new Note(AuditAction.Unanswered, $"{slot.Label} is not proved yet: {answered.Proof.Words}; tried again in {Words(pause)}, then less often")] : []);
    }
}
