using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Whom a registration's credentials are shown to, and what becomes of two passwords during a rotation.</summary>
public class RegistrationSecretTests
{
    private static readonly RegistrationOptions Options = new()
    {
        Registrar = SipUri.Parse("sip:192.0.2.2"),
        AddressOfRecord = SipUri.Parse("sip:user@registrar.example"),
        ContactUser = "trunk7",
    };

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task RegistrarKnowsOnlyTheOther_IsRegisteredInOneGo(int wrongPasswordStatus)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks) { Password = "old", WrongPasswordStatus = wrongPasswordStatus };
        var secrets = new Secrets("new", "old");
        var registration = stacks.Caller.Register(Options with { Challenges = new DigestResponder(new DigestCredentials("user", secrets)) });
        await stacks.SettleAsync();

        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Equal(["new refused", "old accepted"], secrets.Reports);
        Assert.Equal(wrongPasswordStatus == 401 ? 3 : 4, registrar.Registers.Count);
    }

    [Fact]
    public async Task RegistrarForgetsTheOldAtOnce_TheNewIsShownAtTheNextRefresh()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks) { Password = "old" };
        var secrets = new Secrets("old", "new");
        var registration = stacks.Caller.Register(Options with { Challenges = new DigestResponder(new DigestCredentials("user", secrets)) });
        await stacks.SettleAsync();
        var since = registration.Status.RegisteredSince;

        registrar.Password = "new";
        await stacks.PassAsync(3300);

        Assert.Equal((RegistrationState.Registered, since), (registration.Status.State, registration.Status.RegisteredSince));
        Assert.Equal("new accepted", secrets.Reports[^1]);
    }

    [Fact]
    public async Task BothRefused_IsAnAlarmWithTheTimeOfTheNextTry()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks) { Password = "third" };
        var registration = stacks.Caller.Register(Options with { Challenges = new DigestResponder(new DigestCredentials("user", new Secrets("new", "old"))) });
        await stacks.SettleAsync();

        Assert.Equal(3, registrar.Registers.Count);
        Assert.Equal(RegistrationState.Refused, registration.Status.State);
        Assert.InRange((registration.Status.NextAttemptAt!.Value - stacks.Time.GetUtcNow()).TotalMinutes, 8, 12);
        Assert.Equal((1, 1), (registration.Status.Attempts, registration.Status.FailedAttempts));
    }

    [Theory]
    [InlineData("r", 2)]
    [InlineData("carrier.example", 1)]
    public async Task Realm_OtherThanTheConfiguredOne_GetsNothing(string realm, int registers)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks);
        stacks.Caller.Register(Options with { Challenges = new DigestResponder(new DigestCredentials("user", "secret", realm)) });
        await stacks.SettleAsync();

        Assert.Equal(registers, registrar.Registers.Count);
        Assert.Equal(realm == "r", registrar.Registers.Exists(static register => register.Headers.Contains(HeaderNames.Authorization)));
    }

    [Fact]
    public async Task RegistrarThatSendsUsElsewhere_IsNotFollowed_SoNobodyElseCanChallenge()
    {
        await using var stacks = await TwoStacks.StartAsync();
        await using var peer = await stacks.AddPeerAsync();
        _ = new PlayedRegistrar(stacks) { First = static _ => (302, SipHeaders.Empty.WithAdded(HeaderNames.Contact, $"<sip:{RawPeer.Address}>")) };
        var registration = stacks.Caller.Register(Options with { Challenges = new DigestResponder(new DigestCredentials("user", "secret")) });
        await stacks.PassAsync(120);

        Assert.Empty(peer.Requests);
        Assert.Equal((RegistrationState.Failing, 302), (registration.Status.State, registration.Status.LastStatus));
    }

    [Theory]
    [InlineData(401, "WWW-Authenticate")]
    [InlineData(407, "Proxy-Authenticate")]
    public async Task ChallengeThatComesFromElsewhere_IsAnsweredToTheRegistrarAlone(int status, string header)
    {
        await using var stacks = await TwoStacks.StartAsync();
        await using var peer = await stacks.AddPeerAsync();
        var registers = new List<SipRequest>();
        stacks.CalleeApplication.Requested = request =>
        {
            registers.Add(request.Request);
            return true;
        };
        stacks.Caller.Register(Options with { Challenges = new DigestResponder(new DigestCredentials("user", "secret", "r")) });
        await stacks.SettleAsync();

        // Somebody who has seen our request answers in the registrar's place, from an address of its own.
        var sent = stacks.From<SipRequest>(TwoStacks.CallerAddress).Single();
        await peer.RespondAsync(sent, status, extra: $"{header}: Digest realm=\"r\", nonce=\"n1\", qop=\"auth\"");

        Assert.Empty(peer.Requests);
        Assert.Equal(2, registers.Count);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(407)]
    public async Task CallThatCameIn_WhoseByeAndReinviteAreChallenged_CarriesNoCredentials(int status)
    {
        await using var stacks = await TwoStacks.StartAsync();

        // The callee of the call is the one who is registered: its credentials are at hand, in the very realm that is asked for.
        stacks.CallerApplication.Requested = static request =>
        {
            request.Respond(
                request.Request.Headers.Contains(HeaderNames.Authorization) ? 200 : 401,
                null,
                SipHeaders.Empty.WithAdded(HeaderNames.WwwAuthenticate, "Digest realm=\"r\", nonce=\"n1\", qop=\"auth\""));
            return true;
        };
        var registration = stacks.Callee.Register(Options with
        {
            Registrar = SipUri.Parse("sip:192.0.2.1"),
            Challenges = new DigestResponder(new DigestCredentials("user", "secret", "r")),
        });
        await stacks.SettleAsync();
        Assert.Equal(RegistrationState.Registered, registration.Status.State);

        var (peer, _) = await DialogTests.EstablishWithPeerAsync(stacks);
        var challenge = $"{(status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate")}: Digest realm=\"r\", nonce=\"n2\", qop=\"auth\"";
        stacks.CalleeSession!.Reinvite(TwoStacks.Sdp, "application/sdp");
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.Of(SipMethod.Invite)[^1], status, extra: challenge, to: TwoStacks.CalleeAddress);
        stacks.CalleeSession!.Bye();
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.Of(SipMethod.Bye)[^1], status, extra: challenge, to: TwoStacks.CalleeAddress);

        Assert.NotEmpty(peer.Of(SipMethod.Bye));
        Assert.DoesNotContain(peer.Requests, static request => request.Headers.Contains(HeaderNames.Authorization) || request.Headers.Contains(HeaderNames.ProxyAuthorization));
    }

    [Fact]
    [Rfc(3261, "10.2.3")]
    public async Task Query_ProvesASecretBesideARegistration_AndTouchesNoBinding()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks);
        var registration = stacks.Caller.Register(Options with { Challenges = new DigestResponder(new DigestCredentials("user", "secret")) });
        await stacks.SettleAsync();
        var before = registration.Status;
        registrar.Password = "new";

        var wrong = stacks.Caller.RegisterOnceAsync(Options with { ContactUser = null, Challenges = new DigestResponder(new DigestCredentials("user", "wrong")) }, CancellationToken.None);
        await stacks.SettleAsync();
        var right = stacks.Caller.RegisterOnceAsync(Options with { ContactUser = null, Challenges = new DigestResponder(new DigestCredentials("user", "new")) }, CancellationToken.None);
        await stacks.SettleAsync();

        Assert.Equal((RegistrationState.Refused, 401), ((await wrong).State, (await wrong).LastStatus));
        Assert.Equal((RegistrationState.Registered, null), ((await right).State, (await right).LastStatus));
        Assert.False(registrar.Last.Headers.Contains(HeaderNames.Contact));
        Assert.NotEqual(registrar.Registers[0].CallId, registrar.Last.CallId);
        Assert.Equal(before, registration.Status);
    }

    [Fact]
    public async Task Query_OfARegistrarThatIsGone_SaysSo()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.Network.LossRate = 1;
        var query = stacks.Caller.RegisterOnceAsync(Options with { ContactUser = null }, CancellationToken.None);
        await stacks.PassAsync(33);

        Assert.Equal((RegistrationState.Failing, 408), ((await query).State, (await query).LastStatus));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task LossyNetwork_RegistersRefreshesAndRotates(int seed)
    {
        await using var stacks = await TwoStacks.StartAsync((ulong)seed);
        stacks.Network.LossRate = 0.3;
        stacks.Network.DuplicationRate = 0.2;
        stacks.Network.ReorderRate = 0.3;
        stacks.Network.MaxDelay = TimeSpan.FromMilliseconds(100);
        var registrar = new PlayedRegistrar(stacks);
        var secrets = new Secrets("secret", "next");
        var registration = stacks.Caller.Register(Options with
        {
            Expires = TimeSpan.FromMinutes(10),
            Challenges = new DigestResponder(new DigestCredentials("user", secrets)),
        });
        await stacks.PassAsync(40);
        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        var since = registration.Status.RegisteredSince;

        registrar.Password = "next";
        await stacks.PassAsync(600);

        Assert.Equal((RegistrationState.Registered, since), (registration.Status.State, registration.Status.RegisteredSince));
        Assert.Equal("next accepted", secrets.Reports[^1]);
    }

    private sealed class Secrets(params string[] passwords) : IDigestSecrets
    {
        public List<string> Reports { get; } = [];

        public IReadOnlyList<string> Find() => passwords;

        public void Report(string password, bool accepted) => Reports.Add($"{password} {(accepted ? "accepted" : "refused")}");
    }
}
