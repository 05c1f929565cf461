namespace DialIn.Calls;

/// <summary>
/// When a call began and was answered, as people read it; and how long that took, which does not follow the system's clock when
/// somebody sets that. It begins with the call. One thread.
/// </summary>
internal sealed class CallClock(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>When the INVITE came, UTC.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>When we answered, UTC; <see langword="null"/> if we did not.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>From the INVITE to our answer; <see langword="null"/> if there was none.</summary>
    public TimeSpan? TimeToAnswer { get; private set; }

    /// <summary>From the INVITE to now.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>We have answered.</summary>
    public void Answer() => (AnsweredAt, TimeToAnswer) = (time.GetUtcNow(), Elapsed);

    /// <summary>The answer came too late, and counts as none.</summary>
    public void TakeAnswerBack() => (AnsweredAt, TimeToAnswer) = (null, null);
}
