using System.Security.Cryptography;

namespace DialIn.Sip.Messages;

/// <summary>Identifiers that nobody can guess and that say nothing about this machine.</summary>
public static class Identifiers
{
    /// <summary>A transaction's identifier with 128 random bits, RFC 3261 §8.1.1.7.</summary>
    public static string NewBranch() => Via.MagicCookie + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>A tag with 64 random bits; RFC 3261 §19.3 asks for at least 32.</summary>
    public static string NewTag() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>A Call-ID with 128 random bits and no host name, RFC 3261 §8.1.1.4.</summary>
    public static string NewCallId() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
