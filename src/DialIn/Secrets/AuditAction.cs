namespace DialIn.Secrets;

/// <summary>What an audit record is about.</summary>
internal enum AuditAction
{
    /// <summary>A new secret came, and waits for its proof.</summary>
    Offered,

    /// <summary>A new secret came, and is used at once.</summary>
    Imposed,

    /// <summary>An attempt to prove a secret begins.</summary>
    Proving,

    /// <summary>The peer did not answer.</summary>
    Unanswered,

    /// <summary>The peer refused a secret.</summary>
    Refused,

    /// <summary>The peer accepted a secret.</summary>
    Proved,

    /// <summary>Another secret is active now.</summary>
    Activated,

    /// <summary>An old secret is gone.</summary>
    Retired,

    /// <summary>All that was stored is gone.</summary>
    Forgotten,

    /// <summary>A secret could not be opened.</summary>
    Unreadable,

    /// <summary>The secrets are encrypted with another key.</summary>
    Rekeyed,

    /// <summary>A token of the HTTP interface was made.</summary>
    TokenCreated,

    /// <summary>A token of the HTTP interface was revoked.</summary>
    TokenRevoked,

    /// <summary>All that was stored of a caller was erased. Whose number it was is not said.</summary>
    CallerErased,
}
