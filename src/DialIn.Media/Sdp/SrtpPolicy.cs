namespace DialIn.Media.Sdp;

/// <summary>Whether the audio of a peer is encrypted.</summary>
public enum SrtpPolicy
{
    /// <summary>Never: an offer of encryption alone is refused.</summary>
    Off,

    /// <summary>What the peer offers.</summary>
    Allowed,

    /// <summary>Always: an offer without it is refused.</summary>
    Required,
}
