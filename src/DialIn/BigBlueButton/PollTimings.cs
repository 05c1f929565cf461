namespace DialIn.BigBlueButton;

/// <summary>How often a server is asked, and when it counts as unreachable.</summary>
internal sealed record PollTimings
{
    /// <summary>Pause between two questions when all is quiet.</summary>
    // Five seconds: what bbb-web answers without noticing; a caller who comes meanwhile causes a refresh of its own.
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause while somebody waits for a meeting to start, or after a failure.</summary>
    // One second: a waiting caller should hear the meeting as soon as those in it do.
    public TimeSpan UrgentInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one answer may take.</summary>
    // Four seconds: a busy server with thousands of users needs one or two.
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>So many failures in a row, and the server counts as unreachable.</summary>
    // Three: one is a restart of nginx, two are bad luck.
    public int FailuresUntilUnreachable { get; init; } = 3;

    /// <summary>So long without an answer, and the next failure counts at once.</summary>
    // Ten seconds: a server that hangs uses its time limit up each time, and three of those are too long to offer it to callers.
    public TimeSpan SilenceUntilUnreachable { get; init; } = TimeSpan.FromSeconds(10);
}
