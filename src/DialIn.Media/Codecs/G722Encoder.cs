namespace DialIn.Media.Codecs;

/// <summary>
/// G.722 at 64 kbit/s, encoder: two samples at 16 kHz become one octet.
/// <code>
///                      ┌─▶ low  ─▶ G722LowerBand ─▶ six bits ─┐
///   2 samples ─▶ QMF ──┤                                      ├─▶ hh llllll
///                      └─▶ high ─▶ G722UpperBand ─▶ two bits ─┘
/// </code>
/// </summary>
internal sealed class G722Encoder : IAudioEncoder
{
    private readonly G722LowerBand _lower = new();
    private readonly G722UpperBand _upper = new();
    private readonly G722DelayLine _input = new();

    public int Encode(ReadOnlySpan<short> pcm, Span<byte> payload)
    {
        if (pcm.Length % 2 != 0)
        {
            throw new ArgumentException("G.722 encodes pairs of samples.", nameof(pcm));
        }

        var octets = CodecBuffers.Need(pcm.Length / 2, payload.Length);
        for (var i = 0; i < octets; i++)
        {
            _input.Push(pcm[2 * i], pcm[(2 * i) + 1]);
            var (odd, even) = _input.Filter();
            var low = (even + odd) >> 14;
            var high = (even - odd) >> 14;
            payload[i] = (byte)((_upper.Encode(high) << 6) | _lower.Encode(low));
        }

        return octets;
    }
}
