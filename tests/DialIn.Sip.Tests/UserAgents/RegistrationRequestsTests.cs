using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class RegistrationRequestsTests
{
    private static readonly NameAddress Contact = new(SipUri.Parse("sip:user@10.0.0.1:5060"));
    private static readonly (string CallId, string Tag) Dialog = ("call", "tag");

    private static readonly RegistrationOptions Options = new()
    {
        Registrar = SipUri.Parse("sip:carrier.example"),
        AddressOfRecord = SipUri.Parse("sip:user@carrier.example"),
        ContactUser = "user",
    };

    private static readonly RegistrationOptions WithProxy = Options with { OutboundProxy = SipUri.Parse("sip:proxy.example;transport=tcp") };

    [Fact]
    [Rfc(3261, "8.1.2")]
    public void Register_WithAnOutboundProxy_NamesItAsALooseRouter_AndKeepsTheRegistrarsDomain()
    {
        var register = RegistrationRequests.Register(WithProxy, Dialog, 1, SipHeaders.Empty, SipHeaders.Empty);

        Assert.Equal("<sip:proxy.example;transport=tcp;lr>", Assert.Single(register.Headers.GetAll(HeaderNames.Route)));
        Assert.Equal("sip:carrier.example", register.RequestUri.ToString());
        Assert.Equal("sip:user@carrier.example", register.To.Uri.ToString());
    }

    [Fact]
    [Rfc(3327, "5.1")]
    public void Register_SupportsPathAndNothingThatWeDoNotDo()
    {
        var register = RegistrationRequests.Register(Options, Dialog, 1, SipHeaders.Empty, SipHeaders.Empty);

        Assert.Equal(["path"], register.Headers.GetAll(HeaderNames.Supported));
        Assert.Empty(register.Headers.GetAll(HeaderNames.Route));
    }

    [Fact]
    [Rfc(3261, "10.2.3")]
    public void Register_WithoutContacts_OnlyAsks()
    {
        var query = RegistrationRequests.Register(Options, Dialog, 1, SipHeaders.Empty, SipHeaders.Empty);

        Assert.False(query.Headers.Contains(HeaderNames.Contact));
        Assert.False(query.Headers.Contains(HeaderNames.Expires));
    }

    [Fact]
    [Rfc(3261, "10.2.2")]
    public void Contacts_AfterAMove_AskForTheNewOneAndRemoveTheOld()
    {
        var moved = Contact.At(IPEndPoint.Parse("203.0.113.7:4711"));
        var headers = RegistrationRequests.Contacts(moved, TimeSpan.FromMinutes(10), Contact);

        Assert.Equal(["<sip:user@203.0.113.7:4711>;expires=600", "<sip:user@10.0.0.1:5060>;expires=0"], headers.GetAll(HeaderNames.Contact));
        Assert.Equal("600", headers[HeaderNames.Expires]);
    }

    [Fact]
    public void Contacts_BehindANatThatSpeaksIpv6_AreWrittenInBrackets() => Assert.Equal(
        "<sip:user@[2001:db8::7]:4711>;expires=60",
        RegistrationRequests.Contacts(Contact.At(IPEndPoint.Parse("[2001:db8::7]:4711")), TimeSpan.FromMinutes(1), null)[HeaderNames.Contact]);

    [Fact]
    [Rfc(3608, "6.1")]
    public void Options_TravelsOverTheProxyAndThenTheServiceRoute()
    {
        var facts = RegistrarFacts.In(Ok("Service-Route: <sip:edge.example;lr>, <sip:core.example;lr>"));
        var request = RegistrationRequests.Options(WithProxy, facts, Contact, SipHeaders.Empty);

        Assert.Equal(
            ["<sip:proxy.example;transport=tcp;lr>", "<sip:edge.example;lr>", "<sip:core.example;lr>"], request.Headers.GetAll(HeaderNames.Route));
        Assert.Equal("sip:carrier.example", request.RequestUri.ToString());
    }

    [Fact]
    [Rfc(3608, "6.1")]
    public void Options_WhenTheServiceRouteBeginsWithOurProxy_NamesItOnce()
    {
        var facts = RegistrarFacts.In(Ok("Service-Route: <sip:PROXY.example;transport=tcp;lr>, <sip:core.example;lr>"));

        Assert.Equal(
            ["<sip:PROXY.example;transport=tcp;lr>", "<sip:core.example;lr>"],
            RegistrationRequests.Options(WithProxy, facts, Contact, SipHeaders.Empty).Headers.GetAll(HeaderNames.Route));
    }

    [Fact]
    [Rfc(3608, "6.1")]
    [Rfc(7315, "4.1")]
    public void Facts_AreReadInOrder_AndRubbishIsPassedOver()
    {
        var facts = RegistrarFacts.In(Ok(
            "Service-Route: <sip:a.example;lr>, rubbish <",
            "Path: <sip:p.example;lr>",
            "P-Associated-URI: <sip:+4961511234567@carrier.example>, <tel:+4961511234567>, <tel:+4961511234567>"));

        Assert.Equal(["<sip:a.example;lr>"], facts.ServiceRoute.Select(static route => route.ToString()));
        Assert.Equal(["<sip:p.example;lr>"], facts.Path.Select(static path => path.ToString()));
        Assert.Equal(["sip:+4961511234567@carrier.example", "tel:+4961511234567"], facts.AssociatedUris.Select(static uri => uri.ToString()));
    }

    [Theory]
    [InlineData(";rport=4711;received=203.0.113.7", "203.0.113.7:4711")]
    [InlineData(";rport=5060", "10.0.0.1:5060")]
    [InlineData(";rport;received=203.0.113.7", null)]
    [InlineData(";received=203.0.113.7", null)]
    [InlineData(";rport=0;received=203.0.113.7", null)]
    [InlineData(";rport=4711;received=nowhere", null)]
    [InlineData(";rport=4711;received=[2001:db8::7]", "[2001:db8::7]:4711")]
    [Rfc(3581, "4")]
    public void Observed_IsWhatTheRegistrarWroteIntoOurVia(string parameters, string? expected)
    {
        var response = new SipResponse(200, "OK", SipHeaders.Empty.WithAdded(HeaderNames.Via, $"SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1{parameters}"));

        Assert.Equal(expected, ObservedAddress.In(response)?.ToString());
    }

    private static SipResponse Ok(params string[] lines) => new(200, "OK", lines.Aggregate(SipHeaders.Empty, static (headers, line) =>
        headers.WithAdded(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..])));
}
