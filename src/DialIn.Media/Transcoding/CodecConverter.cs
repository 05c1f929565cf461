using DialIn.Media.Codecs;

namespace DialIn.Media.Transcoding;

/// <summary>
/// From one codec to another, for one direction of one call. Between two different codecs of the bridge there is always one at
/// 8 kHz, so losses are concealed there. Every codec has a byte for each tick of the timestamp: what comes out is as long as
/// what goes in. Allocates nothing after its making.
/// <code>
///   payload ─▶ decode ─▶ (16 to 8 kHz) ─▶ conceal losses ─▶ (8 to 16 kHz) ─▶ encode ─▶ payload
/// </code>
/// </summary>
internal sealed class CodecConverter
{
    /// <summary>The longest payload, in bytes.</summary>
    public const int Longest = 1500;

    private readonly IAudioDecoder _decoder;
    private readonly IAudioEncoder _encoder;
    private readonly LossConcealment _concealment = new();
    private readonly RateHalver? _halver;
    private readonly RateDoubler? _doubler;
    private readonly short[] _narrow = new short[Longest];
    private readonly short[] _wide = [];

    public CodecConverter(AudioCodec from, AudioCodec to)
    {
        (From, To) = (from, to);
        (_decoder, _encoder) = (from.CreateDecoder(), to.CreateEncoder());
        _halver = from.SampleRate > Narrow ? new RateHalver() : null;
        _doubler = to.SampleRate > Narrow ? new RateDoubler() : null;
        if (_halver is not null || _doubler is not null)
        {
            _wide = new short[2 * Longest];
        }
    }

    /// <summary>What comes in.</summary>
    public AudioCodec From { get; }

    /// <summary>What goes out.</summary>
    public AudioCodec To { get; }

    private static int Narrow => AudioCodec.Pcma.SampleRate;

    /// <summary>Converts a payload.</summary>
    /// <param name="payload">At most <see cref="Longest"/> bytes.</param>
    /// <param name="output">Takes as many bytes.</param>
    public void Convert(ReadOnlySpan<byte> payload, Span<byte> output)
    {
        var narrow = _narrow.AsSpan(0, payload.Length);
        if (_halver is null)
        {
            _decoder.Decode(payload, narrow);
        }
        else
        {
            var wide = _wide.AsSpan(0, 2 * payload.Length);
            _decoder.Decode(payload, wide);
            _halver.Convert(wide, narrow);
        }

        _concealment.Take(narrow, narrow);
        Encode(narrow, output);
    }

    /// <summary>Makes a payload for what was lost.</summary>
    /// <param name="output">As long as what was lost.</param>
    public void Conceal(Span<byte> output)
    {
        var narrow = _narrow.AsSpan(0, output.Length);
        _concealment.Conceal(narrow);
        Encode(narrow, output);
    }

    private void Encode(ReadOnlySpan<short> narrow, Span<byte> output)
    {
        if (_doubler is null)
        {
            _encoder.Encode(narrow, output);
            return;
        }

        var wide = _wide.AsSpan(0, 2 * narrow.Length);
        _doubler.Convert(narrow, wide);
        _encoder.Encode(wide, output);
    }
}
