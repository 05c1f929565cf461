namespace DialIn.Trunks;

/// <summary>Section <c>DialIn:Trunks[]:Authentication</c>: the carrier proves with a password who it is, by digest.</summary>
internal sealed class TrunkAuthenticationOptions
{
    /// <summary>The user name that the carrier shows; each once among all trunks. Unset: it is not asked.</summary>
    // Unset: carriers in Europe are known by their networks.
    public string? Username { get; set; }

    /// <summary>File of mode 0600 with the password as its first line. Without it nobody can call through the trunk.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Which algorithms the carrier is offered.</summary>
    // Both: RFC 8760 §2.4. Equipment of before 2020 may give up at the first challenge that it does not know; then MD5 alone.
    public OfferedDigests Algorithms { get; set; } = OfferedDigests.Sha256AndMd5;
}
