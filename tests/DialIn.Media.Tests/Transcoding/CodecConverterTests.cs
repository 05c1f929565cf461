using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Tests.Audio;
using DialIn.Media.Transcoding;

namespace DialIn.Media.Tests.Transcoding;

public class CodecConverterTests
{
    private const int Frame = 160;

    public static TheoryData<string, string> Ways => new()
    {
        { "PCMA", "PCMU" }, { "PCMU", "PCMA" }, { "G722", "PCMA" }, { "G722", "PCMU" }, { "PCMA", "G722" }, { "PCMU", "G722" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Tone_ComesThroughAtItsLevel(string from, string to)
    {
        var (source, target) = (TranscoderTests.Codec(from), TranscoderTests.Codec(to));
        var heard = Convert(source, target, Tone.Sine(1000, TimeSpan.FromSeconds(1), source.SampleRate, -12), _ => false);

        Assert.InRange(ToneDetector.Power(Signal.Middle(heard), heard.SampleRate, 1000), 0.995, 1);
        Assert.Equal(-12, Level(heard), 0.3);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void LostPackets_AreHardlyHeard(string from, string to)
    {
        var (source, target) = (TranscoderTests.Codec(from), TranscoderTests.Codec(to));
        var tone = Tone.Sine(250, TimeSpan.FromSeconds(2), source.SampleRate, -12);

        // One of twenty is lost: what nobody conceals loses 5 % of the power, and spreads it.
        var heard = Convert(source, target, tone, packet => packet % 20 == 10);

        Assert.InRange(ToneDetector.Power(Signal.Middle(heard), heard.SampleRate, 250), 0.98, 1);
        Assert.Equal(-12, Level(heard), 0.4);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Delay_IsAFewMilliseconds(string from, string to)
    {
        var (source, target) = (TranscoderTests.Codec(from), TranscoderTests.Codec(to));
        var click = new short[source.SampleRate / 2];
        click.AsSpan(source.SampleRate / 4, source.SampleRate / 1000).Fill(12_000);

        var heard = Convert(source, target, new PcmClip(source.SampleRate, click), _ => false);

        var loudest = Array.IndexOf(heard.Samples, heard.Samples.Max());
        Assert.InRange(((double)loudest / heard.SampleRate) - 0.25, 0.003, 0.010);
    }

    internal static PcmClip Convert(AudioCodec from, AudioCodec to, PcmClip clip, Func<int, bool> isLost)
    {
        var converted = Convert(from, to, EncodedAudio.Encode(clip, from).Payload.Span, isLost);
        var pcm = new short[converted.Length * to.SampleRate / 8000];
        to.CreateDecoder().Decode(converted, pcm);
        return new PcmClip(to.SampleRate, pcm);
    }

    internal static byte[] Convert(AudioCodec from, AudioCodec to, ReadOnlySpan<byte> payload, Func<int, bool>? isLost = null)
    {
        var converted = new byte[payload.Length];
        var converter = new CodecConverter(from, to);
        for (var packet = 0; packet < payload.Length / Frame; packet++)
        {
            var output = converted.AsSpan(packet * Frame, Frame);
            if (isLost?.Invoke(packet) == true)
            {
                converter.Conceal(output);
            }
            else
            {
                converter.Convert(payload.Slice(packet * Frame, Frame), output);
            }
        }

        return converted;
    }

    // Of a sine, by its peak below full scale, as Tone counts it.
    private static double Level(PcmClip clip) => Signal.Decibels(Signal.Rms(Signal.Middle(clip)) * Math.Sqrt(2) / 32_768);
}
