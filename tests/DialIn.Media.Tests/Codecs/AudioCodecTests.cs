using DialIn.Media.Codecs;
using DialIn.Testing;

namespace DialIn.Media.Tests.Codecs;

public class AudioCodecTests
{
    public static TheoryData<string> Names() => [.. AudioCodec.All.Select(codec => codec.EncodingName)];

    [Theory]
    [Rfc(3551, "6")]
    [InlineData("PCMA", 8, 8000, 160)]
    [InlineData("PCMU", 0, 8000, 160)]
    [InlineData("G722", 9, 16000, 320)]
    public void Codec_HasTheNumbersOfTheStaticTable(string name, int payloadType, int sampleRate, int samplesPerFrame)
    {
        var codec = Named(name);

        Assert.Equal(payloadType, codec.StaticPayloadType);
        Assert.Equal(sampleRate, codec.SampleRate);
        Assert.Equal(samplesPerFrame, codec.SamplesPerFrame);
        Assert.Equal(name, codec.ToString());
    }

    [Theory]
    [Rfc(3551, "4.5.2")]
    [MemberData(nameof(Names))]
    public void Codec_HasAnRtpClockOf8000_AlsoG722(string name)
    {
        Assert.Equal(8000, Named(name).RtpClockRate);
        Assert.Equal(160, Named(name).BytesPerFrame);
    }

    [Fact]
    public void All_PutsTheWidebandCodecFirst() => Assert.Equal(["G722", "PCMA", "PCMU"], AudioCodec.All.Select(codec => codec.EncodingName));

    [Theory]
    [MemberData(nameof(Names))]
    public void SilenceByte_DecodesToSilence(string name)
    {
        var codec = Named(name);
        var payload = new byte[5 * codec.BytesPerFrame];
        Array.Fill(payload, codec.SilenceByte);
        var samples = new short[5 * codec.SamplesPerFrame];

        Assert.Equal(samples.Length, codec.CreateDecoder().Decode(payload, samples));

        Assert.All(samples, sample => Assert.InRange(sample, -8, 8)); // A-law has no zero, its smallest amplitude is 8
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Codec_DestinationTooShort_IsTheCallersMistake(string name)
    {
        var codec = Named(name);

        Assert.Throws<ArgumentException>(() => codec.CreateEncoder().Encode(new short[codec.SamplesPerFrame], new byte[codec.BytesPerFrame - 1]));
        Assert.Throws<ArgumentException>(() => codec.CreateDecoder().Decode(new byte[codec.BytesPerFrame], new short[codec.SamplesPerFrame - 1]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Codec_NothingIn_NothingOut(string name)
    {
        Assert.Equal(0, Named(name).CreateEncoder().Encode([], []));
        Assert.Equal(0, Named(name).CreateDecoder().Decode([], []));
    }

    [Theory]
    [InlineData("PCMA")]
    [InlineData("PCMU")]
    public void G711Codec_Frame_IsCodedSampleBySample(string name)
    {
        var codec = Named(name);
        short[] samples = [0, 1000, -1000, 32767, -32768];
        var payload = new byte[5];
        var copy = new short[5];

        Assert.Equal(5, codec.CreateEncoder().Encode(samples, payload));
        Assert.Equal(5, codec.CreateDecoder().Decode(payload, copy));

        Assert.Equal(samples.Select(sample => name == "PCMA" ? G711.EncodeALaw(sample) : G711.EncodeMuLaw(sample)), payload);
        Assert.All(samples.Zip(copy), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 700));
    }

    [Fact]
    public void CreateEncoder_G722_GivesEachStreamItsOwnState() =>
        Assert.NotSame(AudioCodec.G722.CreateEncoder(), AudioCodec.G722.CreateEncoder());

    private static AudioCodec Named(string name) => AudioCodec.All.Single(codec => codec.EncodingName == name);
}
