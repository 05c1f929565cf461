using System.Text;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class MultipartBodyTests
{
    private const string Sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\n";

    [Theory]
    [InlineData("multipart/mixed;boundary=b1", "--b1\r\nContent-Type: application/sdp\r\n\r\n{0}\r\n--b1\r\nContent-Type: application/ISUP;version=itu-t92+\r\n\r\n\u0001\u0002\r\n--b1--\r\n")]
    [InlineData("Multipart/Mixed; boundary=\"b 1\"", "preamble\r\n--b 1\r\nContent-Type: application/ISUP\r\nContent-Disposition: signal;handling=optional\r\n\r\n\u0001\r\n--b 1\r\nc: application/SDP;x=y\r\n\r\n{0}\r\n--b 1--")]
    [InlineData("multipart/mixed;boundary=b1", "--b1\r\nContent-Type: multipart/alternative;boundary=b2\r\n\r\n--b2\r\nContent-Type: text/plain\r\n\r\nx\r\n--b2\r\nContent-Type: application/sdp\r\n\r\n{0}\r\n--b2--\r\n--b1\r\nContent-Type: application/pidf+xml\r\n\r\n<x/>\r\n--b1--")]
    [InlineData("multipart/mixed;boundary=b1", "--b1  \r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: application/sdp\r\n\r\n{0}")]
    [Rfc(5621, "4.2")]
    public void Description_AmongSeveralParts_IsTheBody(string type, string body)
    {
        var opened = MultipartBody.Open(Invite(type, body.Replace("{0}", Sdp, StringComparison.Ordinal)));

        Assert.Equal(Sdp, Encoding.Latin1.GetString(opened.Body.Span));
        Assert.Equal("application/sdp", opened.ContentType);
    }

    [Theory]
    [InlineData("application/sdp", "v=0\r\n")]
    [InlineData("multipart/mixed", "--b1\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b1--")]
    [InlineData("multipart/mixed;boundary=", "----\r\n")]
    [InlineData("multipart/mixed;boundary=b1", "--b1\r\nContent-Type: text/plain\r\n\r\nv=0\r\n--b1--")]
    [InlineData("multipart/mixed;boundary=b1", "--b1\r\nContent-Type: application/sdp\r\nContent-Transfer-Encoding: base64\r\n\r\ndj0w\r\n--b1--")]
    [InlineData("multipart/mixed;boundary=b1", "--b1--")]
    [InlineData("multipart/mixed;boundary=b1", "--b1")]
    [InlineData("multipart/mixed;boundary=b2", "--b1\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b1--")]
    [Rfc(5621, "4.2")]
    public void Body_WithoutADescriptionInParts_IsLeftAlone(string type, string body)
    {
        var invite = Invite(type, body);

        Assert.Same(invite, MultipartBody.Open(invite));
    }

    [Fact]
    public void Parts_NestedWithoutEnd_AreNotFollowed()
    {
        var body = $"--b0\r\nContent-Type: application/sdp\r\n\r\n{Sdp}";
        for (var depth = 0; depth < 3; depth++)
        {
            body = $"--b{depth + 1}\r\nContent-Type: multipart/mixed;boundary=b{depth}\r\n\r\n{body}";
        }

        var invite = Invite("multipart/mixed;boundary=b3", body);
        Assert.Same(invite, MultipartBody.Open(invite));
    }

    [Fact]
    public void Body_CutShortAnywhere_IsNoFault()
    {
        var body = $"--b1\r\nContent-Type: application/ISUP\r\n\r\n\u0001\r\n--b1\r\nContent-Type: application/sdp\r\n\r\n{Sdp}\r\n--b1--\r\n";

        for (var length = 0; length <= body.Length; length++)
        {
            _ = MultipartBody.Open(Invite("multipart/mixed;boundary=b1", body[..length]));
        }
    }

    [Fact]
    public void Description_BehindTheEighthPart_IsNotLookedFor()
    {
        var parts = string.Concat(Enumerable.Repeat("--b1\r\nContent-Type: text/plain\r\n\r\nx\r\n", 8));

        Assert.NotEqual(Sdp, Encoding.Latin1.GetString(MultipartBody.Open(Invite("multipart/mixed;boundary=b1", $"{parts}--b1\r\nContent-Type: application/sdp\r\n\r\n{Sdp}")).Body.Span));
    }

    private static SipRequest Invite(string type, string body) => new(
        SipMethod.Invite, SipUri.Parse("sip:a@b"), SipHeaders.Empty.WithAdded(HeaderNames.ContentType, type), Encoding.Latin1.GetBytes(body));
}
