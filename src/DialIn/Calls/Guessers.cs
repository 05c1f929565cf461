using DialIn.Pins;

namespace DialIn.Calls;

/// <summary>Under which names a call's wrong PINs are counted.</summary>
internal static class Guessers
{
    /// <summary>Of a call.</summary>
    /// <param name="facts">The call.</param>
    /// <param name="key">The operator's key, as for <see cref="Pseudonym"/>: whoever has only the table cannot find a number by trying all numbers.</param>
    public static Guesser Of(CallFacts facts, ReadOnlySpan<byte> key) =>
        new(facts.TrunkName, facts.Caller.IsWithheld ? null : CallerKey.For("guesser", facts.Caller, key));
}
