namespace DialIn.Media.Rtp;

/// <summary>
/// What a receiver reports of a source: loss and jitter. RFC 3550 §6.4.1. A new SSRC starts a new source. Not thread-safe:
/// its owner is the loop thread of the leg.
/// </summary>
/// <param name="clockRate">Ticks of the RTP timestamp in a second.</param>
public sealed class ReceptionStatistics(int clockRate)
{
    // A count of lost packets has 24 bits with sign on the wire.
    private const int MostLost = 0x7FFFFF;
    private const int FewestLost = -0x800000;

    private SequenceTracker _sequence;
    private uint? _ssrc;
    private uint _transit;
    private bool _hasTransit;
    private uint _jitterTimes16;
    private uint _expectedBefore;
    private uint _receivedBefore;

    /// <summary>The source, or null before its first packet.</summary>
    public uint? Ssrc => _ssrc;

    /// <summary>Whether the source has passed its probation. RFC 3550 §A.1.</summary>
    public bool IsValid => _sequence.IsValid;

    /// <summary>Packets of the source since it became valid, duplicates included.</summary>
    public uint Received => _sequence.Received;

    /// <summary>The highest sequence number seen; its wraps are counted in the upper 16 bits.</summary>
    public uint ExtendedHighestSequenceNumber => _sequence.ExtendedHighest;

    /// <summary>Packets expected less packets received; negative when duplicates outnumber losses. RFC 3550 §A.3.</summary>
    public int CumulativeLost => (int)Math.Clamp((long)_sequence.Expected - _sequence.Received, FewestLost, MostLost);

    /// <summary>The smoothed deviation of the packets' spacing, in ticks of the RTP clock. RFC 3550 §A.8.</summary>
    public uint InterarrivalJitter => _jitterTimes16 >> 4;

    /// <summary>Takes one packet.</summary>
    /// <param name="ssrc">Its source.</param>
    /// <param name="sequenceNumber">Its number.</param>
    /// <param name="timestamp">Its RTP timestamp.</param>
    /// <param name="arrival">When it came, on any monotonic clock.</param>
    /// <param name="isTimed">Whether the timestamp is that of its sending: a telephone-event holds the one at which the key was pressed (RFC 4733 §2.5.1.2), so it tells nothing of jitter.</param>
    /// <returns>Whether it counts: not while the source is in probation, nor for a jump that no second packet confirms.</returns>
    public bool Receive(uint ssrc, ushort sequenceNumber, uint timestamp, TimeSpan arrival, bool isTimed = true)
    {
        if (ssrc != _ssrc)
        {
            (_ssrc, _sequence, _hasTransit, _jitterTimes16, _expectedBefore, _receivedBefore) = (ssrc, default, false, 0, 0, 0);
        }

        if (!_sequence.Receive(sequenceNumber))
        {
            return false;
        }

        if (isTimed)
        {
            UpdateJitter(timestamp, arrival);
        }

        return true;
    }

    /// <summary>The share of packets lost since the last call, in 256ths; 0 when duplicates hide the loss. RFC 3550 §A.3.</summary>
    public byte TakeFractionLost()
    {
        var (expected, received) = (_sequence.Expected - _expectedBefore, Received - _receivedBefore);
        (_expectedBefore, _receivedBefore) = (_sequence.Expected, Received);

        var lost = (long)expected - received;
        return expected == 0 || lost <= 0 ? (byte)0 : (byte)Math.Min((lost << 8) / expected, byte.MaxValue);
    }

    /// <summary>The figures of this moment as a plain record.</summary>
    public ReceptionReport Snapshot() => new(Received, ExtendedHighestSequenceNumber, CumulativeLost, InterarrivalJitter, clockRate);

    // RFC 3550 §A.8: all in unsigned 32-bit arithmetic, so that clocks may wrap; the estimate is kept times 16 against rounding.
    private void UpdateJitter(uint timestamp, TimeSpan arrival)
    {
        var transit = unchecked((uint)(arrival.Ticks * clockRate / TimeSpan.TicksPerSecond) - timestamp);
        if (_hasTransit)
        {
            var difference = unchecked((int)(transit - _transit));
            var distance = (uint)Math.Abs((long)difference);
            _jitterTimes16 = unchecked(_jitterTimes16 + distance - ((_jitterTimes16 + 8) >> 4));
        }

        (_transit, _hasTransit) = (transit, true);
    }
}
