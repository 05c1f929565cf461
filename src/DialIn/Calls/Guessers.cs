using DialIn.Pins;

namespace DialIn.Calls;

/// <summary>Under which names a call's wrong PINs are counted.</summary>
internal static class Guessers
{
    /// <summary>Of a call.</summary>
    /// <param name="facts">The call.</param>
    /// <param name="key">The operator's key, as for <see cref="Pseudonym"/>: whoever has only the table cannot find a number by trying all numbers.</param>
    public static Guesser Of(CallFacts facts, ReadOnlySpan<byte> key) =>
        new(facts.TrunkName, facts.Caller.IsWithheld ? null : KeyOf(facts.Caller, key));

    /// <summary>Under which key the wrong PINs from a number are counted.</summary>
    public static string KeyOf(CallerNumber caller, ReadOnlySpan<byte> key) => CallerKey.For("guesser", caller, key);
}
