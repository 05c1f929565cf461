using DialIn.Trunks;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>Trunks[].ProofCalls</c>.</summary>
internal static class ProofCallRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Checks all trunks.</summary>
    public static void Check(DialInOptions options, FaultList faults)
    {
        for (var index = 0; index < options.Trunks.Count; index++)
        {
            Check(options.Trunks[index], index, options.PhoneNumbers, faults);
        }
    }

    private static void Check(TrunkOptions trunk, int index, IReadOnlyList<PhoneNumberOptions> numbers, FaultList faults)
    {
        var proof = trunk.ProofCalls;
        var every = OptionsRules.Key($"Trunks:{index}:ProofCalls:Every");
        if (proof.Every is { } pause && (pause < Shortest || pause > Longest))
        {
            faults.Add(every, Duration.Format(pause), $"must be {Duration.Format(Shortest)} to {Duration.Format(Longest)}");
        }

        if (proof.Number is { } number && numbers.All(own => own.Number != number))
        {
            faults.Add(OptionsRules.Key($"Trunks:{index}:ProofCalls:Number"), number, "must be one of PhoneNumbers, written as there; DialIn calls no other");
        }

        if (proof is { Every: not null, Loop: false } && trunk is { Mode: TrunkMode.Static, Outgoing.Target: null })
        {
            faults.Add(every, Duration.Format(proof.Every.Value), "needs to know where the carrier takes calls from us: set Outgoing:Target, or ProofCalls:Loop for calls that stay inside");
        }
    }
}
