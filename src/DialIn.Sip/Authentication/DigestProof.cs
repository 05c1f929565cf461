namespace DialIn.Sip.Authentication;

/// <summary>How much the credentials of a request prove.</summary>
public enum DigestProof
{
    /// <summary>There are none for our realm.</summary>
    None,

    /// <summary>They are wrong, or not in a form that proves anything.</summary>
    Wrong,

    /// <summary>They are right, but the nonce is too old, not ours, or was used with this count before: the client may try again with a new one.</summary>
    Stale,

    /// <summary>They are right, and fresh.</summary>
    Right,
}
