using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Codecs;

public class G722Tests
{
    // Encoder and decoder filter over 24 taps each: 22 samples from end to end.
    private const int Delay = 22;

    [Fact]
    public void Encoder_SpeechNoiseAndClipping_GivesWhatFfmpegGives() =>
        Assert.Equal(Vectors.Bytes("g722-encoded"), Encode(Vectors.Samples("g722-input")));

    [Fact]
    public void Decoder_EncodedSpeech_GivesWhatFfmpegGives() =>
        Assert.Equal(Vectors.Samples("g722-decoded"), Decode(Vectors.Bytes("g722-encoded")));

    [Fact]
    public void Decoder_RandomOctets_GivesWhatFfmpegGives() =>
        Assert.Equal(Vectors.Samples("g722-octets-decoded"), Decode(Vectors.Bytes("g722-octets")));

    [Theory]
    [InlineData(300, 30)]
    [InlineData(1000, 30)]
    [InlineData(3000, 25)]
    [InlineData(5500, 12)]
    public void RoundTrip_Tone_KeepsItsSignalToNoiseRatio(double hertz, double decibels)
    {
        var clip = Tone.Sine(hertz, TimeSpan.FromSeconds(0.5), 16000);
        var copy = Decode(Encode(clip.Samples));

        Assert.InRange(Signal.SignalToNoise(clip.Samples.AsSpan(1600, 4800), copy.AsSpan(1600), Delay), decibels, 90);
        Assert.InRange(ToneDetector.Power(copy.AsSpan(1600), 16000, hertz), 0.9, 1);
    }

    [Fact]
    public void RoundTrip_SpeechLikeNoise_KeepsItsSignalToNoiseRatio()
    {
        var clip = Signal.SpeechLike(TimeSpan.FromSeconds(2), 16000);

        Assert.InRange(Signal.SignalToNoise(clip.Samples, Decode(Encode(clip.Samples)), Delay), 14, 90);
    }

    [Fact]
    public void RoundTrip_LevelStaysTheSame()
    {
        var clip = Tone.Sine(1000, TimeSpan.FromSeconds(0.5), 16000, -20);
        var copy = new PcmClip(16000, Decode(Encode(clip.Samples)));

        Assert.Equal(0, Signal.Decibels(Signal.Rms(Signal.Middle(copy)) / Signal.Rms(Signal.Middle(clip))), 0.1);
    }

    [Fact]
    public void Encoder_FrameByFrame_GivesTheSameAsInOnePiece()
    {
        var samples = Vectors.Samples("g722-input");
        var encoder = AudioCodec.G722.CreateEncoder();
        var pieces = new List<byte>();
        foreach (var frame in samples.Chunk(AudioCodec.G722.SamplesPerFrame))
        {
            var payload = new byte[frame.Length / 2];
            Assert.Equal(payload.Length, encoder.Encode(frame, payload));
            pieces.AddRange(payload);
        }

        Assert.Equal(Vectors.Bytes("g722-encoded"), pieces);
    }

    [Fact]
    public void Decoder_OctetByOctet_GivesTheSameAsInOnePiece()
    {
        var decoder = AudioCodec.G722.CreateDecoder();
        var samples = new List<short>();
        Span<short> pair = stackalloc short[2];
        foreach (var octet in Vectors.Bytes("g722-octets"))
        {
            Assert.Equal(2, decoder.Decode([octet], pair));
            samples.AddRange(pair);
        }

        Assert.Equal(Vectors.Samples("g722-octets-decoded"), samples);
    }

    [Fact]
    public void Encoder_OddNumberOfSamples_IsTheCallersMistake() =>
        Assert.Throws<ArgumentException>(() => AudioCodec.G722.CreateEncoder().Encode(new short[3], new byte[2]));

    [Fact]
    public void Decoder_SilenceAfterLoudSound_FallsBelowHearing()
    {
        var decoder = AudioCodec.G722.CreateDecoder();
        var samples = new short[3200];
        decoder.Decode(Encode(Tone.Sine(700, TimeSpan.FromSeconds(0.1), 16000, 0).Samples), samples);

        var silence = new byte[1600];
        Array.Fill(silence, AudioCodec.G722.SilenceByte);
        decoder.Decode(silence, samples);

        // A constant byte leaves the predictor a small rest; -55 dBFS is below the noise of any line.
        Assert.InRange(Signal.Decibels(Signal.Rms(samples.AsSpan(1600)) / short.MaxValue), double.NegativeInfinity, -55);
    }

    private static byte[] Encode(short[] samples)
    {
        var payload = new byte[samples.Length / 2];
        Assert.Equal(payload.Length, AudioCodec.G722.CreateEncoder().Encode(samples, payload));
        return payload;
    }

    private static short[] Decode(byte[] payload)
    {
        var samples = new short[payload.Length * 2];
        Assert.Equal(samples.Length, AudioCodec.G722.CreateDecoder().Decode(payload, samples));
        return samples;
    }
}
