using System.Security.Cryptography;
using System.Text;

namespace DialIn.Simulator.Api;

/// <summary>The checksum that signs a call of the BBB API.</summary>
/// <remarks>BBB API: hex of hash(call name + query string without the checksum + secret); the length names the hash.</remarks>
internal static class ApiChecksum
{
    private const string Parameter = "checksum=";

    /// <summary>Says whether a call is signed with the secret.</summary>
    /// <param name="callName">Last part of the path, such as <c>getMeetings</c>.</param>
    /// <param name="rawQuery">The query string as it was sent, without the question mark.</param>
    /// <param name="secret">The shared secret.</param>
    public static bool IsValid(string callName, string rawQuery, string secret)
    {
        var unsigned = Strip(rawQuery, out var checksum);
        var expected = Compute(callName + unsigned + secret, checksum.Length);
        return expected is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(checksum.ToLowerInvariant()));
    }

    /// <summary>Signs a call.</summary>
    /// <param name="callName">Last part of the path.</param>
    /// <param name="query">The query string without a checksum.</param>
    /// <param name="secret">The shared secret.</param>
    /// <returns>The query string with a SHA-256 checksum at its end.</returns>
    public static string Sign(string callName, string query, string secret)
    {
        var checksum = Compute(callName + query + secret, 64);
        return query.Length == 0 ? Parameter + checksum : $"{query}&{Parameter}{checksum}";
    }

    private static string Strip(string rawQuery, out string checksum)
    {
        var parts = rawQuery.Split('&').ToList();
        var at = parts.FindLastIndex(part => part.StartsWith(Parameter, StringComparison.Ordinal));
        checksum = at < 0 ? "" : parts[at][Parameter.Length..];
        if (at >= 0)
        {
            parts.RemoveAt(at);
        }

        return string.Join('&', parts);
    }

#pragma warning disable CA5350 // BBB accepts SHA-1, and so do we.
    private static string? Compute(string text, int hexLength)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return hexLength switch
        {
            40 => Convert.ToHexStringLower(SHA1.HashData(bytes)),
            64 => Convert.ToHexStringLower(SHA256.HashData(bytes)),
            96 => Convert.ToHexStringLower(SHA384.HashData(bytes)),
            128 => Convert.ToHexStringLower(SHA512.HashData(bytes)),
            _ => null,
        };
    }
#pragma warning restore CA5350
}
