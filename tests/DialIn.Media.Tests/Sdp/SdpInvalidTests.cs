using System.Text;
using DialIn.Media.Sdp;

namespace DialIn.Media.Tests.Sdp;

/// <summary>What is refused: with which fault, and at which byte. The mark <c>^</c> in a case stands before that byte.</summary>
public class SdpInvalidTests
{
    [Theory]
    [InlineData("^", SdpFault.Version)]
    [InlineData("|^", SdpFault.Version)]
    [InlineData("^v=1|", SdpFault.Version)]
    [InlineData("^v=|", SdpFault.Version)]
    [InlineData("^o=- 1 1 IN IP4 192.0.2.1|v=0|", SdpFault.Version)]
    [InlineData("v=0|^nonsense|", SdpFault.Line)]
    [InlineData("v=0|^x|", SdpFault.Line)]
    [InlineData("v=0|^ m=audio 1 RTP/AVP 8|", SdpFault.Line)]
    [InlineData("v=0|^m = audio 1 RTP/AVP 8|", SdpFault.Line)]
    [InlineData("v=0|^1=x|", SdpFault.Line)]
    [InlineData("v=0|o=^", SdpFault.Origin)]
    [InlineData("v=0|o=-^|", SdpFault.Origin)]
    [InlineData("v=0|o=- ^x 1 IN IP4 192.0.2.1|", SdpFault.Origin)]
    [InlineData("v=0|o=- 1 ^-1 IN IP4 192.0.2.1|", SdpFault.Origin)]
    [InlineData("v=0|o=- 1 1 IN IP4^|", SdpFault.Origin)]
    [InlineData("v=0|c=^|", SdpFault.Connection)]
    [InlineData("v=0|c=IN IP4^|", SdpFault.Connection)]
    [InlineData("v=0|c=IN IP4 ^192.0.2.\u00011|", SdpFault.Connection)]
    [InlineData("v=0|m=^|", SdpFault.Media)]
    [InlineData("v=0|m=audio^|", SdpFault.Media)]
    [InlineData("v=0|m=audio 1^|", SdpFault.Media)]
    [InlineData("v=0|m=audio 1 RTP/AVP^|", SdpFault.Media)]
    [InlineData("v=0|m=audio 1 RTP/AVP 8 ^\u00e4 0|", SdpFault.Media)]
    [InlineData("v=0|m=^\u0000 1 RTP/AVP 8|", SdpFault.Media)]
    [InlineData("v=0|m=audio ^x RTP/AVP 8|", SdpFault.Port)]
    [InlineData("v=0|m=audio ^65536 RTP/AVP 8|", SdpFault.Port)]
    [InlineData("v=0|m=audio ^-1 RTP/AVP 8|", SdpFault.Port)]
    [InlineData("v=0|m=audio ^+1 RTP/AVP 8|", SdpFault.Port)]
    [InlineData("v=0|m=audio ^1x RTP/AVP 8|", SdpFault.Port)]
    [InlineData("v=0|m=audio ^/2 RTP/AVP 8|", SdpFault.Port)]
    [InlineData("v=0|m=audio ^99999999999999999999 RTP/AVP 8|", SdpFault.Port)]
    public void TryParse_Invalid_NamesTheFaultAndItsPlace(string marked, SdpFault fault)
    {
        var bytes = Encoding.UTF8.GetBytes(marked.Replace("^", "", StringComparison.Ordinal).Replace("|", "\r\n", StringComparison.Ordinal));
        var offset = Encoding.UTF8.GetByteCount(marked[..marked.IndexOf('^', StringComparison.Ordinal)].Replace("|", "\r\n", StringComparison.Ordinal));

        Assert.False(SessionDescription.TryParse(bytes, out var description, out var error));

        Assert.Null(description);
        Assert.Equal(new SdpParseError(fault, offset), error);
    }

    [Fact]
    public void TryParse_MoreThanSixteenKibibytes_IsRefused()
    {
        var head = "v=0\r\na="u8.ToArray();
        byte[] largest = [.. head, .. Enumerable.Repeat((byte)'x', (16 * 1024) - head.Length)];

        Assert.True(SessionDescription.TryParse(largest, out _, out _));
        Assert.False(SessionDescription.TryParse([.. largest, (byte)'x'], out _, out var error));
        Assert.Equal(new SdpParseError(SdpFault.TooLong, 16 * 1024), error);
    }

    [Theory]
    [InlineData("a=x\n", 511, SdpFault.TooManyLines)]
    [InlineData("m=audio 1 RTP/AVP 8\n", 16, SdpFault.TooManyMedia)]
    public void TryParse_LinesBeyondTheLimit_AreRefusedWhereTheyBegin(string line, int most, SdpFault fault)
    {
        var allowed = "v=0\n" + string.Concat(Enumerable.Repeat(line, most));

        Assert.True(SessionDescription.TryParse(Encoding.ASCII.GetBytes(allowed), out _, out _));
        Assert.False(SessionDescription.TryParse(Encoding.ASCII.GetBytes(allowed + line), out _, out var error));
        Assert.Equal(fault, error.Fault);
        Assert.InRange(error.Offset, allowed.Length, allowed.Length + 2);
    }

    [Fact]
    public void TryParse_FormatsBeyondTheLimit_AreRefused()
    {
        var allowed = "v=0\nm=audio 1 RTP/AVP" + string.Concat(Enumerable.Repeat(" 8", 64));

        Assert.True(SessionDescription.TryParse(Encoding.ASCII.GetBytes(allowed), out _, out _));
        Assert.False(SessionDescription.TryParse(Encoding.ASCII.GetBytes(allowed + " 8"), out _, out var error));
        Assert.Equal(new SdpParseError(SdpFault.TooManyFormats, allowed.Length + 1), error);
    }
}
