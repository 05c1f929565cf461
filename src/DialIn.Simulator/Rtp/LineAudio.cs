using DialIn.Media.Codecs;
using DialIn.Simulator.Audio;

namespace DialIn.Simulator.Rtp;

/// <summary>A call's sound at one sampling rate, whatever codec the call speaks at the moment. Belongs to the media thread.</summary>
/// <param name="rate">The rate of the frames, in Hz.</param>
internal sealed class LineAudio(int rate)
{
    private int _nativeRate;
    private short[] _native = [];
    private RateConverter _in = new(rate, rate);
    private RateConverter _out = new(rate, rate);

    /// <summary>Reads what the peer says in the next 20 ms.</summary>
    /// <param name="path">The call's RTP.</param>
    /// <param name="frame">20 ms at the rate.</param>
    public void Read(AudioPath path, Span<short> frame)
    {
        Follow(path.Codec);
        path.Read(_native);
        _in.Convert(_native, frame);
    }

    /// <summary>Sends 20 ms.</summary>
    /// <param name="path">The call's RTP.</param>
    /// <param name="frameNumber">The frame's place in time.</param>
    /// <param name="frame">20 ms at the rate.</param>
    public void Send(AudioPath path, long frameNumber, ReadOnlySpan<short> frame)
    {
        Follow(path.Codec);
        _out.Convert(frame, _native);
        path.Send(frameNumber, _native);
    }

    private void Follow(AudioCodec? codec)
    {
        if (codec is not null && codec.SampleRate != _nativeRate)
        {
            _nativeRate = codec.SampleRate;
            _native = new short[codec.SamplesPerFrame];
            (_in, _out) = (new RateConverter(_nativeRate, rate), new RateConverter(rate, _nativeRate));
        }
    }
}
