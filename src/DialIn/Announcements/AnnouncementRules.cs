namespace DialIn.Announcements;

/// <summary>What is announced on a server, and how patiently.</summary>
internal sealed record AnnouncementRules
{
    /// <summary>Whether each moderator gets a private chat.</summary>
    public bool ModeratorChat { get; init; }

    /// <summary>Whether a hint without the PIN goes into the public chat.</summary>
    public bool PublicHint { get; init; }

    /// <summary>Pause after the first failure; doubles with each.</summary>
    // One second: a Redis that is restarted is back by then.
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    // One minute: a moderator still waits for the PIN, and a server that is down for long is not asked more than that.
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a meeting that no poll lists is remembered.</summary>
    // One minute: longer than the directory believes in one that is not listed.
    public TimeSpan UnlistedFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The pause after so many attempts.</summary>
    public TimeSpan PauseAfter(int attempts)
    {
        const int doublings = 16;
        var pause = FirstPause * Math.Pow(2, Math.Min(attempts - 1, doublings));
        return pause < LongestPause ? pause : LongestPause;
    }
}
