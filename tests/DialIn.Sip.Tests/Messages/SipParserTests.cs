using System.Text;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class SipParserTests
{
    [Theory]
    [InlineData(Wire.Options)]
    [InlineData(Wire.Invite)]
    [InlineData(Wire.Ok)]
    public void Prefix_OfAMessage_IsRefusedWithoutException(string text)
    {
        var bytes = Wire.Bytes(text);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(SipParser.TryParse(bytes.AsSpan(0, length), SipLimits.Default, out var message, out var error));
            Assert.True(error.Kind is SipParseErrorKind.Incomplete or SipParseErrorKind.TruncatedBody, error.ToString());
            Assert.Equal(length, error.Offset);
            Assert.Equal(message is null, error.StatusCode is null);
        }

        Assert.True(SipParser.TryParse(bytes, SipLimits.Default, out _, out _));
    }

    [Fact]
    public void Request_IsTakenApart()
    {
        var request = Wire.Request(Wire.Invite);

        Assert.Equal(SipMethod.Invite, request.Method);
        Assert.Equal("sip:bob@example.com", request.RequestUri.ToString());
        Assert.Equal("SIP/2.0", request.Version);
        Assert.Equal("v=0\r\n", Encoding.UTF8.GetString(request.Body.Span));
        Assert.Equal(10, request.Headers.Count);
        Assert.Equal("INVITE sip:bob@example.com SIP/2.0", request.ToString());
    }

    [Fact]
    public void Response_IsTakenApart()
    {
        var response = Wire.Response(Wire.Ok);

        Assert.Equal((200, "OK", true, false), (response.StatusCode, response.ReasonPhrase, response.IsSuccess, response.IsProvisional));
        Assert.True(response.Body.IsEmpty);
    }

    [Theory]
    [InlineData("INVITE\r\n\r\n", SipParseErrorKind.BadStartLine, -1, null)]
    [InlineData("INVITE sip:a@b\r\n\r\n", SipParseErrorKind.BadStartLine, 6, null)]
    [InlineData("IN@VITE sip:a@b SIP/2.0\r\n\r\n", SipParseErrorKind.BadStartLine, 0, null)]
    [InlineData(" INVITE sip:a@b SIP/2.0\r\n\r\n", SipParseErrorKind.BadStartLine, 0, null)]
    [InlineData("SIP/2.0\r\n\r\n", SipParseErrorKind.BadStartLine, 7, null)]
    [InlineData("SIP/2.0 20 OK\r\n\r\n", SipParseErrorKind.BadStartLine, 8, null)]
    [InlineData("SIP/2.0 099 OK\r\n\r\n", SipParseErrorKind.BadStartLine, 8, null)]
    [InlineData("SIP/2.0 700 OK\r\n\r\n", SipParseErrorKind.BadStartLine, 8, null)]
    [InlineData("SIP/2.0 2000 OK\r\n\r\n", SipParseErrorKind.BadStartLine, 8, null)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\nVia\r\n\r\n", SipParseErrorKind.BadHeaderLine, 24, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\n: x\r\n\r\n", SipParseErrorKind.BadHeaderLine, 24, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\nTo: x\r\nA B: x\r\nC D: x\r\n\r\n", SipParseErrorKind.BadHeaderLine, 31, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\n folded\r\n\r\n", SipParseErrorKind.BadHeaderLine, 24, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\nl: -1\r\n\r\n", SipParseErrorKind.BadContentLength, 24, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\nl: 0x1\r\n\r\n", SipParseErrorKind.BadContentLength, 24, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\nl:\r\n\r\n", SipParseErrorKind.BadContentLength, 24, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\nl: 1\r\nContent-Length: 2\r\n\r\nab", SipParseErrorKind.BadContentLength, 30, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\nl: 5\r\n\r\nab", SipParseErrorKind.TruncatedBody, 34, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\nl: 99999999999999999999\r\n\r\nab", SipParseErrorKind.TruncatedBody, 53, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\nTo: x\r\n", SipParseErrorKind.Incomplete, 31, 400)]
    [InlineData("INVITE sip:a@b SIP/2.0\r\nTo: x", SipParseErrorKind.Incomplete, 29, null)]
    [InlineData("\r\n\r\n", SipParseErrorKind.Incomplete, 4, null)]
    public void Bytes_Unframeable_AreRefusedWithKindAndOffset(string text, SipParseErrorKind kind, int offset, int? status)
    {
        Assert.False(SipParser.TryParse(Encoding.UTF8.GetBytes(text), SipLimits.Default, out var message, out var error));

        Assert.Equal(new SipParseError(kind, offset < 0 ? 0 : offset, status), error);
        Assert.Equal(status is null, message is null);
    }

    [Fact]
    [Rfc(3261, "7.5")]
    public void LineEnds_BeforeTheStartLine_AreIgnored() => Assert.IsType<SipRequest>(Wire.Parse("\r\n\r\n" + Wire.Options));

    [Fact]
    public void LineEnds_OfLineFeedsOnly_AreTolerated()
    {
        var request = Assert.IsType<SipRequest>(Wire.Parse(Encoding.UTF8.GetBytes(Wire.Invite.ReplaceLineEndings("\n").Replace("Length: 5", "Length: 4", StringComparison.Ordinal))));

        Assert.Equal("application/sdp", request.ContentType);
        Assert.True(SipRequestValidator.TryValidate(request, out _, out _));
    }

    [Fact]
    [Rfc(3261, "7.3.1")]
    public void Value_Folded_IsJoinedWithOneSpace()
    {
        var request = Wire.Request("OPTIONS sip:a@b SIP/2.0\nSubject:\n  one \n\ttwo\n   \n three\nTo : <sip:x@y>\n\n");

        Assert.Equal("one two three", request.Headers["Subject"]);
        Assert.Equal("<sip:x@y>", request.Headers["To"]);
    }

    [Fact]
    public void CarriageReturn_InsideALine_BecomesASpace()
    {
        var bytes = Encoding.UTF8.GetBytes("OPTIONS sip:a@b SIP/2.0\r\nSubject: one\rVia: evil\r\n\r\n");

        Assert.Equal("one Via: evil", Wire.Parse(bytes).Headers["Subject"]);
    }

    [Fact]
    [Rfc(3261, "7.3.3")]
    public void Names_CompactOrInAnyCase_AreCanonical()
    {
        var headers = Wire.Parse("OPTIONS sip:a@b SIP/2.0\nv: 1\nCALL-id: 2\nX-Other-NAME: 3\nl: 0\n\n").Headers;

        Assert.Equal(["Via", "Call-ID", "X-Other-NAME", "Content-Length"], headers.Select(header => header.Name));
    }

    [Fact]
    public void Text_NotUtf8_IsReadAsLatin1()
    {
        byte[] bytes = [.. "OPTIONS sip:a@b SIP/2.0\r\nSubject: M"u8, 0xFC, .. "ller\r\nOrganization: M\u00FCller\r\n\r\n"u8];

        var headers = Wire.Parse(bytes).Headers;

        Assert.Equal("Müller", headers["Subject"]);
        Assert.Equal("Müller", headers["Organization"]);
    }

    [Theory]
    [Rfc(3261, "18.3")]
    [InlineData("", "abcdef")]
    [InlineData("Content-Length: 4\r\n", "abcd")]
    [InlineData("l: 004\r\nContent-Length: 4\r\n", "abcd")]
    [InlineData("Content-Length: 0\r\n", "")]
    public void Body_EndsWhereContentLengthSays(string header, string body)
    {
        var message = Wire.Parse(Encoding.UTF8.GetBytes($"OPTIONS sip:a@b SIP/2.0\r\n{header}\r\nabcdef"));

        Assert.Equal(body, Encoding.UTF8.GetString(message.Body.Span));
    }

    [Fact]
    public void Limits_Exceeded_AreRefused()
    {
        var limits = new SipLimits { MaxDatagramBytes = 200, MaxHeaders = 3, MaxBodyBytes = 10 };

        Assert.Equal(new(SipParseErrorKind.TooLarge, 200), Refusal(new string('x', 201)));
        Assert.Equal(new(SipParseErrorKind.TooManyHeaders, 38), Refusal("OPTIONS sip:a@b SIP/2.0\r\na:1\r\nb:\r\nc:\r\nd:\r\n\r\n"));
        Assert.Equal(new(SipParseErrorKind.TooLarge, 37, 513), Refusal("OPTIONS sip:a@b SIP/2.0\r\n\r\n" + new string('b', 11)));

        SipParseError Refusal(string text)
        {
            Assert.False(SipParser.TryParse(Encoding.UTF8.GetBytes(text), limits, out _, out var error));
            return error;
        }
    }

    [Fact]
    public void RequestUri_ThatIsNone_IsKeptForTheValidator()
    {
        var request = Wire.Request("OPTIONS <sip:a@b> more SIP/2.0\n\n");

        Assert.Equal(("", "<sip:a@b> more"), (request.RequestUri.Scheme, request.RequestUri.ToString()));
    }
}
