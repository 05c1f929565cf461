namespace DialIn.Trunks;

/// <summary>Section <c>DialIn:Trunks[]:Outgoing</c>: how a carrier at which nobody registers takes requests from us.</summary>
internal sealed class TrunkOutgoingOptions
{
    /// <summary>SIP URI of the carrier's server.</summary>
    // Unset: calls only come in, and most carriers that are known by their networks are never spoken to.
    public string? Target { get; set; }

    /// <summary>The user name that it asks for.</summary>
    public string? Username { get; set; }

    /// <summary>File of mode 0600 with the password as its first line.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The one realm in which the password is shown.</summary>
    // Unset: any realm then, but only on OPTIONS to the target.
    public string? Realm { get; set; }
}
