using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

[Rfc(3261, "20.10")]
public class NameAddressTests
{
    [Theory]
    [InlineData("<sip:a@example.com>", null, null, "<sip:a@example.com>")]
    [InlineData("sip:a@example.com", null, null, "<sip:a@example.com>")]
    [InlineData("sip:a@example.com;tag=1", null, "1", "<sip:a@example.com>;tag=1")]
    [InlineData("<sip:a@example.com;lr>;tag=1", null, "1", "<sip:a@example.com;lr>;tag=1")]
    [InlineData("caller<sip:a@example.com>", "caller", null, "\"caller\" <sip:a@example.com>")]
    [InlineData("\"A, B\" <sip:a@example.com> ; tag = x", "A, B", "x", "\"A, B\" <sip:a@example.com>;tag=x")]
    [InlineData("\"say \\\"hi\\\" <now>\"<sip:a@example.com>", "say \"hi\" <now>", null, "\"say \\\"hi\\\" <now>\" <sip:a@example.com>")]
    [InlineData("\"\" <sip:a@example.com>", "", null, "<sip:a@example.com>")]
    [InlineData("Jürgen Groß <sip:a@example.com>", "Jürgen Groß", null, "\"Jürgen Groß\" <sip:a@example.com>")]
    [InlineData("Bell, A. <sip:a@example.com>", "Bell, A.", null, "\"Bell, A.\" <sip:a@example.com>")]
    [InlineData("<tel:+49123;phone-context=x>;tag=2", null, "2", "<tel:+49123;phone-context=x>;tag=2")]
    [InlineData("<http://example.com/?a=b,c>", null, null, "<http://example.com/?a=b,c>")]
    public void Address_Valid_IsTakenApart(string text, string? name, string? tag, string written)
    {
        Assert.True(NameAddress.TryParse(text, out var address));

        Assert.Equal(name, address.DisplayName);
        Assert.Equal(tag, address.Tag);
        Assert.Equal(written, address.ToString());
        Assert.True(NameAddress.TryParse(written, out var again));
        Assert.Equal(written, again.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("alice")]
    [InlineData("<>")]
    [InlineData("<sip:a@example.com")]
    [InlineData("sip:a@example.com>")]
    [InlineData("\"Mr. J. User <sip:j.user@example.com>")]
    [InlineData("a \"b\" <sip:a@example.com>")]
    [InlineData("\"a\" b <sip:a@example.com>")]
    [InlineData("< sip:a@example.com >")]
    [InlineData("<sip:a@example.com>tag=1")]
    [InlineData("<sip:a@example.com>;;")]
    [InlineData("sip:a@example.com?Route=%3Csip:x%3E")]
    [InlineData("sip:a@example.com, sip:b@example.com")]
    public void Address_Invalid_IsRefused(string? text) => Assert.False(NameAddress.TryParse(text, out _));

    [Fact]
    public void ParametersOfTheBareForm_BelongToTheHeader()
    {
        Assert.True(NameAddress.TryParse("sip:a@example.com;user=phone;tag=1", out var address));

        Assert.Empty(address.Uri.Parameters);
        Assert.Equal("phone", address.Parameters["user"]);
    }

    [Fact]
    public void WithTag_SetsTheTag() => Assert.Equal("<sip:a@b>;x;tag=2", new NameAddress(null, SipUri.Parse("sip:a@b"), SipParameters.Empty.With("x", null)).WithTag("2").ToString());

    [Fact]
    public void DisplayName_WithLineEnds_CannotBreakOutOfItsLine()
    {
        var address = new NameAddress("a\r\nVia: evil", SipUri.Parse("sip:a@b"), SipParameters.Empty);

        Assert.Equal("\"a  Via: evil\" <sip:a@b>", address.ToString());
    }
}
