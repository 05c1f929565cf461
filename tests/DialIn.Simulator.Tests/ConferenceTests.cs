using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Simulator.Carriers;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Simulator.Tests;

/// <summary>Conferences with several callers, and callers that behave oddly.</summary>
public class ConferenceTests : Simulation
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.4);

    [Fact]
    public async Task SixCallers_EachHearsAllOthersInTurn_AndNeverThemselves()
    {
        var calls = new List<SimulatedCall>();
        for (var i = 0; i < 6; i++)
        {
            calls.Add(await PlaceAnsweredAsync(Call(from: $"90000000{i}") with { Codecs = [AudioCodec.All[i % 3]] }));
        }

        for (var i = 0; i < 6; i++)
        {
            var speaking = calls[i].PlayAsync(Sine(Pitch(i), 20), Patience);
            await Task.WhenAll(calls.Where(call => call != calls[i])
                .Select(call => call.Heard.WaitForToneAsync(Pitch(i), Enough, Patience)));
            calls[i].StopPlaying();
            await AssertCutOffAsync(speaking);
        }

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(TimeSpan.Zero, calls[i].Heard.ToneHeard(Pitch(i)));
        }

        static double Pitch(int caller) => 400 + (300 * caller);
    }

    [Fact]
    public async Task LateComer_HearsWhatIsSaidFromThenOn()
    {
        var first = await PlaceAnsweredAsync(Call(from: "900000001"));
        var speaking = first.PlayAsync(Sine(700, 60), Patience);
        await Server.Conference(Room).Heard.WaitForToneAsync(700, Enough, Patience);
        var second = await PlaceAnsweredAsync(Call(from: "900000002"));
        await second.Heard.WaitForToneAsync(700, Enough, Patience);
        Assert.False(speaking.IsCompleted);
        first.StopPlaying();
        await AssertCutOffAsync(speaking);
    }

    [Fact]
    public async Task CallerWhoLeft_CanStillBeAskedWhatTheySaid()
    {
        var call = await PlaceAnsweredAsync(Call());
        await call.PlayAsync(Sine(440, 1), Patience);
        await Server.Conference(Room).Heard.WaitForToneAsync(440, Enough, Patience);
        await call.HangUpAsync().WaitAsync(Patience);
        await Server.Conference(Room).WaitForCountAsync(0, Patience);
        var gone = await Server.Conference(Room).WaitForParticipantAsync(Patience);
        Assert.True(gone.Heard.ToneHeard(440) >= Enough);
        Assert.True(gone.JoinedAt >= call.PlacedAt);
        Assert.Equal(Room, gone.Invite.RequestUri.User);
    }

    [Fact]
    public async Task Clips_PlayOneAfterAnother()
    {
        var call = await PlaceAnsweredAsync(Call());
        var conference = Server.Conference(Room);
        await Task.WhenAll(conference.PlayAsync(Sine(500, 0.6), Patience), conference.PlayAsync(Sine(900, 0.6), Patience));
        await call.Heard.WaitForToneAsync(900, Enough, Patience);
        Assert.True(call.Heard.ToneHeard(500) >= Enough);
    }

    [Fact]
    public async Task Clip_ToNobody_EndsAllTheSame() =>
        await Server.Conference("11111").PlayAsync(Sine(500, 0.1), Patience).WaitAsync(Patience);

    [Fact]
    public async Task Clip_WhenTheServerStops_IsCutOff()
    {
        var playing = Server.Conference(Room).PlayAsync(Sine(500, 60), Patience);
        await PlaceAnsweredAsync(Call());
        await Server.StopAsync(Patience);
        await AssertCutOffAsync(playing);
    }

    [Fact]
    public async Task Clip_AskedForAsTheServerStopsOrLater_IsCutOffAndNeverHangs()
    {
        var conference = Server.Conference(Room);
        var clip = Sine(500, 5);
        var stopping = Server.StopAsync(Patience);
        var during = Enumerable.Range(0, 200).Select(_ => conference.PlayAsync(clip, Patience)).ToList();
        await stopping;
        foreach (var playing in during.Append(conference.PlayAsync(clip, Patience)))
        {
            await AssertCutOffAsync(playing);
        }
    }

    [Fact]
    public async Task SameCallerTwice_AreTwoParticipants()
    {
        await PlaceAnsweredAsync(Call());
        await PlaceAnsweredAsync(Call());
        await Server.Conference(Room).WaitForCountAsync(2, Patience);
    }

    [Fact]
    public async Task ReinviteToAnotherCodec_IsTaken_AndToAnUnknownOneRefused_AndTheCallGoesOn()
    {
        await using var stack = await StartStackAsync();
        var events = new SessionLog();
        var nobody = LoopbackAddress.Next();
        var negotiation = new Simulator.Rtp.AudioNegotiation(new(nobody, 40000), [AudioCodec.Pcma], null);
        var session = stack.Invite(Outgoing(negotiation.Offer(Direction.SendReceive)), events.Add);
        await events.WaitForAsync<SessionAnswered>(Patience);

        var other = new Simulator.Rtp.AudioNegotiation(new(nobody, 40000), [AudioCodec.G722], null);
        session.Reinvite(other.Offer(Direction.SendReceive), SessionDescription.ContentType);
        await events.WaitForAsync<ReinviteAnswered>(Patience);
        Assert.Equal(AudioCodec.G722, Assert.Single(Server.Conference(Room).Participants).Codec);

        var unknown = "v=0\r\no=- 1 3 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 3\r\n";
        session.Reinvite(System.Text.Encoding.UTF8.GetBytes(unknown), SessionDescription.ContentType);
        Assert.Equal(488, (await events.WaitForAsync<ReinviteFailed>(Patience)).StatusCode);
        Assert.Single(Server.Conference(Room).Participants);
        session.Bye();
        await events.WaitForAsync<SessionEnded>(Patience);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no session description")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 3\r\n")]
    public async Task InviteWithoutUsableSound_Is488(string body)
    {
        await using var stack = await StartStackAsync();
        var events = new SessionLog();
        stack.Invite(Outgoing(System.Text.Encoding.UTF8.GetBytes(body)), events.Add);
        Assert.Equal(488, (await events.WaitForAsync<SessionEnded>(Patience)).End.StatusCode);
        Assert.Empty(Server.Conference(Room).Everybody);
    }

    [Fact]
    public async Task NameWithBbbsMark_IsShownAsTakenForAWebUser()
    {
        await PlaceAnsweredAsync(Call() with { FromDisplayName = "w_1_2-bbbID-Eva" });
        Assert.True((await Server.Conference(Room).WaitForParticipantAsync(Patience)).IsTakenForWebUser);
    }

    private OutgoingInvite Outgoing(byte[] body) => new()
    {
        Target = SipUri.Parse($"sip:{Room}@{Server.SipEndPoint}"),
        From = new NameAddress("Telefon", SipUri.Parse("sip:900000001@dialin.example"), SipParameters.Empty),
        Body = body,
    };

    private async Task<SipStack> StartStackAsync()
    {
        var options = new SipStackOptions { Listen = [new(SipProtocol.Udp, new(System.Net.IPAddress.Loopback, 0))] };
        var stack = new SipStack(options, new Nobody(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        await stack.StartAsync(Patience);
        return stack;
    }

    private sealed class Nobody : ISipApplication
    {
        public bool Admit(SipProtocol protocol, System.Net.IPEndPoint source) => true;

        public void OnInvite(PendingInvite invite) => invite.Reject(404);

        public void OnDropped(DropReason reason)
        {
        }
    }

    private sealed class SessionLog
    {
        private readonly Changes _changes = new();
        private readonly System.Collections.Concurrent.ConcurrentQueue<SessionEvent> _events = new();

        public void Add(SessionEvent happened)
        {
            _events.Enqueue(happened);
            _changes.Notify();
        }

        public Task<T> WaitForAsync<T>(CancellationToken cancellationToken)
            where T : SessionEvent =>
            _changes.WaitForAsync(() => _events.OfType<T>().FirstOrDefault(), cancellationToken);
    }
}
