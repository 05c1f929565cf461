namespace DialIn.Meetings;

/// <summary>Whether a server's API answers.</summary>
internal enum ServerState
{
    /// <summary>Not asked yet.</summary>
    Unknown,

    /// <summary>It answered when it was asked last, or missed too few answers to matter.</summary>
    Reachable,

    /// <summary>It does not answer; its meetings are not offered.</summary>
    Unreachable,
}
