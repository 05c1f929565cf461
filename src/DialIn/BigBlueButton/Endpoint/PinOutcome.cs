namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Whether a <c>create</c> was given a PIN, and why not. Each value is one of the metric's.</summary>
internal enum PinOutcome
{
    /// <summary>The message has number and PIN.</summary>
    Announced,

    /// <summary>A breakout room has none of its own.</summary>
    Breakout,

    /// <summary>There is no meetingID, or none that BBB would take.</summary>
    NoMeetingId,

    /// <summary>The parameters are where they cannot be changed: a multipart form.</summary>
    Unreadable,

    /// <summary>The URL would become too long, and the body holds presentations.</summary>
    TooLong,

    /// <summary>No PIN is free, and none could be made.</summary>
    PoolEmpty,

    /// <summary>The database does not answer, or what was asked of it failed.</summary>
    StoreUnavailable,

    /// <summary>The texts could not be made.</summary>
    NoText,
}
