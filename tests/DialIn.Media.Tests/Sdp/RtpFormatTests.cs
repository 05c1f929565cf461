using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

public class RtpFormatTests
{
    [Fact]
    [Rfc(3551, "6")]
    public void Of_StaticTypesWithoutMap_AreKnown() =>
        Assert.Equal(
            [new RtpFormat(0, "PCMU", 8000, 1), new RtpFormat(9, "G722", 8000, 1), new RtpFormat(8, "PCMA", 8000, 1)],
            Formats("0 9 8"));

    [Fact]
    [Rfc(8866, "6.6")]
    public void Of_MappedTypes_AreWhatTheMapSays() =>
        Assert.Equal(
            [new RtpFormat(96, "opus", 48000, 2), new RtpFormat(97, "pcma", 8000, 1), new RtpFormat(8, "G729", 8000, 1)],
            Formats("96 97 8", "rtpmap:96 opus/48000/2", "rtpmap:97  pcma/8000/1 ", "rtpmap:8 G729/8000", "rtpmap:8 PCMA/8000"));

    [Theory]
    [InlineData("96")]
    [InlineData("128")]
    [InlineData("4294967304")]
    [InlineData("-8")]
    [InlineData("+8")]
    [InlineData("8x")]
    [InlineData("*")]
    public void Of_TypeWithoutMeaning_IsLeftOut(string format) => Assert.Empty(Formats(format));

    [Theory]
    [InlineData("rtpmap")]
    [InlineData("rtpmap:")]
    [InlineData("rtpmap:96")]
    [InlineData("rtpmap:96 ")]
    [InlineData("rtpmap:96 PCMA")]
    [InlineData("rtpmap:96 PCMA/")]
    [InlineData("rtpmap:96 PCMA/x")]
    [InlineData("rtpmap:96 PCMA/-8000")]
    [InlineData("rtpmap:96 PCMA/8000/x")]
    [InlineData("rtpmap:96 PCMA/8000/1/1")]
    [InlineData("rtpmap:96 PCMA/99999999999")]
    [InlineData("rtpmap:224 PCMA/8000")]
    public void Of_BrokenMap_IsLeftOut(string attribute) => Assert.Empty(Formats("96", attribute));

    [Theory]
    [Rfc(8866, "6.6")]
    [InlineData("PCMA/8000", "PCMA", true)]
    [InlineData("pcma/8000", "PCMA", true)]
    [InlineData("PcMu/8000/1", "PCMU", true)]
    [InlineData("g722/8000", "G722", true)]
    [InlineData("PCMA/16000", "PCMA", false)]
    [InlineData("PCMA/8000/2", "PCMA", false)]
    [InlineData("G722/16000", "G722", false)]
    [InlineData("PCMA-WB/8000", "PCMA", false)]
    public void Is_DynamicType_GoesByNameWithoutCaseClockAndChannels(string map, string codec, bool same) =>
        Assert.Equal(same, Formats("96", $"rtpmap:96 {map}").Single().Is(Named(codec)));

    [Theory]
    [Rfc(3551, "4.5.2")]
    [InlineData("rtpmap:9 G722/8000", true)]
    [InlineData("rtpmap:9 G722/16000", true)]
    [InlineData("rtpmap:9 G722/48000", false)]
    public void Is_StaticG722_MayNameItsTrueSampleRate(string map, bool same) =>
        Assert.Equal(same, Formats("9", map).Single().Is(AudioCodec.G722));

    [Theory]
    [InlineData("telephone-event/8000", true)]
    [InlineData("Telephone-Event/8000", true)]
    [InlineData("telephone-event/16000", false)]
    [InlineData("telephone-event/48000", false)]
    public void IsTelephoneEvent_OnlyAtTheClockOfOurCodecs(string map, bool expected) =>
        Assert.Equal(expected, Formats("96", $"rtpmap:96 {map}").Single().IsTelephoneEvent);

    private static List<RtpFormat> Formats(string formats, params string[] attributes) =>
        [.. RtpFormat.Of(Description.Parse($"v=0|m=audio 1 RTP/AVP {formats}{string.Concat(attributes.Select(attribute => "|a=" + attribute))}").Media[0])];

    private static AudioCodec Named(string name) => AudioCodec.All.Single(codec => codec.EncodingName == name);
}
