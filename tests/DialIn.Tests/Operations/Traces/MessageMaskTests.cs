using System.Text;
using DialIn.Operations.Traces;
using DialIn.Sip.Messages;

namespace DialIn.Tests.Operations.Traces;

public class MessageMaskTests
{
    private const string Own = "+4961511234567";
    private const string Sdp = "v=0\r\no=anna 2890844526 1 IN IP4 192.0.2.9\r\ns=Call of +4915112345634\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nk=clear:secret-of-k\r\nm=audio 4000 RTP/SAVP 8 101\r\n"
        + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0LWtleS1vZi10aGUtY2FsbC1mb3ItdGVzdA==|2^20\r\na=rtpmap:101 telephone-event/8000\r\na=ice-pwd:secret-of-ice\r\na=sendrecv\r\n";

    private readonly MessageMask _mask = new(new AddressMask([Own]));

    [Fact]
    public void Invite_LosesNumbersNamesSecretsAndKeys_AndStaysAnInvite()
    {
        var masked = Mask(
            """
            INVITE sip:+4961511234567@192.0.2.1;user=phone SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK-524287-1
            From: "Anna Müller" <sip:+4915112345634@carrier.example;user=phone;x-who=anna>;tag=0015112345634a
            To: <sip:061511234567@192.0.2.1>
            Call-ID: 4915112345634-99@192.0.2.9
            CSeq: 1 INVITE
            Contact: <sip:anna@192.0.2.9:5060;transport=udp>;+sip.instance="device-of-anna"
            P-Asserted-Identity: <tel:+49-151-12345634>, "Anna" <sip:+4915112345634@carrier.example>
            Diversion: <sip:030123456789@carrier.example>;reason=user-busy
            Proxy-Authorization: Digest username="trunk", realm="carrier.example", nonce="abc", uri="sip:x", response="0123456789abcdef0123456789abcdef"
            Identity: eyJ4NXQiOiIrNDkxNTExMjM0NTYzNCJ9
            X-Carrier-Caller: 0151/12345634
            Content-Type: application/sdp
            """,
            Sdp);

        Assert.StartsWith("INVITE sip:+4961511234567@192.0.2.1;user=phone SIP/2.0\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("From: \"***\" <sip:+49...34@carrier.example;user=phone>;tag=+1...34a\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("To: <sip:061511234567@192.0.2.1>\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("Call-ID: ...34-99@192.0.2.9\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("Contact: <sip:***@192.0.2.9:5060;transport=udp>\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("P-Asserted-Identity: <tel:+49...34>, \"***\" <sip:+49...34@carrier.example>\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("Diversion: <sip:...89@carrier.example>;reason=user-busy\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("Proxy-Authorization: Digest realm=\"carrier.example\", response=\"***\"\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("Identity: ***\r\nX-Carrier-Caller: ***\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:***\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("m=audio 4000 RTP/SAVP 8 101\r\n", masked, StringComparison.Ordinal);
        foreach (var secret in new[] { "12345634", "123456789@", "Anna", "anna", "secret", "c2VjcmV0", "0123456789abcdef", "eyJ4", "nonce", "trunk" })
        {
            Assert.DoesNotContain(secret, masked, StringComparison.Ordinal);
        }

        Assert.True(SipParser.TryParse(Encoding.UTF8.GetBytes(masked), SipLimits.Default, out var message, out _));
        Assert.Equal(int.Parse(message.Headers[HeaderNames.ContentLength]!, null), message.Body.Length);
    }

    [Theory]
    [InlineData("+49-151-12345634-99@192.0.2.9", "+49...34-99@192.0.2.9")]
    [InlineData("0151.123.456.34@192.0.2.9", "...34@192.0.2.9")]
    [InlineData("call(0151)12-34-56-34", "call(...34")]
    [InlineData("+49 - 151 - 12 - 345634@b", "+49...34@b")]
    [InlineData("7f-0049/151/12345634", "7f-+49...34")]
    [InlineData("12345634-12345634.x", "...34-...34.x")]
    [InlineData("192.0.2.9-5060", "192.0.2.9-5060")]
    public void Number_WithItsDigitsParted_IsMaskedWhereItStands(string callId, string expected)
    {
        var masked = Mask(
            $"INVITE sip:bridge@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1\nFrom: <sip:+4915112345634@b>;tag=a\nTo: <sip:c@d>\nCall-ID: {callId}\nCSeq: 2 INVITE\nContact: <sip:0151-123456-34@192.0.2.9>\nReason: Q.850;cause=16;text=\"0151 12345634\"",
            "");
        Assert.Contains($"\r\nCall-ID: {expected}\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("\r\nContact: <sip:...34@192.0.2.9>\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("text=\"...34\"\r\n", masked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("From: <sip:+4915112345634@b>;tag=a")]
    [InlineData("From: <sip:anonymous@anonymous.invalid>;tag=a\nP-Asserted-Identity: <tel:+49-151-12345634>")]
    [InlineData("From: <sip:anonymous@anonymous.invalid>;tag=a\nRemote-Party-ID: <sip:015112345634@b>;party=calling")]
    public void Number_OfTheCaller_IsLearntBeforeTheManyOfARoute(string caller)
    {
        var routes = string.Concat(Enumerable.Range(0, 20).Select(static i => $"Record-Route: <sip:77{i:D6}@192.0.2.{i};lr>\n"));
        var masked = Mask(
            $"INVITE sip:bridge@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1\n{routes}To: <sip:c@d>\nCall-ID: 015112345634\nCSeq: 2 INVITE\n{caller}", "");
        Assert.Contains("\r\nCall-ID: ...34\r\n", masked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/dtmf-relay", "Signal=7\r\nDuration=160\r\n")]
    [InlineData("application/dtmf", "7")]
    [InlineData("APPLICATION/DTMF-RELAY ; charset=utf-8", "Signal=7\r\n")]
    [InlineData("text/plain", "my PIN is 7")]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: application/dtmf\r\n\r\n7\r\n--b--\r\n")]
    [InlineData(null, "7")]
    public void Body_ThatIsNoDescription_IsNotShown(string? type, string body)
    {
        var masked = Mask(
            $"INFO sip:bridge@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1\nFrom: <sip:a@b>;tag=a\nTo: <sip:c@d>;tag=b\nCall-ID: x\nCSeq: 2 INFO{(type is null ? "" : $"\nContent-Type: {type}")}",
            body);

        Assert.EndsWith($"\r\n\r\n({body.Length} bytes, not shown)\r\n", masked, StringComparison.Ordinal);
        Assert.DoesNotContain('7', masked);
    }

    [Theory]
    [InlineData("a=acap:1 crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0", "a=***")]
    [InlineData("a=acap:2 key-mgmt:mikey c2VjcmV0", "a=***")]
    [InlineData("a=cpar:a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0", "a=***")]
    [InlineData("a=x:y\ra=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0", "a=***\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:***")]
    [InlineData("a=crypto:inline:c2VjcmV0 x", "a=crypto:***")]
    [InlineData("a=crypto:1 inline:c2VjcmV0", "a=crypto:***")]
    [InlineData("a=CRYPTO:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0", "a=***")]
    [InlineData("a=ssrc:1 cname:anna@device", "a=***")]
    [InlineData("a=candidate:1 1 udp 2130706431 192.0.2.9 4000 typ host ufrag c2VjcmV0", "a=candidate:1 1 udp 2130706431 192.0.2.9 4000 typ host")]
    [InlineData("x=c2VjcmV0", "x=-")]
    [InlineData("a=rtcp-mux\r\na=ptime:20\r\na=fmtp:101 0-15", "a=rtcp-mux\r\na=ptime:20\r\na=fmtp:101 0-15")]
    public void Description_ShowsOnlyWhatIsKnownToBeHarmless(string line, string expected)
    {
        var masked = Mask(
            "INVITE sip:bridge@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1\nFrom: <sip:a@b>;tag=a\nTo: <sip:c@d>;tag=b\nCall-ID: x\nCSeq: 2 INVITE\nContent-Type: application/sdp",
            $"v=0\r\n{line}\r\nt=0 0\r\n");

        Assert.EndsWith($"\r\n\r\nv=0\r\n{expected}\r\nt=0 0\r\n", masked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WWW-Authenticate: Digest realm=\"carrier\", nonce=\"n0nce\", opaque=\"0paque\", algorithm=SHA-256, qop=\"auth\"", "WWW-Authenticate: Digest realm=\"carrier\", algorithm=SHA-256, qop=\"auth\", response=\"***\"")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "Authorization: ***")]
    [InlineData("Authorization: Digest\tusername=\"trunk\",\trealm=\"carrier\", nonce=\"n0nce\", uri=\"sip:x\", response=\"abcdef\"", "Authorization: Digest realm=\"carrier\", response=\"***\"")]
    [InlineData("Authorization: Digest realm=\"carrier\" response=\"abcdef\"", "Authorization: ***")]
    [InlineData("WWW-Authenticate: Digest realm=\"a\\\", response=\\\"b\", nonce=\"n0nce\", algorithm=abcdef, qop=\"abcdef,auth\", stale=true", "WWW-Authenticate: Digest realm=\"a', response='b\", qop=\"auth\", stale=true, response=\"***\"")]
    [InlineData("Authentication-Info: rspauth=\"abcdef\"", "Authentication-Info: ***")]
    public void Credentials_AreNotShown(string header, string expected) =>
        Assert.Contains(
            $"\r\n{expected}\r\n",
            Mask($"SIP/2.0 401 Unauthorized\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1\nFrom: <sip:a@b>;tag=a\nTo: <sip:c@d>;tag=b\nCall-ID: x\nCSeq: 2 INVITE\n{header}", ""),
            StringComparison.Ordinal);

    [Fact]
    public void ConferenceLeg_ShowsTheRoom_AndNotThePseudonym()
    {
        var masked = Mask(
            "INVITE sip:70066@bbb1.example SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\nFrom: \"Anna Müller\" <sip:999123456789012@192.0.2.1>;tag=a\nTo: <sip:70066@bbb1.example>\nCall-ID: x\nCSeq: 1 INVITE",
            "",
            isConference: true);

        Assert.StartsWith("INVITE sip:70066@bbb1.example SIP/2.0\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("From: \"***\" <sip:...12@192.0.2.1>;tag=a\r\n", masked, StringComparison.Ordinal);
        Assert.Contains("To: <sip:70066@bbb1.example>\r\n", masked, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_ManyAndOdd_TakeNoTime()
    {
        var scrub = new NumberScrub();
        for (var i = 0; i < 100; i++)
        {
            scrub.Learn($"{i:D3}12345678{i:D3}");
        }

        var text = string.Concat(Enumerable.Repeat("0001234567800000112345678001", 2_000));
        Assert.DoesNotContain("12345678", scrub.Clean(text), StringComparison.Ordinal);
        Assert.DoesNotContain("12345678", scrub.Clean(string.Concat(Enumerable.Repeat("12345678001-", 5_000))), StringComparison.Ordinal);
    }

    private string Mask(string head, string body, bool isConference = false)
    {
        var bytes = Encoding.UTF8.GetBytes($"{head.ReplaceLineEndings("\r\n")}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        Assert.True(SipParser.TryParse(bytes, SipLimits.Default, out var message, out _));
        var scrub = new NumberScrub();
        _mask.Learn(message, scrub);
        return Encoding.UTF8.GetString(_mask.Mask(message, isConference, scrub));
    }
}
