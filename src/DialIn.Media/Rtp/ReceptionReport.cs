namespace DialIn.Media.Rtp;

/// <summary>How well a source was received, at one moment. RFC 3550 §6.4.1.</summary>
/// <param name="Received">Packets of the source, duplicates included.</param>
/// <param name="ExtendedHighestSequenceNumber">The highest sequence number; wraps in the upper 16 bits.</param>
/// <param name="CumulativeLost">Packets expected less packets received, within 24 bits with sign.</param>
/// <param name="InterarrivalJitter">Smoothed deviation of the spacing, in ticks of the RTP clock.</param>
/// <param name="ClockRate">Ticks of the RTP clock in a second.</param>
public sealed record ReceptionReport(uint Received, uint ExtendedHighestSequenceNumber, int CumulativeLost, uint InterarrivalJitter, int ClockRate)
{
    /// <summary>The jitter as a duration.</summary>
    public TimeSpan Jitter => TimeSpan.FromSeconds((double)InterarrivalJitter / ClockRate);
}
