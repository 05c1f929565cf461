using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>A connection that ends while something waits for an answer over it.</summary>
public class ConnectionLossTests
{
    private static readonly RegistrationOptions Options = new()
    {
        Registrar = SipUri.Parse("sip:192.0.2.2;transport=tcp"),
        AddressOfRecord = SipUri.Parse("sip:user@registrar.example"),
        ContactUser = "trunk7",
    };

    [Fact]
    [Rfc(3261, "18.4")]
    public async Task Register_WhoseConnectionEnds_IsSentAgainOverANewOne()
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tcp);
        var registers = new List<PendingRequest>();
        stacks.CalleeApplication.Requested = request =>
        {
            registers.Add(request);
            return true;
        };
        var registration = stacks.Caller.Register(Options);
        await stacks.SettleAsync();
        Assert.Single(registers);

        stacks.Network.Disconnect(stacks.CallerNode);
        await stacks.PassAsync(2.1);
        Assert.Equal(2, registers.Count);
        Assert.Equal(RegistrationState.Failing, registration.Status.State);
        registers[1].Respond(200, null, SipHeaders.Empty.WithAdded(HeaderNames.Contact, registers[1].Request.Contact!.ToString()));
        await stacks.SettleAsync();

        Assert.Equal((RegistrationState.Registered, 1L), (registration.Status.State, registration.Status.FailedAttempts));
    }

    [Fact]
    [Rfc(5626, "4.5")]
    public async Task Connection_ThatWasReplacedAndEndsLate_IsNoLoss()
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tcp);
        var registrar = new PlayedRegistrar(stacks) { First = static request => (200, SipHeaders.Empty.WithAdded(HeaderNames.Contact, request.Contact!.ToString())) };
        var registration = stacks.Caller.Register(Options);
        await stacks.SettleAsync();
        stacks.Network.Disconnect(stacks.CallerNode, toldAfter: TimeSpan.FromSeconds(5));
        await stacks.PassAsync(1);
        registration.Refresh();
        await stacks.SettleAsync();
        Assert.Equal(2, registrar.Registers.Count);

        await stacks.PassAsync(30);
        Assert.Equal(2, registrar.Registers.Count);
        stacks.Network.Disconnect(stacks.CallerNode);
        await stacks.PassAsync(2.1);

        Assert.Equal(3, registrar.Registers.Count);
    }

    [Fact]
    [Rfc(3261, "18.4")]
    public async Task Invite_WhoseConnectionEndsBeforeAnyAnswer_GoesToTheNextTargetAtOnce()
    {
        var dns = new ScriptedDns("site.example A 192.0.2.99", "site.example A 192.0.2.2");
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tcp, dns: dns);
        await using var peer = await stacks.AddPeerAsync();
        stacks.AcceptAll().Invite(stacks.Call("sip:4711@site.example"));
        await stacks.SettleAsync();
        Assert.Single(peer.Of(SipMethod.Invite));

        stacks.Network.Disconnect(stacks.CallerNode);
        await stacks.SettleAsync();

        Assert.Equal("Answered", stacks.CallerLog.Names);
    }

    [Fact]
    public async Task Invite_ThatRings_OutlivesItsConnection()
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tcp);
        stacks.CalleeApplication.Invited = invite => invite.Ring();
        stacks.Invite();
        await stacks.SettleAsync();

        stacks.Network.Disconnect(stacks.CallerNode);
        await stacks.SettleAsync();
        stacks.CalleeApplication.Invites[0].Accept(TwoStacks.Sdp, "application/sdp", stacks.CalleeLog.Add);
        await stacks.SettleAsync();

        Assert.Equal("Progress Answered", stacks.CallerLog.Names);
        Assert.Equal("Confirmed", stacks.CalleeLog.Names);
    }
}
