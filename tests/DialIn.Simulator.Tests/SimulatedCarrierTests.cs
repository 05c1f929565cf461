using System.Net;
using DialIn.Media.Sdp;
using DialIn.Simulator.Carriers;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Simulator.Tests;

/// <summary>The carrier against the SIP stack of the bridge, as a trunk that registers.</summary>
public class SimulatedCarrierTests : Simulation
{
    protected override SimulatedCarrierOptions CarrierOptions =>
        new() { Users = new Dictionary<string, string> { ["trunk"] = "secret" } };

    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    public async Task RegisteredTrunk_IsCalledAtItsContact(SipProtocol protocol)
    {
        var trunk = new Trunk();
        await using var stack = await StartAsync(trunk, protocol);
        await using var registration = stack.Register(Registration("secret", protocol));
        var placing = Carrier.PlaceCallAsync(
            new CarrierCall { From = "+4915112345678", To = "+4961511234567", Username = "trunk" }, Patience);

        var binding = await Carrier.WaitForRegistrationAsync("trunk", Patience);
        Assert.Equal(protocol, binding.Source.Protocol);
        var call = await placing;
        var invite = await trunk.Invited.Task.WaitAsync(Patience);
        Assert.Equal("dialin", invite.Request.RequestUri.User);
        Assert.Equal("+4961511234567", invite.Request.To.Uri.User);
        Assert.Equal("+4915112345678", invite.Request.From.Uri.User);
        invite.Ring();
        await call.Ringing.WaitAsync(Patience);
        invite.Reject(486);
        Assert.Equal(486, (await call.Answered.WaitAsync(Patience)).StatusCode);

        await registration.StopAsync(Patience);
        await Carrier.WaitForUnregistrationAsync("trunk", Patience);
    }

    [Fact]
    public async Task WrongPassword_IsNeverBound()
    {
        await using var stack = await StartAsync(new Trunk(), SipProtocol.Udp);
        await using var registration = stack.Register(Registration("guess", SipProtocol.Udp));
        await Carrier.WaitForRegistersAsync(2, Patience);
        Assert.Empty(Carrier.Bindings);
    }

    [Fact]
    public async Task CallToTheCarrier_IsRefused_AndOtherRequestsAreNotAllowed()
    {
        await using var stack = await StartAsync(new Trunk(), SipProtocol.Udp);
        var ended = new TaskCompletionSource<SessionEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var target = SipUri.Parse($"sip:123@{Carrier.SipEndPoint}");
        var self = new NameAddress(SipUri.Parse("sip:me@example.net"));
        stack.Invite(new OutgoingInvite { Target = target, From = self }, happened =>
        {
            if (happened is SessionEnded over)
            {
                ended.SetResult(over.End);
            }
        });
        Assert.Equal(404, (await ended.Task.WaitAsync(Patience)).StatusCode);
        var answer = await stack.SendAsync(new OutgoingRequest { Method = SipMethod.Message, Target = target, From = self }, Patience);
        Assert.Equal(405, answer.StatusCode);
    }

    [Fact]
    public async Task GivenUpBeforeTheAnswer_IsCancelled()
    {
        var trunk = new Trunk();
        await using var stack = await StartAsync(trunk, SipProtocol.Udp);
        var call = await Carrier.PlaceCallAsync(ToStack(stack), Patience);
        var invite = await trunk.Invited.Task.WaitAsync(Patience);
        invite.Ring();
        await call.Ringing.WaitAsync(Patience);
        await call.HangUpAsync().WaitAsync(Patience);
        Assert.Equal(487, (await call.Answered).StatusCode);
    }

    [Fact]
    public async Task AnswerWithoutSound_IsHungUpOn()
    {
        var trunk = new Trunk();
        await using var stack = await StartAsync(trunk, SipProtocol.Udp);
        var call = await Carrier.PlaceCallAsync(ToStack(stack), Patience);
        var invite = await trunk.Invited.Task.WaitAsync(Patience);
        invite.Accept("nonsense"u8.ToArray(), SessionDescription.ContentType, _ => { });
        Assert.Equal(SessionEndCause.LocalBye, (await call.Ended.WaitAsync(Patience)).Cause);
        Assert.False((await call.Answered).IsAnswered);
    }

    [Fact]
    public async Task Headers_AreSentAsWished()
    {
        var trunk = new Trunk();
        await using var stack = await StartAsync(trunk, SipProtocol.Udp);
        await Carrier.PlaceCallAsync(
            ToStack(stack) with
            {
                PAssertedIdentity = "<sip:+4961511@carrier.example>",
                Privacy = "id",
                ExtraHeaders = SipHeaders.Empty.With("X-Trunk", "7"),
            },
            Patience);
        var headers = (await trunk.Invited.Task.WaitAsync(Patience)).Request.Headers;
        Assert.Equal("<sip:+4961511@carrier.example>", headers[HeaderNames.PAssertedIdentity]);
        Assert.Equal("id", headers["Privacy"]);
        Assert.Equal("7", headers["X-Trunk"]);
    }

    [Fact]
    public async Task CallerBehindNat_AdvertisesAnotherAddress_AndIsHeard()
    {
        var call = await PlaceAnsweredAsync(Call() with { AdvertisedRtp = new IPEndPoint(IPAddress.Parse("127.0.0.9"), 40000) });
        var playing = Server.Conference(Room).PlayAsync(Sine(1000, 3), Patience);
        await call.PlayAsync(Sine(440, 2), Patience);
        await Server.Conference(Room).Heard.WaitForToneAsync(440, TimeSpan.FromSeconds(0.5), Patience);
        await call.Heard.WaitForToneAsync(1000, TimeSpan.FromSeconds(0.5), Patience);
        await playing;
    }

    [Fact]
    public async Task Prompt_StartAndEnd_AreNoticed()
    {
        var call = await PlaceAnsweredAsync(Call());
        var start = call.WaitForPromptAsync(Patience);
        var playing = Server.Conference(Room).PlayAsync(Sine(600, 1), Patience);
        await start;
        await call.Heard.WaitForToneAsync(600, TimeSpan.FromSeconds(0.7), Patience);
        await call.WaitForPromptEndAsync(Patience);
        await playing;
        Assert.InRange(call.Heard.ToneHeard(600).TotalSeconds, 0.7, 1.05);
    }

    [Fact]
    public async Task EndOfTheCall_CancelsWhatIsStillBeingSaid()
    {
        var call = await PlaceAnsweredAsync(Call());
        var saying = call.PlayAsync(Sine(440, 60), Patience);
        await Server.Conference(Room).Heard.WaitForToneAsync(440, TimeSpan.FromSeconds(0.2), Patience);
        await call.HangUpAsync();
        await AssertCutOffAsync(saying);
        await AssertCutOffAsync(call.PlayAsync(Sine(440, 1), Patience));
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.HoldAsync(HoldStyle.SendOnly, Patience));
    }

    [Fact]
    public async Task Kill_EndsTheCallsHere_AndTellsNobody()
    {
        var call = await PlaceAnsweredAsync(Call());
        var participant = await Server.Conference(Room).WaitForParticipantAsync(Patience);
        Carrier.Kill();
        Assert.Equal(SessionEndCause.TransportError, (await call.Ended.WaitAsync(Patience)).Cause);
        Assert.False(participant.Left.IsCompleted);
    }

    [Fact]
    public async Task Call_ToNobody_IsAMistakeOfTheTest() => await Assert.ThrowsAsync<ArgumentException>(
        () => Carrier.PlaceCallAsync(new CarrierCall { From = "1", To = "2" }, Patience));

    private static CarrierCall ToStack(SipStack stack) =>
        new() { From = "+4915112345678", To = "+4961511234567", Direct = stack.LocalEndPoints[0] };

    private async Task<SipStack> StartAsync(Trunk trunk, SipProtocol protocol)
    {
        var options = new SipStackOptions { Listen = [new(protocol, new IPEndPoint(IPAddress.Loopback, 0))] };
        var stack = new SipStack(options, trunk, TimeProvider.System, NullLoggerFactory.Instance);
        await stack.StartAsync(Patience);
        return stack;
    }

    private RegistrationOptions Registration(string password, SipProtocol protocol) => new()
    {
        Registrar = SipUri.Parse("sip:carrier.example"),
        AddressOfRecord = SipUri.Parse("sip:trunk@carrier.example"),
        ContactUser = "dialin",
        OutboundProxy = SipUri.Parse(protocol == SipProtocol.Udp ? $"sip:{Carrier.SipEndPoint}" : $"sip:{Carrier.SipTcpEndPoint};transport=tcp"),
        Challenges = new DigestResponder(new DigestCredentials("trunk", password)),
    };

    private sealed class Trunk : ISipApplication
    {
        public TaskCompletionSource<PendingInvite> Invited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Admit(SipProtocol protocol, IPEndPoint source) => true;

        public void OnInvite(PendingInvite invite) => Invited.TrySetResult(invite);

        public void OnDropped(DropReason reason)
        {
        }
    }
}
