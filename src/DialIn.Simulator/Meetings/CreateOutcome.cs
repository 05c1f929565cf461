namespace DialIn.Simulator.Meetings;

/// <summary>What came of a wish for a meeting.</summary>
internal enum CreateOutcome
{
    /// <summary>A new meeting.</summary>
    Created,

    /// <summary>It was there already, and stays as it was.</summary>
    Existing,

    /// <summary>Another meeting has this id, with other passwords.</summary>
    IdTaken,

    /// <summary>The meeting whose breakout room it would be is not there.</summary>
    ParentMissing,

    /// <summary>Another meeting has this voice bridge.</summary>
    VoiceBridgeTaken,
}
