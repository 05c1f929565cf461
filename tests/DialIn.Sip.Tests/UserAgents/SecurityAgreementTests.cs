using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class SecurityAgreementTests
{
    private const string Sdes = "sdes-srtp;mediasec";
    private const string Msrp = "msrp-tls;mediasec";
    private const string Dtls = "dtls-srtp;mediasec";

    [Fact]
    [Rfc(3329, "2.3.1")]
    public void First_OffersOurMechanismAndAsksForTheExtension() => Assert.Equal(
        ["Security-Client: sdes-srtp;mediasec", "Require: mediasec", "Proxy-Require: mediasec"],
        Lines(SecurityAgreement.Mediasec.ForRegister()));

    [Theory]
    [InlineData(401)]
    [InlineData(494)]
    [InlineData(200)]
    [Rfc(3329, "2.3.1")]
    public void Answer_ItsMechanismsAreReturnedWordForWord(int status)
    {
        var agreement = SecurityAgreement.Mediasec.On(Response(status, Msrp, Sdes + ";q=0.5", Dtls));

        Assert.True(agreement.IsAgreed);
        Assert.Equal(
            [
                "Security-Client: sdes-srtp;mediasec", "Require: mediasec", "Proxy-Require: mediasec",
                "Security-Verify: msrp-tls;mediasec", "Security-Verify: sdes-srtp;mediasec;q=0.5", "Security-Verify: dtls-srtp;mediasec",
            ],
            Lines(agreement.ForRegister()));
        Assert.Equal(
            [
                "Require: mediasec", "Proxy-Require: mediasec",
                "Security-Verify: msrp-tls;mediasec", "Security-Verify: sdes-srtp;mediasec;q=0.5", "Security-Verify: dtls-srtp;mediasec",
            ],
            Lines(agreement.ForRequest()));
    }

    [Fact]
    [Rfc(3329, "2.3.1")]
    public void Answer_ValuesInOneLineOrTwice_AreReturnedOnceEach() => Assert.Equal(
        [Sdes, Msrp],
        SecurityAgreement.Mediasec.On(Response(401, $"{Sdes}, {Msrp}", Sdes, "SDES-SRTP;mediasec")).Server);

    [Fact]
    [Rfc(3329, "2.3.1")]
    public void LaterAnswer_ReplacesTheList_AndOneWithoutALeavesIt()
    {
        var agreement = SecurityAgreement.Mediasec.On(Response(401, Sdes)).On(Response(200, Msrp));
        Assert.Equal([Msrp], agreement.Server);

        Assert.Equal([Msrp], agreement.On(Response(401)).Server);
    }

    [Fact]
    public void Answer_WithAFloodOfMechanisms_DoesNotMakeOurRequestsGrow() =>
        Assert.Equal(8, SecurityAgreement.Mediasec.On(Response(401, [.. Enumerable.Range(0, 500).Select(number => $"m{number}")])).Server.Count);

    [Theory]
    [InlineData(494, new string[0], new[] { Sdes }, true)]
    [InlineData(494, new[] { Msrp }, new[] { Sdes }, true)]
    [InlineData(494, new[] { Sdes }, new[] { Sdes }, false)]
    [InlineData(494, new[] { Sdes, Msrp }, new[] { Msrp, Sdes }, false)]
    [InlineData(494, new string[0], new string[0], false)]
    [InlineData(494, new[] { Sdes }, new string[0], false)]
    [InlineData(403, new string[0], new[] { Sdes }, false)]
    [Rfc(3329, "2.3.1")]
    public void MayTryAgain_OnlyIfTheRegistrarNamesSomethingNew(int status, string[] verified, string[] offered, bool expected)
    {
        var headers = verified.Aggregate(SipHeaders.Empty, static (headers, value) => headers.WithAdded(HeaderNames.SecurityVerify, value));
        var sent = new SipRequest(SipMethod.Register, SipUri.Parse("sip:registrar.example"), headers);

        Assert.Equal(expected, SecurityAgreement.Mediasec.MayTryAgain(sent, Response(status, offered)));
    }

    private static IEnumerable<string> Lines(SipHeaders headers) => headers.Select(static header => $"{header.Name}: {header.Value}");

    private static SipResponse Response(int status, params string[] mechanisms) =>
        new(status, "", mechanisms.Aggregate(SipHeaders.Empty, static (headers, value) => headers.WithAdded(HeaderNames.SecurityServer, value)));
}
