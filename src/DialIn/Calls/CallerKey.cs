using System.Security.Cryptography;
using System.Text;

namespace DialIn.Calls;

/// <summary>What is stored instead of a caller's number: a keyed hash, from which nobody finds the number without the operator's key.</summary>
internal static class CallerKey
{
    private const int HashBytes = 16;

    /// <summary>The hash, 32 hexadecimal digits.</summary>
    /// <param name="purpose">Another word for each use: nobody who sees the hash of one use knows that of another.</param>
    /// <param name="caller">The number.</param>
    /// <param name="key">See <see cref="IPseudonymKeyStore"/>.</param>
    /// <exception cref="InvalidOperationException">The number is withheld.</exception>
    public static string For(string purpose, CallerNumber caller, ReadOnlySpan<byte> key)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{purpose}:{caller.Reveal()}"), mac);
        return Convert.ToHexStringLower(mac[..HashBytes]);
    }
}
