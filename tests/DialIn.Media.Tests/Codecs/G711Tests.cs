using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Codecs;

public class G711Tests
{
    private static readonly int[] AllSamples = [.. Enumerable.Range(short.MinValue, 65536)];

    [Fact]
    public void ALaw_EveryCode_DecodesAsSoxDoes() =>
        Assert.Equal(Vectors.Samples("g711-alaw-decoded"), Enumerable.Range(0, 256).Select(code => G711.DecodeALaw((byte)code)));

    [Fact]
    public void MuLaw_EveryCode_DecodesAsSoxDoes() =>
        Assert.Equal(Vectors.Samples("g711-mulaw-decoded"), Enumerable.Range(0, 256).Select(code => G711.DecodeMuLaw((byte)code)));

    [Theory]
    [InlineData(0, 0xD5)]
    [InlineData(-1, 0x55)]
    [InlineData(15, 0xD5)]
    [InlineData(16, 0xD4)]
    [InlineData(-17, 0x54)]
    [InlineData(255, 0xDA)]
    [InlineData(256, 0xC5)]
    [InlineData(512, 0xF5)]
    [InlineData(32767, 0xAA)]
    [InlineData(-32768, 0x2A)]
    public void ALaw_KnownSample_HasKnownCode(int sample, int code) => Assert.Equal(code, G711.EncodeALaw((short)sample));

    [Theory]
    [InlineData(0, 0xFF)]
    [InlineData(-1, 0x7F)]
    [InlineData(3, 0xFF)]
    [InlineData(4, 0xFE)]
    [InlineData(-5, 0x7E)]
    [InlineData(123, 0xF0)]
    [InlineData(124, 0xEF)]
    [InlineData(32767, 0x80)]
    [InlineData(-32768, 0x00)]
    public void MuLaw_KnownSample_HasKnownCode(int sample, int code) => Assert.Equal(code, G711.EncodeMuLaw((short)sample));

    [Fact]
    public void ALaw_EverySample_HasTheCodeOfTheRecommendation() =>
        Assert.DoesNotContain(AllSamples, sample => G711.EncodeALaw((short)sample) != SlowALaw(sample));

    [Fact]
    public void MuLaw_EverySample_HasTheCodeOfTheRecommendation() =>
        Assert.DoesNotContain(AllSamples, sample => G711.EncodeMuLaw((short)sample) != SlowMuLaw(sample));

    [Fact]
    public void ALaw_EveryCode_SurvivesDecodingAndEncoding() =>
        Assert.All(Enumerable.Range(0, 256), code => Assert.Equal(code, G711.EncodeALaw(G711.DecodeALaw((byte)code))));

    [Fact]
    public void MuLaw_EveryCode_SurvivesDecodingAndEncoding() =>
        Assert.All(
            Enumerable.Range(0, 256).Where(code => code != 0x7F), // negative zero becomes zero
            code => Assert.Equal(code, G711.EncodeMuLaw(G711.DecodeMuLaw((byte)code))));

    [Fact]
    public void BothLaws_EverySample_ComeBackWithinHalfAStep()
    {
        Assert.All(AllSamples, sample => Assert.InRange(Math.Abs(sample - G711.DecodeALaw(G711.EncodeALaw((short)sample))), 0, 8 + (Math.Abs(sample) / 32)));
        Assert.All(
            AllSamples.Where(sample => Math.Abs(sample) < 32124), // the loudest code ends a little below the loudest sample
            sample => Assert.InRange(Math.Abs(sample - G711.DecodeMuLaw(G711.EncodeMuLaw((short)sample))), 0, 4 + ((Math.Abs(sample) + 132) / 32)));
    }

    [Theory]
    [InlineData("PCMA", -3)]
    [InlineData("PCMA", -30)]
    [InlineData("PCMU", -3)]
    [InlineData("PCMU", -30)]
    public void BothLaws_Tone_KeepsItsSignalToNoiseRatioAtAnyLevel(string name, double level)
    {
        var codec = AudioCodec.All.Single(codec => codec.EncodingName == name);
        var clip = Tone.Sine(1020, TimeSpan.FromSeconds(0.5), 8000, level);
        var payload = new byte[clip.Samples.Length];
        var copy = new short[clip.Samples.Length];
        codec.CreateEncoder().Encode(clip.Samples, payload);
        codec.CreateDecoder().Decode(payload, copy);

        Assert.InRange(Signal.SignalToNoise(clip.Samples, copy, 0), 33, 45);
    }

    // The definition by search: the highest decision value not above the amplitude, segment by segment.
    private static int SlowALaw(int sample)
    {
        var amplitude = (sample < 0 ? -sample - 1 : sample) / 16;
        var (code, lower, step) = (0, 0, 1);
        while (amplitude >= lower + step)
        {
            lower += step;
            code++;
            step = code >= 32 && code % 16 == 0 ? step * 2 : step;
        }

        return (code | (sample >= 0 ? 0x80 : 0)) ^ 0x55;
    }

    private static int SlowMuLaw(int sample)
    {
        var amplitude = Math.Min((sample < 0 ? -sample - 1 : sample) / 4, 8158);
        var (code, lower, step) = (0, 0, 1);
        while (amplitude >= lower + step)
        {
            lower += step;
            code++;
            step = code == 1 ? 2 : code % 16 == 0 ? step * 2 : step;
        }

        return 0xFF ^ (code | (sample < 0 ? 0x80 : 0));
    }
}
