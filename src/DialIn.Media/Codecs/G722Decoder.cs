namespace DialIn.Media.Codecs;

/// <summary>G.722 at 64 kbit/s, decoder: one octet becomes two samples at 16 kHz, the mirror of <see cref="G722Encoder"/>.</summary>
internal sealed class G722Decoder : IAudioDecoder
{
    private readonly G722LowerBand _lower = new();
    private readonly G722UpperBand _upper = new();
    private readonly G722DelayLine _output = new();

    public int Decode(ReadOnlySpan<byte> payload, Span<short> pcm)
    {
        var samples = CodecBuffers.Need(payload.Length * 2, pcm.Length);
        for (var i = 0; i < payload.Length; i++)
        {
            var low = _lower.Decode(payload[i] & 0x3F);
            var high = _upper.Decode(payload[i] >> 6);
            _output.Push(low + high, low - high);
            var (odd, even) = _output.Filter();
            pcm[2 * i] = Sample(odd);
            pcm[(2 * i) + 1] = Sample(even);
        }

        return samples;
    }

    private static short Sample(int sum) => (short)Math.Clamp(sum >> 11, short.MinValue, short.MaxValue);
}
