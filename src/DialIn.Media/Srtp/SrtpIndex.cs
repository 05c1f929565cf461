namespace DialIn.Media.Srtp;

/// <summary>A packet's index: 32 bits of rollover counter above 16 bits of sequence number. RFC 3711 §3.3.1.</summary>
internal static class SrtpIndex
{
    private const int Half = 0x8000;
    private const long Mask = 0xFFFF_FFFF_FFFF;

    public static long Of(uint rolloverCounter, ushort sequenceNumber) => ((long)rolloverCounter << 16) | sequenceNumber;

    public static uint RolloverCounter(long index) => (uint)(index >> 16);

    /// <summary>The index with this sequence number that lies closest to the highest one received.</summary>
    public static long Estimate(long highest, ushort sequenceNumber)
    {
        var (rolloverCounter, last) = (RolloverCounter(highest), (ushort)highest);
        var step = sequenceNumber - last;
        var wraps = last < Half ? (step > Half ? -1 : 0) : (-step > Half ? 1 : 0);
        return Of(unchecked((uint)(rolloverCounter + wraps)), sequenceNumber) & Mask;
    }
}
