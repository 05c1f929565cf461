using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>The way to the registrar while a registration holds: kept open over UDP, taken up again when it is lost, and the route of further requests.</summary>
public class RegistrationFlowTests
{
    private static readonly RegistrationOptions Options = new()
    {
        Registrar = SipUri.Parse("sip:192.0.2.2"),
        AddressOfRecord = SipUri.Parse("sip:user@registrar.example"),
        ContactUser = "trunk7",
        Challenges = new DigestResponder(new DigestCredentials("user", "secret")),
    };

    [Fact]
    public async Task Crlf_EveryTwentyToThirtySeconds_WhileRegisteredOverUdp()
    {
        await using var stacks = await TwoStacks.StartAsync();
        _ = new PlayedRegistrar(stacks);
        var registration = stacks.Caller.Register(Options);
        await stacks.PassAsync(19);
        Assert.Equal(0, Pings(stacks));

        await stacks.PassAsync(281);
        Assert.InRange(Pings(stacks), 10, 15);

        var stopped = registration.StopAsync(CancellationToken.None);
        await stacks.SettleAsync();
        await stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var sent = stacks.Network.Log.Count;
        await stacks.PassAsync(120);
        Assert.Equal(sent, stacks.Network.Log.Count);
    }

    [Theory]
    [InlineData(SipProtocol.Udp, KeepAlive.Off)]
    [InlineData(SipProtocol.Tcp, KeepAlive.Crlf)]
    [InlineData(SipProtocol.Tcp, KeepAlive.Options)]
    public async Task OffOrAConnection_NothingIsSentBetweenRefreshes(SipProtocol protocol, KeepAlive keepAlive)
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: protocol);
        _ = new PlayedRegistrar(stacks);
        stacks.Caller.Register(Options with { Registrar = Over(protocol), KeepAlive = keepAlive });
        await stacks.SettleAsync();
        var sent = stacks.Network.Log.Count;
        await stacks.PassAsync(300);

        Assert.Equal(sent, stacks.Network.Log.Count);
    }

    [Fact]
    public async Task Latency_IsThatOfTheLastAnswer_ToARegisterOrAnOptions()
    {
        await using var stacks = await TwoStacks.StartAsync();
        _ = new PlayedRegistrar(stacks);
        stacks.Network.MinDelay = TimeSpan.FromMilliseconds(20);
        var registration = stacks.Caller.Register(Options with { KeepAlive = KeepAlive.Options });
        Assert.Null(registration.Status.Latency);
        await stacks.PassAsync(1);
        // The challenge and the answer to it are one way there and back each.
        Assert.Equal(TimeSpan.FromMilliseconds(40), registration.Status.Latency);

        stacks.Network.MinDelay = TimeSpan.FromMilliseconds(50);
        await stacks.PassAsync(31);
        Assert.Equal(TimeSpan.FromMilliseconds(100), registration.Status.Latency);
    }

    [Fact]
    public async Task Crlf_BeforeTheFirstSuccess_IsNotSent()
    {
        await using var stacks = await TwoStacks.StartAsync();
        _ = new PlayedRegistrar(stacks) { First = static _ => (503, SipHeaders.Empty) };
        stacks.Caller.Register(Options);
        await stacks.PassAsync(300);

        Assert.Equal(0, Pings(stacks));
    }

    [Fact]
    [Rfc(3608, "6.1")]
    public async Task Options_TakesTheServiceRoute_AndCarriesNoCredentials()
    {
        await using var stacks = await TwoStacks.StartAsync();
        _ = new PlayedRegistrar(stacks) { InOk = SipHeaders.Empty.WithAdded(HeaderNames.ServiceRoute, "<sip:edge.example;lr>") };
        var registration = stacks.Caller.Register(Options with { KeepAlive = KeepAlive.Options });
        await stacks.PassAsync(31);

        var options = stacks.From<SipRequest>(TwoStacks.CallerAddress, static request => request.Method == SipMethod.Options)[0];
        Assert.Equal(["<sip:edge.example;lr>"], options.Headers.GetAll(HeaderNames.Route));
        Assert.Equal("sip:user@registrar.example", options.From.Uri.ToString());
        Assert.False(options.Headers.Contains(HeaderNames.Authorization));
        Assert.Equal("<sip:edge.example;lr>", Assert.Single(registration.Status.Facts.ServiceRoute).ToString());
    }

    [Fact]
    [Rfc(5626, "4.5")]
    public async Task Options_UnansweredTwice_RegistersAgain()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks);
        stacks.Caller.Register(Options with { KeepAlive = KeepAlive.Options });
        await stacks.SettleAsync();
        Assert.Equal(2, registrar.Registers.Count);

        stacks.Network.Lose = static datagram => datagram.Message is SipRequest { Method.Name: "OPTIONS" };
        await stacks.PassAsync(62);
        Assert.Equal(2, registrar.Registers.Count);
        await stacks.PassAsync(70);

        Assert.Equal(4, registrar.Registers.Count);
    }

    [Fact]
    [Rfc(5626, "4.5")]
    public async Task ConnectionLost_ManyAccounts_ComeBackSpreadOut()
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tcp);
        var registrar = new PlayedRegistrar(stacks) { First = static request => (200, SipHeaders.Empty.WithAdded(HeaderNames.Contact, request.Contact!.ToString())) };
        for (var i = 0; i < 100; i++)
        {
            stacks.Caller.Register(Options with { Registrar = Over(SipProtocol.Tcp), ContactUser = $"trunk{i}", Spread = TimeSpan.FromSeconds(10) });
        }

        await stacks.SettleAsync();
        Assert.Equal(100, registrar.Registers.Count);
        stacks.Network.Disconnect(stacks.CallerNode);
        await stacks.PassAsync(1);
        Assert.InRange(registrar.Registers.Count, 101, 140);
        await stacks.PassAsync(9.1);

        Assert.Equal(200, registrar.Registers.Count);
    }

    [Fact]
    public async Task Start_ManyAccounts_ComeOneAfterTheOther()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks) { First = static request => (200, SipHeaders.Empty.WithAdded(HeaderNames.Contact, request.Contact!.ToString())) };
        for (var i = 0; i < 100; i++)
        {
            stacks.Caller.Register(Options with { ContactUser = $"trunk{i}", StartAfter = TimeSpan.FromMilliseconds(100 * i) });
        }

        await stacks.SettleAsync();
        Assert.Single(registrar.Registers);
        await stacks.PassAsync(5);
        Assert.Equal(51, registrar.Registers.Count);
        await stacks.PassAsync(5);

        Assert.Equal(100, registrar.Registers.Count);
        Assert.Equal(100, registrar.Registers.Select(static register => register.CallId).Distinct().Count());
    }

    [Fact]
    [Rfc(3261, "8.1.2")]
    public async Task OutboundProxy_TakesTheRequests_WhileTheRegistrarKeepsItsDomain()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks);
        var registration = stacks.Caller.Register(Options with { Registrar = SipUri.Parse("sip:carrier.invalid"), OutboundProxy = SipUri.Parse("sip:192.0.2.2") });
        await stacks.SettleAsync();

        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Equal("sip:carrier.invalid", registrar.Last.RequestUri.ToString());
        Assert.Equal(["<sip:192.0.2.2;lr>"], registrar.Last.Headers.GetAll(HeaderNames.Route));
        Assert.Equal("udp:192.0.2.2:5060", registration.Status.Target?.ToString());
    }

    [Theory]
    [InlineData(401)]
    [InlineData(494)]
    [Rfc(3329, "2.3.1")]
    public async Task Mediasec_IsAgreedAfterEitherAnswer_ReplacedByLaterOnes_AndKeptForFurtherRequests(int first)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var offered = SipHeaders.Empty
            .WithAdded(HeaderNames.SecurityServer, "msrp-tls;mediasec")
            .WithAdded(HeaderNames.SecurityServer, "sdes-srtp;mediasec")
            .WithAdded(HeaderNames.SecurityServer, "sdes-srtp;mediasec");
        var registrar = new PlayedRegistrar(stacks)
        {
            InChallenge = first == 401 ? offered : SipHeaders.Empty,
            First = request => first == 494 && !request.Headers.Contains(HeaderNames.SecurityVerify) ? (494, offered) : null,
        };
        var registration = stacks.Caller.Register(Options with { Security = SecurityAgreement.Mediasec, KeepAlive = KeepAlive.Options });
        await stacks.SettleAsync();

        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Empty(registrar.Registers[0].Headers.GetAll(HeaderNames.SecurityVerify));
        Assert.All(registrar.Registers, static register =>
        {
            Assert.Equal(["sdes-srtp;mediasec"], register.Headers.GetAll(HeaderNames.SecurityClient));
            Assert.Equal(["mediasec"], register.Headers.GetAll(HeaderNames.Require));
            Assert.Equal(["mediasec"], register.Headers.GetAll(HeaderNames.ProxyRequire));
        });
        Assert.Equal(["msrp-tls;mediasec", "sdes-srtp;mediasec"], registrar.Last.Headers.GetAll(HeaderNames.SecurityVerify));
        Assert.True(registrar.Last.Headers.Contains(HeaderNames.Authorization));

        registrar.InOk = SipHeaders.Empty.WithAdded(HeaderNames.SecurityServer, "sdes-srtp;mediasec");
        registration.Refresh();
        await stacks.PassAsync(31);

        var options = stacks.From<SipRequest>(TwoStacks.CallerAddress, static request => request.Method == SipMethod.Options)[^1];
        Assert.Equal(["sdes-srtp;mediasec"], options.Headers.GetAll(HeaderNames.SecurityVerify));
        Assert.Equal(["mediasec"], options.Headers.GetAll(HeaderNames.ProxyRequire));
    }

    [Fact]
    [Rfc(3329, "2.3.1")]
    public async Task Mediasec_AfterAFailure_BeginsAnew()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks) { InOk = SipHeaders.Empty.WithAdded(HeaderNames.SecurityServer, "sdes-srtp;mediasec") };
        var registration = stacks.Caller.Register(Options with { Security = SecurityAgreement.Mediasec });
        await stacks.SettleAsync();
        registrar.First = static _ => (503, SipHeaders.Empty);
        registration.Refresh();
        await stacks.SettleAsync();
        Assert.Equal(["sdes-srtp;mediasec"], registrar.Last.Headers.GetAll(HeaderNames.SecurityVerify));

        registrar.First = static _ => null;
        registrar.Registers.Clear();
        await stacks.PassAsync(40);

        Assert.Empty(registrar.Registers[0].Headers.GetAll(HeaderNames.SecurityVerify));
        Assert.Equal(RegistrationState.Registered, registration.Status.State);
    }

    [Fact]
    [Rfc(3329, "2.3.1")]
    public async Task Mediasec_RegistrarThatIsNeverContent_IsAFailureAndNoLoop()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks)
        {
            First = static _ => (494, SipHeaders.Empty.WithAdded(HeaderNames.SecurityServer, "sdes-srtp;mediasec")),
        };
        var registration = stacks.Caller.Register(Options with { Security = SecurityAgreement.Mediasec });
        await stacks.SettleAsync();

        Assert.Equal(2, registrar.Registers.Count);
        Assert.Equal((RegistrationState.Failing, "494 Security Agreement Required"), (registration.Status.State, registration.Status.LastFailure));
    }

    private static SipUri Over(SipProtocol protocol) => SipUri.Parse(protocol == SipProtocol.Udp ? "sip:192.0.2.2" : "sip:192.0.2.2;transport=tcp");

    private static int Pings(TwoStacks stacks) => stacks.Network.Log.Count(static datagram => datagram.Text == "\r\n\r\n");
}
