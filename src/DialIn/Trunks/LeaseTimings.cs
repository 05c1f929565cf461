namespace DialIn.Trunks;

/// <summary>The times of a lease, all parts of its duration.</summary>
/// <param name="Duration">How long a lease holds from the moment at which its holder asked for it, and how long another node must see it unchanged to take it.</param>
internal sealed record LeaseTimings(TimeSpan Duration)
{
    /// <summary>Often enough that one answer may be lost, or take long, and then some.</summary>
    public TimeSpan RenewEvery => Duration / 6;

    /// <summary>A node that waits looks this often: a lease that was let go is taken so soon.</summary>
    public TimeSpan LookEvery => Duration / 6 < TimeSpan.FromSeconds(2) ? Duration / 6 : TimeSpan.FromSeconds(2);

    /// <summary>A holder that cannot renew takes its binding back from this time on, as long as it may.</summary>
    public TimeSpan LeaveAfter => Duration * 5 / 6;

    /// <summary>From here on it sends nothing. What is left is for packets on their way, and for clocks that differ in speed.</summary>
    public TimeSpan SilentAfter => Duration * 11 / 12;
}
