using System.Net;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>A registration behind a NAT: the Contact is where the registrar sees us, and moves with it.</summary>
public class RegistrationMoveTests
{
    private const string Inside = "sip:trunk7@192.0.2.1:5060";

    private static readonly RegistrationOptions Options = new()
    {
        Registrar = SipUri.Parse("sip:192.0.2.2"),
        AddressOfRecord = SipUri.Parse("sip:user@registrar.example"),
        ContactUser = "trunk7",
        Challenges = new DigestResponder(new DigestCredentials("user", "secret")),
    };

    [Fact]
    [Rfc(3581, "4")]
    public async Task BehindANat_TheAnswerToTheChallengeHasTheAddressThatTheRegistrarSees()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks);
        stacks.Network.PutBehindNat(stacks.CallerNode, "203.0.113.7:40001");
        var registration = stacks.Caller.Register(Options);
        await stacks.SettleAsync();

        Assert.Equal([Inside, "sip:trunk7@203.0.113.7:40001"], registrar.Registers.Select(ContactOf));
        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Equal("203.0.113.7:40001", registration.Status.SeenAs?.ToString());
        Assert.Equal("sip:trunk7@203.0.113.7:40001", registration.Status.Contact?.ToString());
    }

    [Fact]
    [Rfc(3581, "4")]
    public async Task BehindANat_WithoutAChallenge_RegistersAgainAtOnceAndRemovesTheFirstBinding()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks) { First = static request => (200, SipHeaders.Empty.WithAdded(HeaderNames.Contact, request.Contact!.ToString())) };
        stacks.Network.PutBehindNat(stacks.CallerNode, "203.0.113.7:40001");
        stacks.Caller.Register(Options);
        await stacks.SettleAsync();

        Assert.Equal(2, registrar.Registers.Count);
        Assert.Equal(
            ["<sip:trunk7@203.0.113.7:40001>;expires=3600", $"<{Inside}>;expires=0"], registrar.Last.Contacts.Select(static contact => contact.ToString()));
    }

    [Theory]
    [InlineData(KeepAlive.Crlf, 3300)]
    [InlineData(KeepAlive.Options, 31)]
    [Rfc(3581, "4")]
    public async Task NatRestarts_TheNewAddressIsRegistered(KeepAlive keepAlive, int withinSeconds)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks);
        stacks.Network.PutBehindNat(stacks.CallerNode, "203.0.113.7:40001");
        var registration = stacks.Caller.Register(Options with { KeepAlive = keepAlive });
        await stacks.SettleAsync();

        stacks.Network.PutBehindNat(stacks.CallerNode, "203.0.113.7:51007");
        await stacks.PassAsync(withinSeconds);

        Assert.Contains("<sip:trunk7@203.0.113.7:51007>;expires=3600", registrar.Last.Headers.GetAll(HeaderNames.Contact));
        Assert.Contains(registrar.Registers, static register => register.Headers.GetAll(HeaderNames.Contact).Contains("<sip:trunk7@203.0.113.7:40001>;expires=0"));
        Assert.Equal("sip:trunk7@203.0.113.7:51007", registration.Status.Contact?.ToString());
    }

    [Fact]
    public async Task RegistrarThatTakesOneContactOnly_KeepsUsRegistered()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var registrar = new PlayedRegistrar(stacks);
        stacks.Network.PutBehindNat(stacks.CallerNode, "203.0.113.7:40001");
        var registration = stacks.Caller.Register(Options with { KeepAlive = KeepAlive.Options });
        await stacks.SettleAsync();

        registrar.First = static request => request.Contacts.Count > 1 ? (400, SipHeaders.Empty) : null;
        stacks.Network.PutBehindNat(stacks.CallerNode, "203.0.113.7:51007");
        await stacks.PassAsync(90);

        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Equal("sip:trunk7@203.0.113.7:51007", registration.Status.Contact?.ToString());
    }

    [Theory]
    [InlineData(SipProtocol.Udp, "198.51.100.9")]
    [InlineData(SipProtocol.Tcp, null)]
    public async Task PublicAddressOrConnection_TheContactIsOurs_AndWhatTheRegistrarSeesIsOnlyShown(SipProtocol protocol, string? publicAddress)
    {
        var own = publicAddress is null ? null : IPAddress.Parse(publicAddress);
        await using var stacks = await TwoStacks.StartAsync(protocol: protocol, options: new SipStackOptions { Listen = [], PublicAddresses = own is null ? [] : [own] });
        var registrar = new PlayedRegistrar(stacks);
        if (protocol == SipProtocol.Udp)
        {
            stacks.Network.PutBehindNat(stacks.CallerNode, "203.0.113.7:40001");
        }

        var registration = stacks.Caller.Register(Options with
        {
            Registrar = SipUri.Parse(protocol == SipProtocol.Udp ? "sip:192.0.2.2" : "sip:192.0.2.2;transport=tcp"),
        });
        await stacks.SettleAsync();

        Assert.All(registrar.Registers, register => Assert.Equal(publicAddress ?? "192.0.2.1", register.Contact!.Uri.Host));
        Assert.Equal(2, registrar.Registers.Count);
        Assert.NotNull(registration.Status.SeenAs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task LossyNetwork_TheMoveStillArrives(int seed)
    {
        await using var stacks = await TwoStacks.StartAsync((ulong)seed);
        stacks.Network.LossRate = 0.3;
        stacks.Network.DuplicationRate = 0.2;
        stacks.Network.ReorderRate = 0.2;
        stacks.Network.MaxDelay = TimeSpan.FromMilliseconds(80);
        _ = new PlayedRegistrar(stacks);
        stacks.Network.PutBehindNat(stacks.CallerNode, "203.0.113.7:40001");
        var registration = stacks.Caller.Register(Options with { KeepAlive = KeepAlive.Options });
        await stacks.PassAsync(120);
        Assert.Equal("sip:trunk7@203.0.113.7:40001", registration.Status.Contact?.ToString());

        stacks.Network.PutBehindNat(stacks.CallerNode, "203.0.113.7:51007");
        await stacks.PassAsync(240);

        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Equal("sip:trunk7@203.0.113.7:51007", registration.Status.Contact?.ToString());
    }

    private static string ContactOf(SipRequest register) => register.Contact!.Uri.ToString();
}
