using DialIn.Announcements;
using DialIn.Pins;

namespace DialIn.Tests.Announcements;

public class PhoneLinkTests
{
    [Theory]
    [InlineData("+4961511234567", "+49 6151 1234567")]
    [InlineData("+493012345678", "+49 30 12345678")]
    [InlineData("+4915112345678", "+49 1511 2345678")]
    [InlineData("+442079460123", "+44 20 7946 0123")]
    [InlineData("+33123456789", "+33 1 23 45 67 89")]
    [InlineData("+12125551234", "+1 212-555-1234")]
    [InlineData("+999123456789", "+999123456789")]
    public void Number_IsWrittenInTheGroupsOfItsCountry(string number, string readable) => Assert.Equal(readable, PhoneLink.Readable(number));

    [Fact]
    public void OneTap_HasTwoPausesAndNoHash()
    {
        Assert.True(Pin.TryParse("123456789", out var pin));

        Assert.Equal("tel:+4961511234567,,123456789", PhoneLink.OneTap("+4961511234567", pin));
        Assert.True(Uri.TryCreate(PhoneLink.OneTap("+4961511234567", pin), UriKind.Absolute, out var uri));
        Assert.Equal("tel", uri.Scheme);
    }
}
