using System.Net;
using DialIn.Simulator.Carriers;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Simulator.Tests.Carriers;

/// <summary>What a registrar asks for and says beyond the digest.</summary>
public class RegistrarDemandTests
{
    private const string Sdes = "sdes-srtp;mediasec";
    private static readonly SipEndPoint Source = new(SipProtocol.Udp, new IPEndPoint(IPAddress.Parse("198.51.100.7"), 40000));

    [Fact]
    [Rfc(3261, "20.33")]
    public void Outage_IsWhatEverybodyGets_UntilItIsOver()
    {
        var registrar = new Registrar(new SimulatedCarrierOptions(), new FakeTimeProvider()) { Outage = new RegistrarOutage(503, TimeSpan.FromMinutes(2)) };
        var answer = registrar.Register(Request(), Source);
        Assert.Equal((503, "120"), (answer.Status, answer.Headers[HeaderNames.RetryAfter]));

        registrar.Outage = new RegistrarOutage(500);
        Assert.Null(registrar.Register(Request(), Source).Headers[HeaderNames.RetryAfter]);

        registrar.Outage = null;
        Assert.Equal(401, registrar.Register(Request(), Source).Status);
    }

    [Theory]
    [InlineData(494, 0)]
    [InlineData(401, 2)]
    [Rfc(3329, "2.3.1")]
    public void WithoutAnAgreement_TheOfferComesWithEitherStatus(int status, int challenges)
    {
        var answer = Demanding(status).Register(Request(Client), Source);

        Assert.Equal(status, answer.Status);
        Assert.Equal([Sdes, "msrp-tls;mediasec"], answer.Headers.GetAll(HeaderNames.SecurityServer));
        Assert.Equal(challenges, answer.Headers.CountOf(HeaderNames.WwwAuthenticate));
    }

    [Theory]
    [InlineData(new string[0], 494)]
    [InlineData(new[] { Sdes }, 403)]
    [InlineData(new[] { Sdes, "msrp-tls;mediasec", Sdes }, 403)]
    [InlineData(new[] { Sdes, "tls" }, 403)]
    [InlineData(new[] { "msrp-tls;mediasec", Sdes }, 401)]
    [Rfc(3329, "2.3.1")]
    public void Agreement_IsTakenOnlyAsItWasOffered(string[] verified, int status)
    {
        var headers = verified.Aggregate(Client, static (headers, value) => headers.WithAdded(HeaderNames.SecurityVerify, value));

        Assert.Equal(status, Demanding(494).Register(Request(headers), Source).Status);
    }

    [Fact]
    public void ClientThatKnowsNothingOfIt_IsToldWhatIsRequired()
    {
        var answer = Demanding(494).Register(Request(), Source);

        Assert.Equal((421, "mediasec"), (answer.Status, answer.Headers[HeaderNames.Require]));
    }

    private static SipHeaders Client => SipHeaders.Empty
        .WithAdded(HeaderNames.SecurityClient, Sdes)
        .WithAdded(HeaderNames.Require, "mediasec")
        .WithAdded(HeaderNames.ProxyRequire, "mediasec");

    private static Registrar Demanding(int status) =>
        new(new SimulatedCarrierOptions { SecurityServer = [Sdes, "msrp-tls;mediasec"], SecurityStatus = status }, new FakeTimeProvider());

    private static SipRequest Request(SipHeaders? extra = null) => new(SipMethod.Register, SipUri.Parse("sip:carrier.example"), SipHeaders.Empty
        .With(HeaderNames.From, "<sip:alice@carrier.example>;tag=1")
        .With(HeaderNames.To, "<sip:alice@carrier.example>")
        .With(HeaderNames.CallId, "one-call")
        .With(HeaderNames.CSeq, "1 REGISTER")
        .WithAdded(extra ?? SipHeaders.Empty));
}
