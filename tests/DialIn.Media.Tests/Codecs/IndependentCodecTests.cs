using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Tests.Audio;
using DialIn.Media.Tests.Transcoding;

namespace DialIn.Media.Tests.Codecs;

/// <summary>Our codecs beside ffmpeg's and sox's: what one encodes the other decodes, in both directions, with speech of espeak-ng.</summary>
public class IndependentCodecTests
{
    private const string Text = "The quick brown fox jumps over the lazy dog, and nobody in the conference has heard it before.";

    // The two filters of G.722, samples at 16 kHz from end to end.
    private const int G722Delay = 22;

    [Theory]
    [InlineData("PCMA")]
    [InlineData("PCMU")]
    public void G711_EveryCode_DecodesAsWithFfmpegAndSox(string name)
    {
        var codec = TranscoderTests.Codec(name);
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];

        Assert.Equal(Ffmpeg.Decode(codec, codes), Decode(codec, codes));
        Assert.Equal(Sox.Decode(codec == AudioCodec.Pcma ? "a-law" : "u-law", codes), Decode(codec, codes));
    }

    [Theory]
    [InlineData("PCMA", 33)]
    [InlineData("PCMU", 33)]
    public void G711_Speech_IsUnderstoodByFfmpeg_AndTheOtherWayRound(string name, double decibels)
    {
        var codec = TranscoderTests.Codec(name);
        var speech = Sox.Speak(8_000, "en-us", 150, 50, Text);

        var heardByFfmpeg = Ffmpeg.Decode(codec, Encode(codec, speech));
        var heardByUs = Decode(codec, Ffmpeg.Encode(codec, speech));

        Assert.InRange(Signal.SignalToNoise(speech, heardByFfmpeg, 0), decibels, 90);
        Assert.InRange(Signal.SignalToNoise(speech, heardByUs, 0), decibels, 90);
    }

    [Fact]
    public void G722_Speech_IsUnderstoodByFfmpeg_AndTheOtherWayRound()
    {
        var speech = Sox.Speak(16_000, "en-us", 150, 50, Text);
        speech = speech[..(speech.Length & ~1)];

        var ours = Encode(AudioCodec.G722, speech);
        var theirs = Ffmpeg.Encode(AudioCodec.G722, speech);

        Assert.InRange(Signal.SignalToNoise(speech, Ffmpeg.Decode(AudioCodec.G722, ours), G722Delay), 15, 90);
        Assert.InRange(Signal.SignalToNoise(speech, Decode(AudioCodec.G722, theirs), G722Delay), 15, 90);

        // Both follow the same recommendation, so their decoders give the same samples for the same octets.
        Assert.Equal(Ffmpeg.Decode(AudioCodec.G722, ours)[..(2 * ours.Length)], Decode(AudioCodec.G722, ours));
        Assert.Equal(Ffmpeg.Decode(AudioCodec.G722, theirs)[..(2 * theirs.Length)], Decode(AudioCodec.G722, theirs));
    }

    [Theory]
    [MemberData(nameof(CodecConverterTests.Ways), MemberType = typeof(CodecConverterTests))]
    public void Transcoded_FromFfmpegToFfmpeg_IsTheSpeech(string from, string to)
    {
        var (source, target) = (TranscoderTests.Codec(from), TranscoderTests.Codec(to));
        var speech = Sox.Speak(source.SampleRate, "en-us", 150, 50, Text);
        var payload = Ffmpeg.Encode(source, speech[..(speech.Length / 320 * 320)]);

        var heard = Ffmpeg.Decode(target, CodecConverterTests.Convert(source, target, payload));

        // In what both rates carry, at the rate of the narrow one.
        var narrow = Resampler.To(new PcmClip(source.SampleRate, speech), 8_000).Samples;
        var copy = Resampler.To(new PcmClip(target.SampleRate, heard), 8_000).Samples;
        var delays = Enumerable.Range(20, 80).ToList();
        Assert.InRange(delays.Max(delay => Signal.SignalToNoise(narrow, copy, delay)), 13, 90);
    }

    private static byte[] Encode(AudioCodec codec, short[] samples)
    {
        var payload = new byte[samples.Length * 8_000 / codec.SampleRate];
        codec.CreateEncoder().Encode(samples, payload);
        return payload;
    }

    private static short[] Decode(AudioCodec codec, byte[] payload)
    {
        var samples = new short[payload.Length * codec.SampleRate / 8_000];
        codec.CreateDecoder().Decode(payload, samples);
        return samples;
    }
}
