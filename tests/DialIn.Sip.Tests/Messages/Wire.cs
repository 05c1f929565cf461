using System.Text;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Tests.Messages;

/// <summary>Bytes for tests, written as raw strings.</summary>
internal static class Wire
{
    /// <summary>A request with all that is mandatory and no body.</summary>
    public const string Options = """
        OPTIONS sip:bob@example.com SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabc;rport
        Max-Forwards: 70
        From: "Alice" <sip:alice@example.org>;tag=1928
        To: <sip:bob@example.com>
        Call-ID: a84b4c76e66710
        CSeq: 314159 OPTIONS
        Content-Length: 0


        """;

    /// <summary>A request with a body of five bytes.</summary>
    public const string Invite = """
        INVITE sip:bob@example.com SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabc
        Max-Forwards: 70
        From: <sip:alice@example.org>;tag=1928
        To: <sip:bob@example.com>
        Call-ID: a84b4c76e66710
        CSeq: 1 INVITE
        Contact: <sip:alice@192.0.2.1>
        Record-Route: <sip:p1.example.com;lr>, <sip:p2.example.com;lr>
        Content-Type: application/sdp
        Content-Length: 5

        v=0

        """;

    /// <summary>A response with all that is mandatory.</summary>
    public const string Ok = """
        SIP/2.0 200 OK
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabc
        From: <sip:alice@example.org>;tag=1928
        To: <sip:bob@example.com>;tag=314
        Call-ID: a84b4c76e66710
        CSeq: 1 INVITE
        Contact: <sip:bob@192.0.2.2>
        Content-Length: 0


        """;

    /// <summary>The text as it goes over the wire.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    /// <summary>Parses what must be parsable.</summary>
    public static SipMessage Parse(string text) => Parse(Bytes(text));

    /// <inheritdoc cref="Parse(string)"/>
    public static SipMessage Parse(byte[] bytes)
    {
        Assert.True(SipParser.TryParse(bytes, SipLimits.Default, out var message, out var error), error.ToString());
        return message;
    }

    /// <summary>Parses what must be a request.</summary>
    public static SipRequest Request(string text) => Assert.IsType<SipRequest>(Parse(text));

    /// <summary>Parses what must be a response.</summary>
    public static SipResponse Response(string text) => Assert.IsType<SipResponse>(Parse(text));
}
