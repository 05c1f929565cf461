using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class SipResponseValidatorTests
{
    [Fact]
    public void Response_Complete_IsValid() => Assert.True(SipResponseValidator.IsValid(Wire.Response(Wire.Ok)));

    [Theory]
    [InlineData("Via")]
    [InlineData("From")]
    [InlineData("To")]
    [InlineData("Call-ID")]
    [InlineData("CSeq")]
    public void Response_WithoutAMandatoryHeader_IsInvalid(string name)
    {
        var response = Wire.Response(Wire.Ok);

        Assert.False(SipResponseValidator.IsValid(response.With(response.Headers.Without(name))));
    }

    [Theory]
    [InlineData("Contact", "<sip:")]
    [InlineData("Record-Route", "<sip:")]
    [InlineData("Via", "SIP/2.0/UDP")]
    [InlineData("CSeq", "INVITE")]
    public void Response_WithAMalformedHeader_IsInvalid(string name, string value)
    {
        var response = Wire.Response(Wire.Ok);

        Assert.False(SipResponseValidator.IsValid(response.With(response.Headers.With(name, value))));
    }

    [Fact]
    [Rfc(3261, "8.1.3.3")]
    public void Response_WithTwoVias_IsNotForUs()
    {
        var response = Wire.Response(Wire.Ok);

        Assert.False(SipResponseValidator.IsValid(response.With(response.Headers.WithAdded("Via", "SIP/2.0/UDP 192.0.2.9"))));
    }

    [Fact]
    public void Response_OfAnotherVersion_IsInvalid() =>
        Assert.False(SipResponseValidator.IsValid(Wire.Response(Wire.Ok.Replace("SIP/2.0 200", "SIP/3.0 200", StringComparison.Ordinal))));
}
