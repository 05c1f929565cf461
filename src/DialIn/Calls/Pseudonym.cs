using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DialIn.Calls;

/// <summary>
/// What a conference server is told instead of the caller's number, and what a name may be made of: never anything that the
/// carrier sent. The name itself comes from <see cref="CallerNames"/>.
/// </summary>
/// <param name="Letters">Three letters, where nothing of the number may be shown, or there is none.</param>
/// <param name="Number">Fifteen digits: always the same for a caller, so that a ban works, and another one for everybody else.</param>
internal sealed record Pseudonym(string Letters, string Number)
{
    // E.164 gives country code 999 to nobody: no such number can be somebody's.
    private const string NumberPrefix = "999";
    private const ulong NumberSpace = 1_000_000_000_000;

    // Neither vowels, which make words, nor signs that are taken for one another.
    private const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ23456789";
    private const int LetterCount = 3;

    /// <summary>The pseudonym of a caller.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="callId">Our own id of the call: who withholds the number has a pseudonym for this call only.</param>
    /// <param name="key">The operator's key, see <see cref="IPseudonymKeyStore"/>. Without it a number could be found by trying all numbers.</param>
    public static Pseudonym For(CallerNumber caller, string callId, ReadOnlySpan<byte> key)
    {
        var identity = caller.IsWithheld ? $"call:{callId}" : $"number:{caller.Reveal()}";
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(identity), mac);

        var number = BinaryPrimitives.ReadUInt64BigEndian(mac) % NumberSpace;
        return new Pseudonym(LettersOf(mac[8..]), NumberPrefix + number.ToString("D12", CultureInfo.InvariantCulture));
    }

    private static string LettersOf(ReadOnlySpan<byte> mac)
    {
        Span<char> letters = stackalloc char[LetterCount];
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = Alphabet[mac[i] % Alphabet.Length];
        }

        return letters.ToString();
    }
}
