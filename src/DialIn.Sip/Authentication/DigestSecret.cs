namespace DialIn.Sip.Authentication;

/// <summary>What a server keeps of a user's password: one hash for each algorithm. Still a secret of this realm; never printed.</summary>
public sealed class DigestSecret
{
    private readonly string _md5;
    private readonly string _sha256;

    private DigestSecret(string md5, string sha256) => (_md5, _sha256) = (md5, sha256);

    /// <summary>The hashes for a password, which is not kept.</summary>
    public static DigestSecret For(string username, string realm, string password) => new(
        DigestComputation.UserHash(DigestComputation.Md5, username, realm, password),
        DigestComputation.UserHash(DigestComputation.Sha256, username, realm, password));

    /// <summary>Never the secret.</summary>
    public override string ToString() => "****";

    internal string Hash(string? algorithm) =>
        string.Equals(algorithm, DigestComputation.Sha256, StringComparison.OrdinalIgnoreCase) ? _sha256 : _md5;
}
