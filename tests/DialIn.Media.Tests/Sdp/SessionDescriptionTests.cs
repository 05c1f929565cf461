using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

public class SessionDescriptionTests
{
    private const string Small = "v=0|o=alice 12 34 IN IP4 192.0.2.5|s=Call|c=IN IP4 192.0.2.6|t=0 0|m=audio 4000 RTP/AVP 8 0|a=rtpmap:8 PCMA/8000|a=sendonly";

    [Fact]
    [Rfc(8866, "5")]
    public void TryParse_SmallDescription_GivesEveryLine()
    {
        var description = Description.Parse(Small);

        Assert.Equal(new Origin("alice", 12, 34, "192.0.2.5"), description.Origin);
        Assert.Equal("Call", description.SessionName);
        Assert.Equal("192.0.2.6", description.Connection?.Address?.ToString());
        Assert.Equal("0 0", description.Timing);
        Assert.Empty(description.Attributes);
        var media = Assert.Single(description.Media);
        Assert.True(media.IsAudio);
        Assert.Equal(4000, media.Port);
        Assert.Equal("RTP/AVP", media.Protocol);
        Assert.Equal(["8", "0"], media.Formats);
        Assert.Equal([new SdpAttribute("rtpmap", "8 PCMA/8000"), new SdpAttribute("sendonly")], media.Attributes);
    }

    [Theory]
    [InlineData("v=0|m=audio 4000 RTP/AVP 8")]
    [InlineData("v=0|s=|t=|a=|a=:x|b=AS:80|k=prompt|z=0 0|r=7d|i=text|u=http://example.org|e=a@example.org|p=+49|y=unknown|m=audio 4000 RTP/AVP 8")]
    [InlineData("v=0||m=audio 4000 RTP/AVP 8||")]
    [InlineData("v=0 |m=audio  4000  RTP/AVP  8  ")]
    [InlineData("v=0|m=audio 4000/2 RTP/AVP 8")]
    [InlineData("v=0|m=AUDIO 4000 RTP/AVP 8")]
    public void TryParse_OddButClear_IsTaken(string lines)
    {
        var description = Description.Parse(lines);

        Assert.Equal("-", description.SessionName);
        Assert.Equal("0 0", description.Timing);
        Assert.Null(description.Connection);
        var media = Assert.Single(description.Media);
        Assert.True(media.IsAudio);
        Assert.Equal(4000, media.Port);
        Assert.Equal(["8"], media.Formats);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void TryParse_AnyLineEnd_LastOneMissing_IsTaken(string lineEnd)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(Small.Replace("|", lineEnd, StringComparison.Ordinal));

        Assert.Equal(Small, Description.Text(Description.Parse(bytes)));
    }

    [Fact]
    public void TryParse_ZeroBytesAtTheEnd_AreNoLine() =>
        Assert.Equal(Small, Description.Text(Description.Parse([.. Description.Bytes(Small), 0, 0])));

    [Fact]
    [Rfc(8866, "5.7")]
    public void ConnectionOf_MediaWithItsOwn_WinsOverTheSession()
    {
        var description = Description.Parse("v=0|c=IN IP4 192.0.2.1|m=audio 1 RTP/AVP 8|m=audio 2 RTP/AVP 8|c=IN IP4 192.0.2.2|c=IN IP4 192.0.2.3");

        Assert.Equal("192.0.2.1", description.ConnectionOf(description.Media[0])?.Text);
        Assert.Equal("192.0.2.2", description.ConnectionOf(description.Media[1])?.Text);
    }

    [Theory]
    [Rfc(8866, "6.7")]
    [InlineData("v=0|m=audio 1 RTP/AVP 8", Direction.SendReceive)]
    [InlineData("v=0|a=sendonly|m=audio 1 RTP/AVP 8", Direction.SendOnly)]
    [InlineData("v=0|a=sendonly|m=audio 1 RTP/AVP 8|a=recvonly", Direction.ReceiveOnly)]
    [InlineData("v=0|a=inactive|m=audio 1 RTP/AVP 8|a=sendrecv", Direction.SendReceive)]
    [InlineData("v=0|m=audio 1 RTP/AVP 8|a=inactive", Direction.Inactive)]
    [InlineData("v=0|m=audio 1 RTP/AVP 8|a=Inactive", Direction.SendReceive)]
    public void DirectionOf_IsThatOfTheMediaElseOfTheSession(string lines, Direction direction)
    {
        var description = Description.Parse(lines);

        Assert.Equal(direction, description.DirectionOf(description.Media[0]));
    }

    [Theory]
    [Rfc(8866, "5.7")]
    [InlineData("IN IP4 192.0.2.9", "192.0.2.9")]
    [InlineData("IN IP4 0.0.0.0", "0.0.0.0")]
    [InlineData("IN IP4 224.2.1.1/127", "224.2.1.1")]
    [InlineData("IN IP6 2001:DB8::9", "2001:db8::9")]
    [InlineData("IN IP6 ff15::101/3", "ff15::101")]
    [InlineData("IN IP6 ::", "::")]
    [InlineData("IN IP4 media.example.org", null)]
    [InlineData("IN IP4 1", null)]
    [InlineData("IN IP4 0300.0.2.9", null)]
    [InlineData("IN IP4 0xC0.0.2.9", null)]
    [InlineData("IN IP4 192.0.2", null)]
    [InlineData("IN IP4 192.0.2.256", null)]
    [InlineData("IN IP6 [2001:db8::9]:80", null)]
    [InlineData("IN IP6 fe80::1%eth0", null)]
    [InlineData("IN IP6 2001:db8::1::2", null)]
    public void Connection_Address_IsTakenOnlyInItsPlainForm(string value, string? address) =>
        Assert.Equal(address, Description.Parse($"v=0|c={value}").Connection?.Address?.ToString());

    [Fact]
    public void Origin_NumbersBeyond64Bits_BecomeTheLargest()
    {
        var description = Description.Parse("v=0|o=- 99999999999999999999999999 18446744073709551615 IN IP4 192.0.2.5");

        Assert.Equal(ulong.MaxValue, description.Origin.SessionId);
        Assert.Equal(ulong.MaxValue, description.Origin.Version);
    }

    [Fact]
    public void Attribute_ValueWithColons_IsKeptWhole() =>
        Assert.Equal("1 AES inline:abc|2^20", Description.Parse("v=0|m=audio 1 RTP/AVP 8|a=crypto:1 AES inline:abc~2^20").Media[0].Attribute("crypto")?.Replace('~', '|'));

    [Fact]
    public void ToBytes_ControlCharacters_BeginNoLinesOfTheirOwn()
    {
        var description = new SessionDescription
        {
            Origin = new Origin("a\r\nb", 1, 2, "192.0.2.1\n"),
            SessionName = "x\r\nm=audio 1 RTP/AVP 0",
            Attributes = [new SdpAttribute("tool", "\0a\nb")],
        };

        Assert.Equal("v=0|o=ab 1 2 IN IP4 192.0.2.1|s=xm=audio 1 RTP/AVP 0|t=0 0|a=tool:ab", Description.Text(description));
    }

    [Fact]
    public void ToBytes_TextBeyondAscii_IsUtf8()
    {
        var bytes = Description.Bytes("v=0|o=- 1 1 IN IP4 192.0.2.1|s=Gespräch|t=0 0");

        Assert.Equal(bytes, Description.Parse(bytes).ToBytes());
    }
}
