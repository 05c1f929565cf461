using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>A registration that may not send any more sends nothing: not the next REGISTER, not the last one again, and no goodbye.</summary>
public class RegistrationSilenceTests
{
    private static readonly RegistrationOptions Options = new()
    {
        Registrar = SipUri.Parse("sip:192.0.2.2"),
        AddressOfRecord = SipUri.Parse("sip:user@registrar.example"),
        ContactUser = "trunk7",
        Challenges = new DigestResponder(new DigestCredentials("user", "secret")),
    };

    [Fact]
    public async Task Repetition_WhichMayNotBeSent_IsNot()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (may, asked) = (true, 0);
        stacks.Caller.Register(Options with { Registrar = SipUri.Parse("sip:192.0.2.99"), MaySend = () => asked++ >= 0 && may });
        await stacks.PassAsync(1);
        var sent = stacks.Network.Log.Count;
        Assert.True(sent > 1 && asked == sent);

        may = false;
        await stacks.PassAsync(600);
        Assert.Equal(sent, stacks.Network.Log.Count);
        Assert.Equal(sent + 1, asked);
    }

    [Fact]
    public async Task Refresh_WhichMayNotBeSent_IsNot()
    {
        await using var stacks = await TwoStacks.StartAsync();
        _ = new PlayedRegistrar(stacks);
        var may = true;
        var registration = stacks.Caller.Register(Options with { KeepAlive = KeepAlive.Off, MaySend = () => may });
        await stacks.PassAsync(5);
        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        var sent = stacks.Network.Log.Count;

        may = false;
        registration.Refresh();
        await stacks.PassAsync(3600);
        Assert.Equal(sent, stacks.Network.Log.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Abandon_RegisteredOrNot_IsSilence(bool isAnswered)
    {
        await using var stacks = await TwoStacks.StartAsync();
        _ = new PlayedRegistrar(stacks);
        var registration = stacks.Caller.Register(isAnswered ? Options : Options with { Registrar = SipUri.Parse("sip:192.0.2.99") });
        await stacks.PassAsync(1);
        var sent = stacks.Network.Log.Count;
        Assert.True(sent > 0);

        registration.Abandon();
        await stacks.SettleAsync();
        registration.Refresh();
        var stopped = registration.StopAsync(CancellationToken.None);
        await stacks.PassAsync(3600);
        Assert.Equal(sent, stacks.Network.Log.Count);
        Assert.True(stopped.IsCompletedSuccessfully);
        Assert.Equal(RegistrationState.Stopped, registration.Status.State);
    }
}
