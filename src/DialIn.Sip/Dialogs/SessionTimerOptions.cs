namespace DialIn.Sip.Dialogs;

/// <summary>What we wish of session timers.</summary>
public sealed record SessionTimerOptions
{
    /// <summary>RFC 4028 §4: no interval is shorter, so that refreshes do not become a load.</summary>
    public static TimeSpan ShortestMinimum { get; } = TimeSpan.FromSeconds(90);

    /// <summary>The interval that we ask for, or add where the peer understands timers and names none; zero asks for none.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The shortest interval that we agree to; a shorter one is answered with 422.</summary>
    public TimeSpan Minimum { get; init; } = ShortestMinimum;

    /// <summary>
    /// Whether a session that the peer should have refreshed and did not ends at once. Otherwise we refresh it ourselves, and
    /// it ends only if the peer does not answer.
    /// </summary>
    public bool EndUnrefreshed { get; init; }
}
