using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>All that a registrar may ask, through a network that loses three of ten datagrams, repeats two and holds back two.</summary>
public class BadNetworkRegistrationTests
{
    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3261, "10.2.8")]
    [Rfc(3329, "2.3.1")]
    [Rfc(3608, "6.1")]
    public async Task Registrar_ThatWantsALongerTimeAnAgreementAndAPassword_IsGivenAll_AndItsRouteIsTaken(ulong seed)
    {
        await using var stacks = await BadNetwork.StartAsync(seed);
        var offered = SipHeaders.Empty.WithAdded(HeaderNames.SecurityServer, "sdes-srtp;mediasec");
        var registrar = new PlayedRegistrar(stacks)
        {
            First = request => request.Expires is > 0 and < 7200 ? (423, SipHeaders.Empty.WithAdded(HeaderNames.MinExpires, "7200"))
                : !request.Headers.Contains(HeaderNames.SecurityVerify) ? (494, offered)
                : null,
            InOk = SipHeaders.Empty.WithAdded(HeaderNames.ServiceRoute, "<sip:192.0.2.2;lr>"),
        };
        var registration = stacks.Caller.Register(Options with { Security = SecurityAgreement.Mediasec, KeepAlive = KeepAlive.Options });
        await stacks.PassAsync(180);

        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Equal("7200", registrar.Last.Headers[HeaderNames.Expires]);
        Assert.Equal(["sdes-srtp;mediasec"], registrar.Last.Headers.GetAll(HeaderNames.SecurityVerify));
        Assert.Contains(stacks.From<SipRequest>(TwoStacks.CallerAddress, static request => request.Method == SipMethod.Options),
            static options => options.Headers.GetAll(HeaderNames.Route) is ["<sip:192.0.2.2;lr>"]);

        var stopped = registration.StopAsync(TestContext.Current.CancellationToken);
        await stacks.PassAsync(40);
        await stopped;
        Assert.Equal(0, stacks.Caller.TransactionCount);
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3261, "20.33")]
    public async Task Registrar_ThatIsOverloaded_IsLeftAloneForAsLong_AndRegistersUsThen(ulong seed)
    {
        await using var stacks = await BadNetwork.StartAsync(seed);
        var refusals = 0;
        var registrar = new PlayedRegistrar(stacks);
        registrar.First = _ => ++refusals == 1 ? (503, SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, "120")) : null;
        var registration = stacks.Caller.Register(Options);
        await stacks.PassAsync(119);
        Assert.Single(registrar.Registers);
        Assert.Equal(RegistrationState.Failing, registration.Status.State);

        await stacks.PassAsync(120);

        Assert.Equal(RegistrationState.Registered, registration.Status.State);
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3261, "22.4")]
    public async Task Registrar_ThatRefusesThePassword_SeesItOnceUntilItIsAnother(ulong seed)
    {
        await using var stacks = await BadNetwork.StartAsync(seed);
        var registrar = new PlayedRegistrar(stacks) { Password = "another", WrongPasswordStatus = 403 };
        var registration = stacks.Caller.Register(Options);
        await stacks.PassAsync(200);

        Assert.Equal((RegistrationState.Refused, 1), (registration.Status.State, registrar.Registers.Count(static register => register.Headers.Contains(HeaderNames.Authorization))));
        registrar.Password = "secret";
        registration.Refresh();
        await stacks.PassAsync(60);
        Assert.Equal(RegistrationState.Registered, registration.Status.State);
    }

    private static RegistrationOptions Options => new()
    {
        Registrar = SipUri.Parse("sip:192.0.2.2"),
        AddressOfRecord = SipUri.Parse("sip:user@192.0.2.2"),
        ContactUser = "trunk7",
        Expires = TimeSpan.FromHours(1),
        Challenges = new DigestResponder(new DigestCredentials("user", "secret")),
    };
}
