namespace DialIn.BigBlueButton;

/// <summary>A line of the log that strangers can bring about as often as they like, and that is written once in a while. Thread-safe.</summary>
/// <param name="time">Where time comes from.</param>
/// <param name="every">How long nothing is written after each.</param>
internal sealed class RareLine(TimeProvider time, TimeSpan every)
{
    // 0: not yet.
    private long _writtenAt;

    /// <summary>Whether to write it now; whoever is told so writes it.</summary>
    public bool IsDue()
    {
        var last = Interlocked.Read(ref _writtenAt);
        return (last == 0 || time.GetElapsedTime(last) >= every)
            && Interlocked.CompareExchange(ref _writtenAt, Math.Max(1, time.GetTimestamp()), last) == last;
    }
}
