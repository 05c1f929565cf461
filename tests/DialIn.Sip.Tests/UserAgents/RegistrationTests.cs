using System.Net;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>The caller registers with the callee, whose application plays a registrar.</summary>
public class RegistrationTests
{
    private readonly List<SipRequest> _registers = [];
    private const string Password = "secret";
    private const int Granted = 600;

    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    [Rfc(3261, "10.2")]
    [Rfc(3261, "22.2")]
    public async Task Register_ChallengedOnce_HoldsAndRefreshesTheBinding(SipProtocol protocol)
    {
        await using var stacks = await StartAsync(protocol);
        var registration = stacks.Caller.Register(Options(protocol));
        await stacks.SettleAsync();

        Assert.Equal(2, _registers.Count);
        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Equal(stacks.Time.GetUtcNow(), registration.Status.RegisteredSince);
        Assert.Equal(stacks.Time.GetUtcNow() + TimeSpan.FromSeconds(600), registration.Status.ExpiresAt);
        Assert.Equal([IPAddress.Parse("192.0.2.2")], registration.Status.RegistrarAddresses);
        var since = registration.Status.RegisteredSince;

        await stacks.PassAsync(295);
        Assert.Equal(2, _registers.Count);
        await stacks.PassAsync(250);

        Assert.Equal(4, _registers.Count);
        Assert.Equal(since, registration.Status.RegisteredSince);
        Assert.Single(_registers.Select(register => register.CallId).Distinct());
        Assert.Equal([1u, 2u, 3u, 4u], _registers.Select(register => register.CSeq.Number));
        Assert.All(_registers, register => Assert.Equal("sip:192.0.2.2", register.RequestUri.ToString().Split(';')[0]));
        Assert.Equal("trunk7", _registers[0].Contact!.Uri.User);
    }

    [Fact]
    [Rfc(3261, "10.2.2")]
    public async Task Stop_RemovesTheBinding()
    {
        await using var stacks = await StartAsync();
        var registration = stacks.Caller.Register(Options());
        await stacks.SettleAsync();
        var stopped = registration.StopAsync(CancellationToken.None);
        await stacks.SettleAsync();
        await stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(0, _registers[^1].Expires);
        Assert.Equal("0", _registers[^1].Contact!.Parameters["expires"]);
        Assert.Equal(RegistrationState.Stopped, registration.Status.State);
        Assert.Null(registration.Status.ExpiresAt);
        await stacks.PassAsync(3600);
        Assert.Equal(0, _registers[^1].Expires);
    }

    [Fact]
    [Rfc(3261, "10.2.4")]
    public async Task Answer_ListingSeveralBindings_OursIsKnownByItsUser()
    {
        await using var stacks = await StartAsync();
        stacks.CalleeApplication.Requested = request =>
        {
            request.Respond(200, null, SipHeaders.Empty
                .WithAdded(HeaderNames.Contact, "<sip:trunk1@192.0.2.1:5060>;expires=9")
                .WithAdded(HeaderNames.Contact, "<sip:trunk7@10.0.0.1:1024>;expires=90")
                .WithAdded(HeaderNames.Expires, "900"));
            return true;
        };
        var registration = stacks.Caller.Register(Options());
        await stacks.SettleAsync();

        Assert.Equal(stacks.Time.GetUtcNow() + TimeSpan.FromSeconds(90), registration.Status.ExpiresAt);
    }

    [Fact]
    public async Task WrongPassword_IsTriedOnceThenWaits_AndTheNewOneWorksAtOnce()
    {
        await using var stacks = await StartAsync();
        var password = "wrong";
        var registration = stacks.Caller.Register(Options() with { Challenges = new DigestResponder(new DigestCredentials("user", () => password)) });
        await stacks.SettleAsync();
        Assert.Equal(2, _registers.Count);
        Assert.Equal((RegistrationState.Refused, "401 Unauthorized"), (registration.Status.State, registration.Status.LastFailure));
        await stacks.PassAsync(400);
        Assert.Equal(2, _registers.Count);

        password = "secret";
        registration.Refresh();
        await stacks.SettleAsync();

        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Null(registration.Status.LastFailure);
    }

    [Fact]
    public async Task RegistrarGone_BindingCountsUntilItExpiresThenItIsBackByItself()
    {
        await using var stacks = await StartAsync();
        var registration = stacks.Caller.Register(Options());
        await stacks.SettleAsync();
        stacks.Network.LossRate = 1;
        await stacks.PassAsync(590);
        Assert.Equal(RegistrationState.Failing, registration.Status.State);
        Assert.Equal("408 Request Timeout", registration.Status.LastFailure);
        Assert.NotNull(registration.Status.RegisteredSince);
        await stacks.PassAsync(600);
        Assert.Null(registration.Status.RegisteredSince);

        stacks.Network.LossRate = 0;
        await stacks.PassAsync(1900);

        Assert.Equal(RegistrationState.Registered, registration.Status.State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Rfc(3261, "10.2.4")]
    public async Task RefreshThatNobodyAnswers_DoesNotCostTheBinding(int seed)
    {
        await using var stacks = await TwoStacks.StartAsync((ulong)seed);
        _ = new PlayedRegistrar(stacks);
        var registration = stacks.Caller.Register(Options() with { Expires = TimeSpan.FromMinutes(5) });
        await stacks.SettleAsync();
        var since = registration.Status.RegisteredSince;
        string? refresh = null;
        stacks.Network.Lose = datagram => datagram.Message is SipRequest { TopVia.Branch: { } branch } && branch == (refresh ??= branch);
        await stacks.PassAsync(600);

        Assert.Equal(11, stacks.Network.Log.Count(static datagram => datagram.IsLost));
        Assert.Equal((RegistrationState.Registered, since), (registration.Status.State, registration.Status.RegisteredSince));
    }

    [Fact]
    [Rfc(3261, "10.2.8")]
    public async Task TooBrief_AsksForTheMinimum()
    {
        await using var stacks = await StartAsync();
        stacks.CalleeApplication.Requested = request =>
        {
            _registers.Add(request.Request);
            var enough = request.Request.Expires >= 7200;
            request.Respond(enough ? 200 : 423, null, enough ? null : SipHeaders.Empty.WithAdded(HeaderNames.MinExpires, "7200"));
            return true;
        };
        var registration = stacks.Caller.Register(Options());
        await stacks.SettleAsync();

        Assert.Equal([3600, 7200], _registers.Select(register => register.Expires!.Value));
        Assert.Equal(stacks.Time.GetUtcNow() + TimeSpan.FromHours(2), registration.Status.ExpiresAt);
    }

    [Fact]
    [Rfc(3261, "20.33")]
    public async Task Overloaded_WaitsAsLongAsTheRegistrarAsks()
    {
        await using var stacks = await StartAsync();
        stacks.CalleeApplication.Requested = request =>
        {
            _registers.Add(request.Request);
            request.Respond(503, null, SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, "120 (busy);duration=3600"));
            return true;
        };
        stacks.Caller.Register(Options());

        await stacks.PassAsync(119);
        Assert.Single(_registers);
        await stacks.PassAsync(2);
        Assert.Equal(2, _registers.Count);
    }

    [Fact]
    [Rfc(5626, "4.5")]
    public async Task ConnectionLost_RegistersAgainAtOnce()
    {
        await using var stacks = await StartAsync(SipProtocol.Tcp);
        var registration = stacks.Caller.Register(Options(SipProtocol.Tcp));
        await stacks.SettleAsync();
        var before = _registers.Count;

        stacks.Network.Disconnect(stacks.CallerNode);
        await stacks.PassAsync(2.1);

        Assert.Equal(before + 2, _registers.Count);
        Assert.Equal(RegistrationState.Registered, registration.Status.State);
    }

    [Fact]
    public async Task RegistrarName_AllItsAddressesAreKnown()
    {
        await using var stacks = await StartAsync(dns: new ScriptedDns("registrar.example A 192.0.2.2", "registrar.example A 192.0.2.3"));
        var registration = stacks.Caller.Register(Options() with { Registrar = SipUri.Parse("sip:registrar.example") });
        await stacks.SettleAsync();

        Assert.Equal(["192.0.2.2", "192.0.2.3"], registration.Status.RegistrarAddresses.Select(address => address.ToString()));
        Assert.Equal("sip:registrar.example", _registers[0].RequestUri.ToString());
    }

    [Fact]
    public async Task RegistrarName_Unknown_FailsAndIsTriedAgain()
    {
        var dns = new ScriptedDns();
        await using var stacks = await StartAsync(dns: dns);
        var registration = stacks.Caller.Register(Options() with { Registrar = SipUri.Parse("sip:registrar.example") });
        await stacks.SettleAsync();
        Assert.Equal(RegistrationState.Failing, registration.Status.State);

        dns.Set("registrar.example A 192.0.2.2");
        await stacks.PassAsync(40);

        Assert.Equal(RegistrationState.Registered, registration.Status.State);
    }

    [Fact]
    public async Task StackClosed_RegistrationStopsWithoutAWord()
    {
        var stacks = await StartAsync();
        var registration = stacks.Caller.Register(Options());
        await stacks.SettleAsync();
        var sent = _registers.Count;
        await stacks.DisposeAsync();

        Assert.Equal(RegistrationState.Stopped, registration.Status.State);
        Assert.Equal(sent, _registers.Count);
        await registration.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static RegistrationOptions Options(SipProtocol protocol = SipProtocol.Udp) => new()
    {
        Registrar = SipUri.Parse(protocol == SipProtocol.Udp ? "sip:192.0.2.2" : "sip:192.0.2.2;transport=tcp"),
        AddressOfRecord = SipUri.Parse("sip:user@registrar.example"),
        ContactUser = "trunk7",
        Challenges = new DigestResponder(new DigestCredentials("user", "secret")),
    };

    private async Task<TwoStacks> StartAsync(SipProtocol protocol = SipProtocol.Udp, ScriptedDns? dns = null)
    {
        var stacks = await TwoStacks.StartAsync(protocol: protocol, dns: dns);
        var nonce = 0;
        stacks.CalleeApplication.Requested = request =>
        {
            _registers.Add(request.Request);
            if (DigestAuthorization.TryParse(request.Request.Headers[HeaderNames.Authorization], out var answer)
                && DigestComputation.Verify(answer, Password, "REGISTER") && answer.Nonce == $"n{nonce}")
            {
                request.Respond(200, null, SipHeaders.Empty.WithAdded(HeaderNames.Contact, $"{request.Request.Contact!.ToString().Split(";expires")[0]};expires={Granted}"));
            }
            else
            {
                nonce++;
                request.Respond(401, null, SipHeaders.Empty.WithAdded(HeaderNames.WwwAuthenticate, $"Digest realm=\"r\", nonce=\"n{nonce}\", qop=\"auth\""));
            }

            return true;
        };
        return stacks;
    }
}
