namespace DialIn.Media.Rtcp;

/// <summary>
/// Time as RTCP has it. RFC 3550 §4 lets a sender count from the beginning of the session, and so we do: no peer learns the
/// machine's clock or how long it runs, and only differences are ever taken.
/// </summary>
internal static class NtpTime
{
    private const double PerSecond = 65536;

    /// <summary>Seconds in the upper half, their fraction in the lower.</summary>
    public static ulong From(TimeSpan time) => (ulong)((UInt128)(ulong)Math.Max(0, time.Ticks) * (UInt128.One << 32) / (ulong)TimeSpan.TicksPerSecond);

    /// <summary>The middle 32 bits, in 65536ths of a second. RFC 3550 §4.</summary>
    public static uint Compact(ulong timestamp) => (uint)(timestamp >> 16);

    /// <summary>A duration in 65536ths of a second.</summary>
    public static uint CompactDuration(TimeSpan duration) => (uint)Math.Clamp(duration.TotalSeconds * PerSecond, 0, uint.MaxValue);

    /// <summary>A duration in 65536ths of a second, as a time.</summary>
    public static TimeSpan ToTimeSpan(uint compact) => TimeSpan.FromSeconds(compact / PerSecond);
}
