namespace DialIn.Trunks;

/// <summary>
/// A moment by two clocks. The monotonic one stands still while a machine sleeps, the other one may be set; a lease of our own
/// has ended as soon as one of them says so, and one of others only by the first.
/// </summary>
/// <param name="Elapsed">Since some moment of this process, by the monotonic clock.</param>
/// <param name="Utc">The time of day.</param>
internal readonly record struct LeaseMoment(TimeSpan Elapsed, DateTimeOffset Utc)
{
    /// <summary>Whether so much time may have passed since <paramref name="earlier"/>.</summary>
    public bool MayBeAfter(LeaseMoment earlier, TimeSpan time) => Elapsed - earlier.Elapsed >= time || Utc - earlier.Utc >= time;

    /// <summary>Whether so much time has passed for certain.</summary>
    public bool IsAfter(LeaseMoment earlier, TimeSpan time) => Elapsed - earlier.Elapsed >= time;
}
