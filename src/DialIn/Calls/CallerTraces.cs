using DialIn.Pins;

namespace DialIn.Calls;

/// <summary>All under which something may be stored of one caller. The number itself is not among it.</summary>
/// <param name="NameKey">Key of the name that a front end has given.</param>
/// <param name="FailureSubject">Subject of the count of wrong PINs.</param>
/// <param name="MaskedNumbers">What call records show: the mask of the number as a whole, and as a carrier may send it without country code.</param>
internal sealed record CallerTraces(string NameKey, string FailureSubject, IReadOnlyList<string> MaskedNumbers)
{
    /// <summary>Of a number.</summary>
    /// <param name="caller">International, see <see cref="CallerNumber.IsInternational"/>.</param>
    /// <param name="key">See <see cref="IPseudonymKeyStore"/>.</param>
    public static CallerTraces Of(CallerNumber caller, ReadOnlySpan<byte> key) => new(
        CallerNames.KeyOf(caller, key),
        new Guesser("", Guessers.KeyOf(caller, key)).CallerSubject!,
        [caller.ToString(), $"…{caller.LastDigits}"]);
}
