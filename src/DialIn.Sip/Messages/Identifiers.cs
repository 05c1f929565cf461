using System.Security.Cryptography;
using System.Text;

namespace DialIn.Sip.Messages;

/// <summary>Identifiers that nobody can guess and that say nothing about this machine.</summary>
public static class Identifiers
{
    // In all branches of this process. Whoever sends it has seen a request of ours, and strangers cannot guess it.
    private static readonly string BranchMark = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private static readonly byte[] BranchMarkBytes = Encoding.ASCII.GetBytes(BranchMark);

    /// <summary>A transaction's identifier with 96 random bits after the mark of this process, RFC 3261 §8.1.1.7.</summary>
    public static string NewBranch() => Via.MagicCookie + BranchMark + RandomNumberGenerator.GetHexString(24, lowercase: true);

    /// <summary>Whether a branch of ours is anywhere in these bytes: told without reading them as a message.</summary>
    public static bool HoldsOurBranch(ReadOnlySpan<byte> bytes) => bytes.IndexOf(BranchMarkBytes) >= 0;

    /// <summary>A tag with 64 random bits; RFC 3261 §19.3 asks for at least 32.</summary>
    public static string NewTag() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>A Call-ID with 128 random bits and no host name, RFC 3261 §8.1.1.4.</summary>
    public static string NewCallId() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
