using System.Globalization;
using static DialIn.Secrets.RotationEffect;
using static DialIn.Secrets.RotationInput;

namespace DialIn.Secrets;

/// <summary>Changes a secret while it is in use: a function from state and input to state and effects.</summary>
/// <remarks>
/// <code>
///   Offered ──▶ Pending ──accepted──▶ Active ──next one accepted──▶ Fallback ──dead, or its time is over──▶ erased
///                  │ refused             ▲ │                           │
///                  ▼                     │ └── refused: Pending, then Fallback is tried; who is accepted is Active
///        stays, tried once more when  Imposed (without proof; the proof follows)
///        the active one is refused
/// </code>
/// The active secret was proved, or is the only one, or an operator imposed it. No secret is given up while the active one is
/// refused: a peer that refuses everybody for an hour must not cost the right one.
/// </remarks>
internal sealed partial record RotationMachine(RotationTimings Timings)
{
    /// <summary>Takes an input.</summary>
    public RotationStep On(Credential state, RotationInput input) => input switch
    {
        Offered when state.Active is null => Impose(state, input.At),
        Offered => Offer(state, input.At),
        Imposed => Impose(state, input.At),
        Forgotten => new RotationStep(
            state with { Active = null, Pending = null, Fallback = null, Unanswered = 0, TryAt = null },
            [new Note(AuditAction.Forgotten, "all stored secrets were erased; the configuration counts again"), new UseNow()]),
        Begun begun => Begin(state, begun.Version),
        Answered answered => Answer(state, answered),
        Elapsed => Retire(state, input.At),
        _ => new RotationStep(state, []),
    };

    /// <summary>The secret that should be proved next, or <see langword="null"/>.</summary>
    public static ProofAttempt? Due(Credential state) =>
        state.TryAt is { } at && Candidate(state) is { } slot ? new ProofAttempt(slot, at) : null;

    /// <summary>When <see cref="Elapsed"/> will change something, or <see langword="null"/>.</summary>
    public DateTimeOffset? RetiresAt(Credential state)
    {
        // Nothing is given up on the word of an active secret that is not known to work, unless nobody will ever ask for it.
        var isTrusted = state.Active is { IsRefused: false } active && (active.ProvedAt is not null || (state.TryAt is null && active.Version != SecretSlot.Configured));
        if (!isTrusted)
        {
            return null;
        }

        return new[] { state.Fallback?.Since, state.Pending is { IsRefused: true } parked ? parked.RefusedAt : null }.Min() + Timings.FallbackFor;
    }

    private static SecretSlot? Candidate(Credential state)
    {
        if (state.Active is { IsRefused: true } active)
        {
            // Each of the others once per refusal of the active one.
            return new[] { state.Pending, state.Fallback }.FirstOrDefault(slot => slot is not null && !(slot.RefusedAt >= active.RefusedAt));
        }

        return state switch
        {
            { Pending: { IsRefused: false } pending } => pending,
            { Active: { ProvedAt: null, Version: not SecretSlot.Configured } imposed } => imposed,
            _ => null,
        };
    }

    private static RotationStep Offer(Credential state, DateTimeOffset at)
    {
        var slot = NewSlot(state, at);
        var replaced = state.Pending is { } old ? $"; {old.Label} was not proved and is dropped" : "";
        return new RotationStep(
            state with { Pending = slot, LastVersion = slot.Version, Unanswered = 0, TryAt = at },
            [new Note(AuditAction.Offered, $"{slot.Label} waits for its proof; {state.Active!.Label} stays active{replaced}")]);
    }

    private static RotationStep Impose(Credential state, DateTimeOffset at)
    {
        var slot = NewSlot(state, at);
        // Of two old ones the one that was not refused.
        var fallback = state is { Active: { IsRefused: true } or null, Fallback: { IsRefused: false } } ? state.Fallback : state.Active ?? state.Fallback;
        var rest = fallback is null ? "it is the only one" : $"{fallback.Label} stays as fallback";
        return new RotationStep(
            state with { Active = slot, Pending = null, Fallback = fallback is null ? null : fallback with { Since = at }, LastVersion = slot.Version, Unanswered = 0, TryAt = at },
            [new Note(AuditAction.Imposed, $"{slot.Label} is active at once, its proof follows; {rest}"), new UseNow()]);
    }

    private static RotationStep Begin(Credential state, int version) =>
        state.Unanswered == 0 && state.Slots.FirstOrDefault(slot => slot.Version == version) is { RefusedAt: null } slot
            ? new RotationStep(state, [new Note(AuditAction.Proving, $"{slot.Label} is shown to the peer, beside the use of the active one")])
            : new RotationStep(state, []);

    private RotationStep Retire(Credential state, DateTimeOffset at)
    {
        if (!(RetiresAt(state) <= at))
        {
            return new RotationStep(state, []);
        }

        var next = state;
        var notes = new List<RotationEffect>();
        if (state.Fallback is { } fallback && fallback.Since + Timings.FallbackFor <= at)
        {
            next = next with { Fallback = null };
            notes.Add(new Note(AuditAction.Retired, $"{fallback.Label} was the fallback for {Words(Timings.FallbackFor)} and is {Gone(fallback)}; {state.Active!.Label} stays active"));
        }

        if (state.Pending is { IsRefused: true } parked && parked.RefusedAt + Timings.FallbackFor <= at)
        {
            next = next with { Pending = null };
            notes.Add(new Note(AuditAction.Retired, $"{parked.Label} was refused {Words(Timings.FallbackFor)} ago and is erased; {state.Active!.Label} stays active"));
        }

        return new RotationStep(next, notes);
    }

    private static SecretSlot NewSlot(Credential state, DateTimeOffset at) => new(state.LastVersion + 1, at, at);

    private static string Gone(SecretSlot slot) => slot.Version == SecretSlot.Configured ? "not used any more" : "erased";

    private static string Words(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} d"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
    };
}
