using System.Security.Cryptography;
using System.Text;
using DialIn.Pins;

namespace DialIn.Calls;

/// <summary>Under which names a call's wrong PINs are counted.</summary>
internal static class Guessers
{
    private const int HashBytes = 16;

    /// <summary>Of a call.</summary>
    /// <param name="facts">The call.</param>
    /// <param name="key">The operator's key, as for <see cref="Pseudonym"/>: whoever has only the table cannot find a number by trying all numbers.</param>
    public static Guesser Of(CallFacts facts, ReadOnlySpan<byte> key) =>
        new(facts.Trunk.Split('/')[0], facts.Caller.IsWithheld ? null : HashOf(facts.Caller, key));

    private static string HashOf(CallerNumber caller, ReadOnlySpan<byte> key)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        // Another word before the number than in the pseudonym: nobody who sees one of the two knows the other.
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"guesser:{caller.Reveal()}"), mac);
        return Convert.ToHexStringLower(mac[..HashBytes]);
    }
}
