using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class RegistrationAnswerTests
{
    private static readonly SipUri Contact = SipUri.Parse("sip:trunk7@192.0.2.1");

    [Theory]
    [InlineData("<sip:trunk7@192.0.2.1>;expires=90", "900", 90)]
    [InlineData("<sip:trunk7@192.0.2.1>", "900", 900)]
    [InlineData("<sip:other@192.0.2.1>;expires=90, <sip:trunk7@192.0.2.1>;expires=70", null, 70)]
    [InlineData("<sip:other@192.0.2.1>;expires=90", "900", 900)]
    [InlineData("<sip:other@192.0.2.1>;expires=90", null, null)]
    [InlineData("<sip:trunk7@192.0.2.1>;expires=soon", "900", 900)]
    [InlineData("<sip:trunk7@10.0.0.1:1024>;expires=9, <sip:trunk7@192.0.2.1>;expires=90", "900", 90)]
    [InlineData("<sip:trunk7@10.0.0.1:1024>;expires=9, <sip:trunk7@10.0.0.2>;expires=90", "900", 9)]
    [InlineData("*", "900", 900)]
    [InlineData(null, null, null)]
    [Rfc(3261, "10.2.4")]
    public void Granted_IsThatOfOurOwnBinding(string? contacts, string? expires, int? expected)
    {
        var headers = contacts is null ? SipHeaders.Empty : SipHeaders.Empty.WithAdded(HeaderNames.Contact, contacts);
        headers = expires is null ? headers : headers.WithAdded(HeaderNames.Expires, expires);

        Assert.Equal(expected, RegistrationAnswer.Read(200, new SipResponse(200, "OK", headers), Contact, 0).Granted?.TotalSeconds);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("18000;duration=3600", 18000)]
    [InlineData("120 (I'm in a meeting)", 120)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData("99999999999", null)]
    [InlineData(null, null)]
    [Rfc(3261, "20.33")]
    public void RetryAfter_IsTheNumberBeforeCommentAndParameters(string? value, int? expected)
    {
        var headers = value is null ? SipHeaders.Empty : SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, value);

        Assert.Equal(expected, RegistrationAnswer.Read(503, new SipResponse(503, "", headers), Contact, 0).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public void NoResponse_HasOnlyItsStatus() =>
        Assert.Equal(new RegistrationInput.Answered(408, Chance: 0.25), RegistrationAnswer.Read(408, null, null, 0.25));
}
