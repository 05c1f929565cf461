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
