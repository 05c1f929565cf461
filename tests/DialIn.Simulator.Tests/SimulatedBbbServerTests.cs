using System.Net.Sockets;
using DialIn.Media.Codecs;
using DialIn.Simulator.Api;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Simulator.Tests;

public class SimulatedBbbServerTests : Simulation
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.5);

    [Theory]
    [InlineData("PCMA")]
    [InlineData("PCMU")]
    [InlineData("G722")]
    public async Task Call_ToneBothWays_IsFoundAtBothEnds(string codec)
    {
        var call = await PlaceAnsweredAsync(Call() with { Codecs = [AudioCodec.All.Single(each => each.EncodingName == codec)] });
        var conference = Server.Conference(Room);
        var participant = await conference.WaitForParticipantAsync(Patience);
        Assert.Equal(codec, participant.Codec.EncodingName);
        Assert.Equal("Telefon …45", participant.CallerName);
        Assert.Equal("900012345", participant.CallerNumber);
        Assert.False(conference.IsAdHoc);

        var (speaking, playing) = (call.PlayAsync(Sine(440, 20), Patience), conference.PlayAsync(Sine(1000, 20), Patience));
        await participant.Heard.WaitForToneAsync(440, Enough, Patience);
        await conference.Heard.WaitForToneAsync(440, Enough, Patience);
        await call.Heard.WaitForToneAsync(1000, Enough, Patience);
        Assert.Equal(TimeSpan.Zero, call.Heard.ToneHeard(440));
        Assert.Equal(TimeSpan.Zero, conference.Heard.ToneHeard(1000));
        Assert.True(participant.PacketsReceived >= 25);
        call.StopPlaying();
        conference.StopPlaying();
        await AssertCutOffAsync(speaking);
        await AssertCutOffAsync(playing);

        await call.HangUpAsync();
        Assert.Equal(SessionEndCause.RemoteBye, (await participant.Left.WaitAsync(Patience)).Cause);
        await conference.WaitForCountAsync(0, Patience);
        Assert.Same(participant, Assert.Single(conference.Everybody));
    }

    [Fact]
    public async Task Call_OverTcp_Works()
    {
        var call = await PlaceAnsweredAsync(Call(protocol: SipProtocol.Tcp));
        await call.PlayAsync(Sine(440, 1), Patience);
        await Server.Conference(Room).Heard.WaitForToneAsync(440, Enough, Patience);
        await call.HangUpAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task TwoConferences_FourCallers_HearTheirOwnConferenceOnly()
    {
        Server.CreateMeeting(new MeetingRequest("other", "Other") { VoiceBridge = "12345" });
        var a = await PlaceAnsweredAsync(Call(Room, "900000001"));
        var b = await PlaceAnsweredAsync(Call(Room, "900000002") with { Codecs = [AudioCodec.G722] });
        var c = await PlaceAnsweredAsync(Call("12345", "900000003") with { Codecs = [AudioCodec.Pcmu] });
        var d = await PlaceAnsweredAsync(Call("12345", "900000004"));
        await Task.WhenAll(
            a.PlayAsync(Sine(500, 2), Patience), b.PlayAsync(Sine(900, 2), Patience),
            c.PlayAsync(Sine(1300, 2), Patience), d.PlayAsync(Sine(1700, 2), Patience));
        await Task.WhenAll(
            a.Heard.WaitForToneAsync(900, Enough, Patience), b.Heard.WaitForToneAsync(500, Enough, Patience),
            c.Heard.WaitForToneAsync(1700, Enough, Patience), d.Heard.WaitForToneAsync(1300, Enough, Patience));

        double[] all = [500, 900, 1300, 1700];
        foreach (var (call, heard) in new[] { (a, 900.0), (b, 500.0), (c, 1700.0), (d, 1300.0) })
        {
            Assert.All(all.Where(hz => hz != heard), hz => Assert.Equal(TimeSpan.Zero, call.Heard.ToneHeard(hz)));
        }
    }

    [Fact]
    public async Task Call_ToNoMeeting_MakesAnAdHocConference()
    {
        await PlaceAnsweredAsync(Call("54321"));
        var conference = Server.Conference("54321");
        await conference.WaitForParticipantAsync(Patience);
        Assert.True(conference.IsAdHoc);
        Assert.Contains(conference, Server.Conferences);
    }

    [Theory]
    [InlineData("1234", 404)]
    [InlineData("123456789012", 404)]
    [InlineData("abcdef", 404)]
    public async Task Call_ToNoConferenceNumber_IsRefused(string number, int status)
    {
        var call = await Carrier.PlaceCallAsync(Call(number), Patience);
        Assert.Equal(status, (await call.Answered.WaitAsync(Patience)).StatusCode);
        Assert.Equal(SessionEndCause.Rejected, (await call.Ended.WaitAsync(Patience)).Cause);
    }

    [Fact]
    public async Task HiddenCaller_IsRefused()
    {
        foreach (var hidden in new[]
        {
            Call(from: "anonymous"), Call() with { FromDisplayName = "Anonymous" }, Call() with { Privacy = "id" },
            Call() with { PAssertedIdentity = "<sip:anonymous@anonymous.invalid>" },
        })
        {
            var call = await Carrier.PlaceCallAsync(hidden, Patience);
            Assert.Equal(603, (await call.Answered.WaitAsync(Patience)).StatusCode);
        }

        Assert.Empty(Server.Conference(Room).Everybody);
    }

    [Fact]
    public async Task Answer_TakesNoTelephoneEvents_AndDigitsCannotBeSentThatWay()
    {
        var call = await PlaceAnsweredAsync(Call());
        Assert.Null(call.Negotiated.Format.TelephoneEventPayloadType);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.SendDigitsAsync("1", Patience));
    }

    [Theory]
    [InlineData("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n")]
    [InlineData("application/dtmf", "5")]
    public async Task Digits_ByInfo_AreTaken(string type, string body)
    {
        var call = await PlaceAnsweredAsync(Call());
        var participant = await Server.Conference(Room).WaitForParticipantAsync(Patience);
        call.SendInfo(type, body);
        await participant.WaitForDigitsAsync("5", Patience);
    }

    [Theory]
    [InlineData(HoldStyle.SendOnly)]
    [InlineData(HoldStyle.Inactive)]
    [InlineData(HoldStyle.NullAddress)]
    public async Task Hold_StopsTheConferencesSound_AndResumeBringsItBack(HoldStyle style)
    {
        var call = await PlaceAnsweredAsync(Call());
        var conference = Server.Conference(Room);
        var playing = conference.PlayAsync(Sine(1000, 60), Patience);
        await call.Heard.WaitForToneAsync(1000, Enough, Patience);

        Assert.Equal(200, await call.HoldAsync(style, Patience));
        await call.Heard.WaitForSilenceAsync(Enough, Patience);
        Assert.Equal(200, await call.ResumeAsync(Patience));
        await call.Heard.WaitForToneAsync(1000, Enough, Patience, from: call.Heard.Duration);
        Assert.False(playing.IsCompleted);
        conference.StopPlaying();
        await AssertCutOffAsync(playing);
    }

    [Fact]
    public async Task Kick_HangsUpOnOneCaller()
    {
        var one = await PlaceAnsweredAsync(Call(from: "900000001"));
        var two = await PlaceAnsweredAsync(Call(from: "900000002"));
        var conference = Server.Conference(Room);
        await conference.WaitForCountAsync(2, Patience);
        (await conference.WaitForParticipantAsync(Patience, caller => caller.CallerNumber == "900000001")).Kick();
        var end = await one.Ended.WaitAsync(Patience);
        Assert.Equal((SessionEndCause.RemoteBye, "Q.850;cause=16;text=\"NORMAL_CLEARING\""), (end.Cause, end.Reason));
        await conference.WaitForCountAsync(1, Patience);
        Assert.False(two.Ended.IsCompleted);
    }

    [Fact]
    public async Task EndByTheApi_HangsUpOnEverybody_AndTheMeetingIsGone()
    {
        var call = await PlaceAnsweredAsync(Call());
        using var client = new HttpClient();
        var info = await client.GetStringAsync(ApiCall("getMeetingInfo", "meetingID=room"), Patience);
        Assert.Contains("<voiceParticipantCount>1</voiceParticipantCount>", info, StringComparison.Ordinal);
        await client.GetStringAsync(ApiCall("end", "meetingID=room"), Patience);
        Assert.Equal(SessionEndCause.RemoteBye, (await call.Ended.WaitAsync(Patience)).Cause);
        Assert.Empty(Server.Meetings);
    }

    [Fact]
    public async Task EndMeeting_Unknown_DoesNothing()
    {
        await Server.EndMeetingAsync("nobody").WaitAsync(Patience);
        Assert.Single(Server.Meetings);
    }

    [Fact]
    public async Task RefuseCallsWith_RefusesEverybody_UntilToldOtherwise()
    {
        Server.RefuseCallsWith = 503;
        var refused = await Carrier.PlaceCallAsync(Call(), Patience);
        Assert.Equal(503, (await refused.Answered.WaitAsync(Patience)).StatusCode);
        Server.RefuseCallsWith = 0;
        await PlaceAnsweredAsync(Call());
    }

    [Fact]
    public async Task NeedsSomebody_LetsNobodyIntoAnEmptyConference()
    {
        var first = await PlaceAnsweredAsync(Call());
        Server.NeedsSomebody = true;
        var second = await PlaceAnsweredAsync(Call());
        await first.HangUpAsync();
        await second.HangUpAsync();
        await Task.WhenAll(Server.Conferences.SelectMany(static conference => conference.Everybody).Select(static participant => participant.Left)).WaitAsync(Patience);

        var refused = await Carrier.PlaceCallAsync(Call(), Patience);

        var answer = await refused.Answered.WaitAsync(Patience);
        Assert.Equal((480, "Q.850;cause=20;text=\"SUBSCRIBER_ABSENT\""), (answer.StatusCode, answer.Reason));
    }

    [Fact]
    public async Task HoldApi_AnswersNothing_UntilItIsReleased()
    {
        using var client = new HttpClient();
        Server.HoldApi();
        var answer = client.GetStringAsync(ApiCall("getMeetings", ""), Patience);
        await PlaceAnsweredAsync(Call());
        Assert.False(answer.IsCompleted);
        Server.ReleaseApi();
        Assert.Contains("<meetingID>room</meetingID>", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestartFreeSwitch_HangsUpOnEverybody_AndTheMeetingGoesOn()
    {
        var call = await PlaceAnsweredAsync(Call());
        Server.RestartFreeSwitch();
        var end = await call.Ended.WaitAsync(Patience);
        Assert.Equal((SessionEndCause.RemoteBye, "SIP;cause=701;text=\"SYSTEM_SHUTDOWN\""), (end.Cause, end.Reason));
        Assert.Single(Server.Meetings);
        await PlaceAnsweredAsync(Call());
    }

    [Fact]
    public async Task Stop_HangsUpOnEverybody()
    {
        var call = await PlaceAnsweredAsync(Call());
        await Server.StopAsync(Patience);
        Assert.Equal(SessionEndCause.RemoteBye, (await call.Ended.WaitAsync(Patience)).Cause);
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(ApiCall("getMeetings", ""), Patience));
    }

    [Fact]
    public async Task Kill_TellsNobody_AndFreesItsPorts()
    {
        var call = await PlaceAnsweredAsync(Call());
        var participant = await Server.Conference(Room).WaitForParticipantAsync(Patience);
        var (sip, http) = (Server.SipEndPoint, Server.ApiUrl.Port);
        Server.Kill();
        Assert.Equal(SessionEndCause.TransportError, (await participant.Left.WaitAsync(Patience)).Cause);
        await Server.DisposeAsync();
        Assert.False(call.Ended.IsCompleted);

        using (var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            udp.Bind(sip);
        }

        await using var successor = new SimulatedBbbServer(
            new SimulatedBbbServerOptions { Address = sip.Address, HttpPort = http }, TimeProvider.System, NullLoggerFactory.Instance);
        await successor.StartAsync(Patience);
        Assert.Equal(http, successor.ApiUrl.Port);
    }

    [Fact]
    public async Task Kill_WhileTheApiHangs_CutsTheAnswerOff()
    {
        using var client = new HttpClient();
        Server.HoldApi();
        var answer = client.GetStringAsync(ApiCall("getMeetings", ""), Patience);
        await PlaceAnsweredAsync(Call());
        Server.Kill();
        await Assert.ThrowsAsync<HttpRequestException>(() => answer.WaitAsync(Patience));
    }

    [Fact]
    public async Task GivenPorts_AreUsedForUdpAndTcpAlike()
    {
        await using var server = new SimulatedBbbServer(
            new SimulatedBbbServerOptions { Address = LoopbackAddress.Next(), SipPort = 5060, HttpPort = 8090 }, TimeProvider.System, NullLoggerFactory.Instance);
        await server.StartAsync(Patience);
        Assert.Equal((5060, 8090), (server.SipEndPoint.Port, server.ApiUrl.Port));
        Assert.Equal(server.SipEndPoint, server.SipTcpEndPoint);
        Assert.Equal($"sip:{{voiceBridge}}@{server.SipEndPoint}", server.SipUriTemplate);
    }

    [Fact]
    public void CreateMeeting_VoiceBridgeTaken_Throws() => Assert.Throws<InvalidOperationException>(
        () => Server.CreateMeeting(new MeetingRequest("second", "Second") { VoiceBridge = Room }));

    [Fact]
    public void BeforeTheStart_AddressesAreNotKnown()
    {
        var server = new SimulatedBbbServer(new SimulatedBbbServerOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Throws<InvalidOperationException>(() => server.ApiUrl);
        Assert.Throws<InvalidOperationException>(() => server.SipEndPoint);
    }

    private Uri ApiCall(string call, string query) =>
        new(Server.ApiUrl, $"{call}?{ApiChecksum.Sign(call, query, Server.Secret)}");
}
