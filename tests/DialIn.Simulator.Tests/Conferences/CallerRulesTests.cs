using DialIn.Simulator.Conferences;
using DialIn.Sip.Messages;

namespace DialIn.Simulator.Tests.Conferences;

public class CallerRulesTests
{
    [Theory]
    [InlineData("12345", true)]
    [InlineData("00042", true)]
    [InlineData("12345678901", true)]
    [InlineData("1234", false)]
    [InlineData("123456789012", false)]
    [InlineData("1234a", false)]
    [InlineData("+12345", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Destination_IsAConference_WithFiveToElevenDigits(string? destination, bool expected) =>
        Assert.Equal(expected, CallerRules.IsConference(destination));

    [Theory]
    [InlineData("\"Telefon …34\" <sip:900012345@dialin.example>;tag=1", "Telefon …34", "900012345")]
    [InlineData("<sip:900012345@dialin.example>;tag=1", "900012345", "900012345")]
    [InlineData("<sip:dialin.example>;tag=1", "", "")]
    public void Caller_IsTakenFromTheFrom(string from, string name, string number) =>
        Assert.Equal(new Caller(name, number), CallerRules.Identify(Invite(from)));

    [Fact]
    public void Caller_AssertedIdentity_GoesBeforeTheFrom() =>
        Assert.Equal(
            new Caller("Eva", "4961511"),
            CallerRules.Identify(Invite(
                "\"Telefon\" <sip:9000@dialin.example>;tag=1", HeaderNames.PAssertedIdentity, "\"Eva\" <sip:4961511@carrier.example>")));

    [Theory]
    [InlineData("\"Anonymous\" <sip:9000@dialin.example>;tag=1")]
    [InlineData("\"Telefon\" <sip:anonymous@dialin.example>;tag=1")]
    [InlineData("\"PRIVATE\" <sip:9000@dialin.example>;tag=1")]
    [InlineData("\"Telefon\" <sip:0000000000@dialin.example>;tag=1")]
    [InlineData("\"restricted\" <sip:9000@dialin.example>;tag=1")]
    [InlineData("\"withheld\" <sip:9000@dialin.example>;tag=1")]
    [InlineData("\"unknown\" <sip:9000@dialin.example>;tag=1")]
    [InlineData("\"Telefon\" <sip:dialin.example>;tag=1")]
    [InlineData("<sip:dialin.example>;tag=1")]
    public void HiddenNameOrNumber_IsHidden(string from) => Assert.True(IsHidden(Invite(from)));

    [Theory]
    [InlineData("id", true)]
    [InlineData("user; id", true)]
    [InlineData("none", false)]
    public void PrivacyHeader_IsHidden_UnlessItAsksForNone(string privacy, bool expected) =>
        Assert.Equal(expected, IsHidden(Invite("\"Telefon\" <sip:9000@dialin.example>;tag=1", "Privacy", privacy)));

    [Fact]
    public void OrdinaryCaller_IsNotHidden() => Assert.False(IsHidden(Invite("\"Telefon\" <sip:9000@dialin.example>;tag=1")));

    [Theory]
    [InlineData("w_abc_1-bbbID-Eva", true)]
    [InlineData("GLOBAL_AUDIO_12345", true)]
    [InlineData("Telefon …34", false)]
    [InlineData("bbbID", false)]
    public void NamesWithBbbsMarks_AreTakenForWebUsers(string name, bool expected) =>
        Assert.Equal(expected, CallerRules.IsTakenForWebUser(name));

    private static bool IsHidden(SipRequest invite) => CallerRules.IsHidden(invite, CallerRules.Identify(invite));

    private static SipRequest Invite(string from, string? name = null, string value = "")
    {
        var headers = SipHeaders.Empty.With(HeaderNames.From, from);
        return new SipRequest(
            SipMethod.Invite, SipUri.Parse("sip:12345@192.0.2.1"), name is null ? headers : headers.With(name, value));
    }
}
