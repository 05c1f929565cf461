using DialIn.Media.Audio;
using DialIn.Media.Codecs;

namespace DialIn.Media.Tests.Audio;

public class EncodedAudioTests
{
    public static TheoryData<string> Names() => [.. AudioCodec.All.Select(codec => codec.EncodingName)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_AnyRate_SoundsLikeTheClip(string name)
    {
        var codec = Named(name);
        foreach (var rate in (int[])[8000, 16000, 48000])
        {
            var audio = EncodedAudio.Encode(Tone.Sine(1000, TimeSpan.FromSeconds(0.5), rate), codec);

            var samples = new short[audio.FrameCount * codec.SamplesPerFrame];
            codec.CreateDecoder().Decode(audio.Payload.Span, samples);
            Assert.Equal(TimeSpan.FromSeconds(0.5), audio.Duration);
            Assert.InRange(ToneDetector.Power(samples, codec.SampleRate, 1000), 0.98, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_ClipThatFillsNoFrame_EndsInSilence(string name)
    {
        var codec = Named(name);
        var clip = Tone.Sine(1000, TimeSpan.FromMilliseconds(45), codec.SampleRate);

        var audio = EncodedAudio.Encode(clip, codec);

        Assert.Equal(3, audio.FrameCount);
        Assert.Equal(TimeSpan.FromMilliseconds(60), audio.Duration);
        Assert.Equal(3 * 160, audio.Payload.Length);
        var samples = new short[3 * codec.SamplesPerFrame];
        codec.CreateDecoder().Decode(audio.Payload.Span, samples);
        Assert.InRange(Signal.Rms(samples.AsSpan(samples.Length - (codec.SampleRate / 200))), 0, 400);
    }

    [Fact]
    public void Constructor_PayloadThatFillsNoFrame_IsFilledWithSilence()
    {
        var audio = new EncodedAudio(AudioCodec.Pcma, [1, 2, 3]);

        Assert.Equal(1, audio.FrameCount);
        Assert.Equal([1, 2, 3, 0xD5], audio.Frame(0)[..4].ToArray());
        Assert.Equal(0xD5, audio.Frame(0)[159]);
    }

    [Fact]
    public void Constructor_CopiesThePayload()
    {
        byte[] payload = [7];
        var audio = new EncodedAudio(AudioCodec.Pcmu, payload);

        payload[0] = 9;

        Assert.Equal(7, audio.Frame(0)[0]);
    }

    [Fact]
    public void Frame_EachIndex_IsThatPieceOfThePayload()
    {
        var payload = Enumerable.Range(0, 480).Select(i => (byte)(i / 160)).ToArray();
        var audio = new EncodedAudio(AudioCodec.G722, payload);

        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(payload[(160 * i)..(160 * (i + 1))], audio.Frame(i).ToArray()));
        Assert.Throws<ArgumentOutOfRangeException>(() => audio.Frame(3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => audio.Frame(-1).Length);
    }

    [Fact]
    public void Encode_NoSamples_HasNoFrames()
    {
        var audio = EncodedAudio.Encode(new PcmClip(8000, []), AudioCodec.Pcma);

        Assert.Equal(0, audio.FrameCount);
        Assert.Equal(TimeSpan.Zero, audio.Duration);
    }

    private static AudioCodec Named(string name) => AudioCodec.All.Single(codec => codec.EncodingName == name);
}
