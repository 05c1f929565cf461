using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class SipUriTests
{
    [Theory]
    [Rfc(3261, "19.1.3")]
    [InlineData("sip:alice@atlanta.com", "sip", "alice", "atlanta.com", null)]
    [InlineData("sip:alice:secretword@atlanta.com;transport=tcp", "sip", "alice", "atlanta.com", null)]
    [InlineData("sips:alice@atlanta.com?subject=project%20x&priority=urgent", "sips", "alice", "atlanta.com", null)]
    [InlineData("sip:+1-212-555-1212:1234@gateway.com;user=phone", "sip", "+1-212-555-1212", "gateway.com", null)]
    [InlineData("sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com", "sip", null, "atlanta.com", null)]
    [InlineData("sip:alice;day=tuesday@atlanta.com", "sip", "alice;day=tuesday", "atlanta.com", null)]
    [InlineData("sip:1212@gateway.com:5061", "sip", "1212", "gateway.com", 5061)]
    [InlineData("sip:[2001:db8::10]:5070", "sip", null, "2001:db8::10", 5070)]
    [InlineData("sip:[2001:db8::10:5070]", "sip", null, "2001:db8::10:5070", null)]
    [InlineData("sip:caller_1@my_host.local", "sip", "caller_1", "my_host.local", null)]
    [InlineData("tel:+4961511234567;phone-context=example.com", "tel", "+4961511234567", "", null)]
    public void Uri_Valid_IsTakenApartAndWrittenAsItCame(string text, string scheme, string? user, string host, int? port)
    {
        Assert.True(SipUri.TryParse(text, out var uri));

        Assert.Equal((scheme, user, host, port), (uri.Scheme, uri.User, uri.Host, uri.Port));
        Assert.Equal(text, uri.ToString());
        Assert.Equal(uri, SipUri.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip")]
    [InlineData("sip:")]
    [InlineData(":alice@example.com")]
    [InlineData("1sip:alice@example.com")]
    [InlineData("sip:@example.com")]
    [InlineData("sip:alice@")]
    [InlineData("sip:alice@example.com:")]
    [InlineData("sip:alice@example.com:65536")]
    [InlineData("sip:alice@example.com:-1")]
    [InlineData("sip:alice@example.com:50x")]
    [InlineData("sip:alice@[2001:db8::10")]
    [InlineData("sip:alice@[192.0.2.1]")]
    [InlineData("sip:alice@[::1]]")]
    [InlineData("sip:alice@2001:db8::10")]
    [InlineData("sip:alice@exa mple.com")]
    [InlineData("sip:alice@example.com;;lr")]
    [InlineData("sip:alice@example.com;lr=")]
    [InlineData("sip:alice@example.com\r\nVia: x")]
    [InlineData("<sip:alice@example.com>")]
    [InlineData("tel:")]
    [InlineData("tel:call-me")]
    [InlineData("http:")]
    public void Uri_Invalid_IsRefused(string text)
    {
        Assert.False(SipUri.TryParse(text, out _));
        Assert.Throws<FormatException>(() => SipUri.Parse(text));
    }

    [Fact]
    public void Uri_Null_IsRefused() => Assert.False(SipUri.TryParse(null, out _));

    [Fact]
    public void Uri_OfAnotherScheme_KeepsItsText()
    {
        Assert.True(SipUri.TryParse("HTTP://www.example.com/a;b?c", out var uri));

        Assert.Equal(("http", "//www.example.com/a;b?c", false), (uri.Scheme, uri.Opaque, uri.IsSip));
        Assert.Equal("http://www.example.com/a;b?c", uri.ToString());
        Assert.Throws<FormatException>(() => SipUri.Parse("http://www.example.com"));
    }

    [Theory]
    [Rfc(3261, "19.1.2")]
    [InlineData("sip:%75se%72@example.com", "user")]
    [InlineData("sip:I%20have%20spaces@example.net", "I have spaces")]
    [InlineData("sip:null-%00-null@example.com", "null-\0-null")]
    [InlineData("sip:%C3%BC@example.com", "ü")]
    [InlineData("sip:100%@example.com", "100%")]
    [InlineData("sip:%Z%4@example.com", "%Z%4")]
    [InlineData("sip:%FF@example.com", "\uFFFD")]
    public void User_Escaped_ReadsAsText(string text, string user)
    {
        Assert.True(SipUri.TryParse(text, out var uri));

        Assert.Equal(user, uri.User);
        Assert.Equal(text, uri.ToString());
    }

    [Theory]
    [Rfc(3261, "19.1.2")]
    [InlineData("12345", "sip:12345@example.com")]
    [InlineData("a b@c:d", "sip:a%20b%40c%3Ad@example.com")]
    [InlineData("+49;ext=1", "sip:+49;ext=1@example.com")]
    [InlineData("ü\r\n", "sip:%C3%BC%0D%0A@example.com")]
    public void User_SetByUs_IsEscapedWhereItMustBe(string user, string text)
    {
        var uri = SipUri.Parse("sip:x@example.com") with { User = user };

        Assert.Equal(text, uri.ToString());
        Assert.Equal(user, uri.User);
        Assert.Equal(uri, SipUri.Parse(text));
    }

    [Fact]
    public void Transport_Given_ReadsInLowerCase()
    {
        Assert.Equal("tcp", SipUri.Parse("sip:example.com;Transport=TCP").Transport);
        Assert.Null(SipUri.Parse("sip:example.com").Transport);
    }

    [Theory]
    [Rfc(3261, "19.1.4")]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;security=on")]
    [InlineData("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on")]
    [InlineData("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com", "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com")]
    [InlineData("sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x")]
    [InlineData("tel:+491", "tel:+491")]
    public void Uris_OfTheSameResource_AreEquivalent(string left, string right)
    {
        Assert.True(SipUri.Parse(left).IsEquivalentTo(SipUri.Parse(right)));
        Assert.True(SipUri.Parse(right).IsEquivalentTo(SipUri.Parse(left)));
    }

    [Theory]
    [Rfc(3261, "19.1.4")]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp")]
    [InlineData("sip:bob@biloxi.com", "sips:bob@biloxi.com")]
    [InlineData("sip:bob@biloxi.com:6000", "sip:bob@biloxi.com:5060")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting")]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4")]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off")]
    [InlineData("sip:bob:one@biloxi.com", "sip:bob:two@biloxi.com")]
    [InlineData("sip:bob@biloxi.com", "sip:biloxi.com")]
    [InlineData("tel:+491", "tel:+492")]
    public void Uris_OfDifferentResources_AreNotEquivalent(string left, string right)
    {
        Assert.False(SipUri.Parse(left).IsEquivalentTo(SipUri.Parse(right)));
        Assert.False(SipUri.Parse(right).IsEquivalentTo(SipUri.Parse(left)));
    }
}
