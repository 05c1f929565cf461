using DialIn.Media.Codecs;

namespace DialIn.Media.Transcoding;

/// <summary>
/// The noise that a peer with silence suppression describes instead of sending it, made for a far end that knows no comfort
/// noise: a line on which nothing comes sounds dead. RFC 3389 §3. The spectrum is left out; a soft hiss will do. Allocates nothing
/// once begun.
/// </summary>
internal sealed class ComfortNoise
{
    // RFC 3389 §3.1: the level is in the seven low bits, below the overload of 16-bit samples.
    private const int LevelBits = 0x7F;

    // No room is louder than this when nobody speaks; what is described as such is a mistake or mischief.
    private const int Loudest = 30;

    // A hiss without its sharpest part; the gain makes up for what that takes away, and for the power of equally likely values.
    private const float Softness = 0.5f;
    private static readonly float Gain = MathF.Sqrt(3 * (2 - Softness) / Softness);

    // RFC 3389 §3: the level, and a byte for each coefficient; more of them than this nobody needs.
    private readonly byte[] _description = new byte[13];
    private int _length;
    private short[] _pcm = [];
    private byte[] _frame = [];
    private AudioCodec? _codec;
    private IAudioEncoder? _encoder;
    private float _amplitude;
    private float _last;
    private uint _random = 0x9E3779B9;

    /// <summary>Whether the peer's silence goes on.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The peer's description as it came; at least the level.</summary>
    public ReadOnlySpan<byte> Description => _description.AsSpan(0, _length);

    /// <summary>The peer describes its silence.</summary>
    /// <param name="payload">What stands in the packet; without a level it is the faintest.</param>
    public void Begin(ReadOnlySpan<byte> payload)
    {
        _length = Math.Clamp(payload.Length, 1, _description.Length);
        _description[0] = LevelBits;
        payload[..Math.Min(payload.Length, _length)].CopyTo(_description);
        var level = Math.Max(_description[0] & LevelBits, Loudest);
        _amplitude = (short.MaxValue + 1) * MathF.Pow(10, -level / 20f) * Gain;
        IsActive = true;
    }

    /// <summary>The peer speaks.</summary>
    public void End() => IsActive = false;

    /// <summary>The next 20 ms.</summary>
    public ReadOnlySpan<byte> Next(AudioCodec codec)
    {
        if (codec != _codec)
        {
            (_codec, _encoder) = (codec, codec.CreateEncoder());
            (_pcm, _frame) = (new short[codec.SamplesPerFrame], new byte[codec.BytesPerFrame]);
        }

        for (var i = 0; i < _pcm.Length; i++)
        {
            _last += Softness * ((Uniform() * _amplitude) - _last);
            _pcm[i] = Filter.Sample(_last);
        }

        _encoder!.Encode(_pcm, _frame);
        return _frame;
    }

    // From -1 to 1. Noise needs no secrets, only the lack of a pattern.
    private float Uniform()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return (int)_random / 2147483648f;
    }
}
