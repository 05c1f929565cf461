namespace DialIn.Media.Relay;

/// <summary>
/// When the next frames are due: absolute deadlines 20 ms apart, so that lateness never adds up. Short lateness is caught up
/// with; after a stall the missed deadlines are skipped, because a burst would only overrun the peer's jitter buffer.
/// </summary>
/// <param name="Next">The next deadline, on the loop's clock.</param>
internal record struct PlayoutSchedule(TimeSpan Next)
{
    /// <summary>The time between two frames.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    /// <summary>Lateness above this is a stall.</summary>
    public static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(60);

    /// <summary>Takes a frame that is due. Called again until it returns false.</summary>
    /// <param name="now">The loop's clock.</param>
    /// <param name="due">The deadline of the frame: a whole number of periods after the one before it.</param>
    public bool TryTake(TimeSpan now, out TimeSpan due)
    {
        due = Next;
        if (now < Next)
        {
            return false;
        }

        if (now - Next > Stall)
        {
            due += TimeSpan.FromTicks((now - Next).Ticks / Period.Ticks * Period.Ticks);
        }

        Next = due + Period;
        return true;
    }
}
