using System.Security.Cryptography;
using System.Text;

namespace DialIn.BigBlueButton;

/// <summary>The checksum that signs a BBB API call: hash of the call's name, the query string as it is sent, and the secret.</summary>
internal static class BbbChecksum
{
    /// <summary>Computes the checksum, in lower-case hex digits.</summary>
    /// <param name="callName">Name of the call, such as <c>getMeetings</c>; <c>hooks/create</c> keeps its slash.</param>
    /// <param name="query">The raw query string without <c>checksum</c> and without <c>?</c>; empty if there is none.</param>
    /// <param name="secret">The server's shared secret.</param>
    /// <param name="algorithm">Which hash.</param>
    public static string Compute(string callName, string query, string secret, ChecksumAlgorithm algorithm)
    {
        var signed = Encoding.UTF8.GetBytes(callName + query + secret);
        return Convert.ToHexStringLower(Hash(signed, algorithm));
    }

    /// <summary>A query string with its checksum at its end.</summary>
    public static string Sign(string callName, string query, string secret, ChecksumAlgorithm algorithm) =>
        $"{query}{(query.Length > 0 ? "&" : "")}checksum={Compute(callName, query, secret, algorithm)}";

    /// <summary>The algorithm whose checksums are as long as this one; <see langword="null"/> for none.</summary>
    public static ChecksumAlgorithm? AlgorithmOf(string checksum) => checksum.Length switch
    {
        40 => ChecksumAlgorithm.Sha1,
        64 => ChecksumAlgorithm.Sha256,
        96 => ChecksumAlgorithm.Sha384,
        128 => ChecksumAlgorithm.Sha512,
        _ => null,
    };

    /// <summary>Whether a checksum that somebody showed, in any case, is the right one. The time it takes tells nothing of how much of it is.</summary>
    /// <param name="shown">The checksum.</param>
    /// <param name="callName">As in <see cref="Compute"/>.</param>
    /// <param name="query">As in <see cref="Compute"/>.</param>
    /// <param name="secret">As in <see cref="Compute"/>.</param>
    /// <param name="algorithm">As in <see cref="Compute"/>.</param>
    public static bool Matches(string shown, string callName, string query, string secret, ChecksumAlgorithm algorithm) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Compute(callName, query, secret, algorithm)), Encoding.UTF8.GetBytes(shown.ToLowerInvariant()));

    private static byte[] Hash(byte[] signed, ChecksumAlgorithm algorithm) => algorithm switch
    {
        // BBB API: checksum. SHA-1 is what old servers speak; it is not our choice, and an operator has to ask for it.
        ChecksumAlgorithm.Sha1 => SHA1.HashData(signed),
        ChecksumAlgorithm.Sha256 => SHA256.HashData(signed),
        ChecksumAlgorithm.Sha384 => SHA384.HashData(signed),
        ChecksumAlgorithm.Sha512 => SHA512.HashData(signed),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };
}
