using DialIn.Secrets;

namespace DialIn.Tests.Secrets;

/// <summary>One credential on its way, step by step in virtual time; keeps what was noted.</summary>
internal sealed class RotationScript(bool isConfigured = true)
{
    public Credential State { get; private set; } = Credential.Unstored(Machines.Name, isConfigured, Machines.Noon);

    public DateTimeOffset Now { get; private set; } = Machines.Noon;

    public List<RotationEffect> Effects { get; } = [];

    public IEnumerable<AuditAction> Actions => Effects.OfType<RotationEffect.Note>().Select(static note => note.Action);

    public IEnumerable<string> Words => Effects.OfType<RotationEffect.Note>().Select(static note => note.Outcome);

    public bool WasUsedNow => Effects.OfType<RotationEffect.UseNow>().Any();

    /// <summary>Active, pending, fallback; null where there is none.</summary>
    public (int? Active, int? Pending, int? Fallback) Versions => (State.Active?.Version, State.Pending?.Version, State.Fallback?.Version);

    public int? Due => RotationMachine.Due(State) is { } due && due.At <= Now ? due.Slot.Version : null;

    public RotationScript Offer() => On(new RotationInput.Offered(Now));

    public RotationScript Impose() => On(new RotationInput.Imposed(Now));

    public RotationScript Forget() => On(new RotationInput.Forgotten(Now));

    public RotationScript Begin(int version) => On(new RotationInput.Begun(Now, version));

    public RotationScript Answer(int version, Proof proof) => On(new RotationInput.Answered(Now, version, proof));

    public RotationScript Pass(TimeSpan time)
    {
        Now += time;
        return On(new RotationInput.Elapsed(Now));
    }

    /// <summary>Forgets the effects so far.</summary>
    public RotationScript Then()
    {
        Effects.Clear();
        return this;
    }

    private RotationScript On(RotationInput input)
    {
        var step = Machines.Usual.On(State, input);
        State = step.Next;
        Effects.AddRange(step.Effects);
        return this;
    }
}
