namespace DialIn.Media.Codecs;

/// <summary>
/// The companding laws of ITU-T G.711, by table. Both cut the amplitude into eight segments, each twice as coarse as the one
/// below; a code is a sign, three bits of segment and four bits within the segment.
/// <code>
///   A-law   code ^ 0x55:  S seg seg seg  q q q q      S = 1 is positive
///   µ-law   ~code:        S seg seg seg  q q q q      S = 1 is negative; 33 is added to the amplitude before
/// </code>
/// </summary>
public static class G711
{
    private const int SignBit = 0x80;
    private const int ALawToggle = 0x55;
    private const int MuLawBias = 33;
    private const int ALawShift = 4;
    private const int MuLawShift = 2;
    private const int MuLawMaximum = 0x1FFF;

    private static readonly short[] ALawDecoded = Table(ExpandALaw);
    private static readonly short[] MuLawDecoded = Table(ExpandMuLaw);

    // One entry per sample that the law can tell apart: the finest steps are 16 and 4 of a 16-bit sample, below zero as above.
    private static readonly byte[] ALawEncoded = Table(ALawShift, CompressALaw);
    private static readonly byte[] MuLawEncoded = Table(MuLawShift, CompressMuLaw);

    /// <summary>The A-law code of a 16-bit sample.</summary>
    public static byte EncodeALaw(short sample) => ALawEncoded[(ushort)sample >> ALawShift];

    /// <summary>The 16-bit sample of an A-law code: the middle of its interval.</summary>
    public static short DecodeALaw(byte code) => ALawDecoded[code];

    /// <summary>The µ-law code of a 16-bit sample.</summary>
    public static byte EncodeMuLaw(short sample) => MuLawEncoded[(ushort)sample >> MuLawShift];

    /// <summary>The 16-bit sample of a µ-law code: the middle of its interval.</summary>
    public static short DecodeMuLaw(byte code) => MuLawDecoded[code];

    private static byte CompressALaw(int sample)
    {
        var amplitude = Magnitude(sample) >> ALawShift;
        var segment = amplitude < 16 ? 0 : 28 - int.LeadingZeroCount(amplitude);
        var steps = (amplitude >> Math.Max(segment - 1, 0)) & 0x0F;
        return (byte)(((sample < 0 ? 0 : SignBit) | (segment << 4) | steps) ^ ALawToggle);
    }

    private static short ExpandALaw(int code)
    {
        code ^= ALawToggle;
        var segment = (code >> 4) & 0x07;
        var steps = ((code & 0x0F) << 4) + 8;
        var amplitude = segment == 0 ? steps : (steps + 0x100) << (segment - 1);
        return (short)((code & SignBit) != 0 ? amplitude : -amplitude);
    }

    private static byte CompressMuLaw(int sample)
    {
        var amplitude = Math.Min((Magnitude(sample) >> MuLawShift) + MuLawBias, MuLawMaximum);
        var segment = 26 - int.LeadingZeroCount(amplitude);
        var steps = (amplitude >> (segment + 1)) & 0x0F;
        return (byte)~((sample < 0 ? SignBit : 0) | (segment << 4) | steps);
    }

    private static short ExpandMuLaw(int code)
    {
        code = ~code;
        var segment = (code >> 4) & 0x07;
        var amplitude = (((((code & 0x0F) << 1) + MuLawBias) << segment) - MuLawBias) << MuLawShift;
        return (short)((code & SignBit) != 0 ? -amplitude : amplitude);
    }

    // The one's complement makes the negative half the mirror of the positive: -1 lies in the same interval as 0.
    private static int Magnitude(int sample) => sample < 0 ? ~sample : sample;

    private static short[] Table(Func<int, short> expand) => [.. Enumerable.Range(0, 256).Select(expand)];

    private static byte[] Table(int shift, Func<int, byte> compress) =>
        [.. Enumerable.Range(0, 0x10000 >> shift).Select(index => compress((short)(index << shift)))];
}
