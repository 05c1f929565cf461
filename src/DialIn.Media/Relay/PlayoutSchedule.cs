namespace DialIn.Media.Relay;

/// <summary>
/// When the next frames are due: absolute deadlines 20 ms apart, or a multiple of it, so that lateness never adds up. Short lateness is caught up
/// with; after a stall the missed deadlines are skipped, because a burst would only overrun the peer's jitter buffer.
/// </summary>
/// <param name="Next">The next deadline, on the loop's clock.</param>
/// <param name="Frames">How many frames the deadlines are apart.</param>
internal record struct PlayoutSchedule(TimeSpan Next, int Frames = 1)
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

        var step = Period * Frames;
        if (now - Next > Stall)
        {
            due += TimeSpan.FromTicks((now - Next).Ticks / step.Ticks * step.Ticks);
        }

        Next = due + step;
        return true;
    }
}
