using System.Net;
using System.Net.Sockets;
using System.Text;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;
using DialIn.Testing;

namespace DialIn.Tests.Service;

public class RefusalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bridge_ThatIsFull_SendsTheCarrierElsewhere()
    {
        await using var service = await RunningService.StartAsync(Cancel, section => section["Calls"] = new { MaxCalls = 1 });
        await using var first = await service.AnsweredCallAsync(Cancel);

        await using var second = await service.CallAsync(Cancel);

        Assert.Equal(503, (await second.Answered.WaitAsync(Cancel)).StatusCode);
        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("Bridge", "Full", 503), (record.Result, record.Reason, record.SipStatus));
    }

    [Fact]
    public async Task Number_WithAsManyCallsAsOneMayHave_IsBusy_AndOthersAndTheWithheldAreNot()
    {
        await using var service = await RunningService.StartAsync(Cancel, section => section["Calls"] = new { MaxCallsPerCaller = 1 });
        await using var first = await service.AnsweredCallAsync(Cancel);

        // The same number in another form.
        await using var second = await service.CallAsync(Cancel, new CarrierCall { From = $"00{RunningService.Caller[1..]}", To = RunningService.Number });
        Assert.Equal(486, (await second.Answered.WaitAsync(Cancel)).StatusCode);
        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("Caller", "CallerFull", 486), (record.Result, record.Reason, record.SipStatus));

        foreach (var from in new[] { "+4915112345635", "anonymous", "anonymous" })
        {
            _ = await service.AnsweredCallAsync(Cancel, new CarrierCall { From = from, To = RunningService.Number });
        }
    }

    [Fact]
    [Rfc(3261, "11.2")]
    public async Task Options_OfATrunk_GetsWhatACallWouldGet()
    {
        await using var service = await RunningService.StartAsync(Cancel, section => section["Calls"] = new { MaxCalls = 1 });
        Assert.StartsWith("SIP/2.0 200 ", await OptionsAsync(service), StringComparison.Ordinal);
        await using var call = await service.AnsweredCallAsync(Cancel);

        var answer = await OptionsAsync(service);

        Assert.StartsWith("SIP/2.0 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 10\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoCommonCodec_IsRefusedWith488()
    {
        await using var service = await RunningService.StartAsync(Cancel);

        await using var call = await service.CallAsync(Cancel, new CarrierCall { From = RunningService.Caller, To = RunningService.Number, Codecs = [] });

        Assert.Equal(488, (await call.Answered.WaitAsync(Cancel)).StatusCode);
        Assert.Equal("NoCommonCodec", (await service.RecordAsync(Cancel)).Reason);
    }

    [Fact]
    public async Task Conference_WhoseServerIsBusy_IsTriedAgain_AndTheLogSaysWhyOnce()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        // As FreeSWITCH answers to more calls in a second than it is set to take.
        service.Server.RefuseCallsWith = 503;
        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var refused = await service.Log.WaitAsync(static record => record.Id.Id == 3011, Cancel);
        Assert.EndsWith(": bbb1 did not take the call: status 503, cause (null)", refused.Message, StringComparison.Ordinal);
        service.Server.RefuseCallsWith = 0;

        await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);
        Assert.Single(service.Log.GetSnapshot(), static record => record.Id.Id is 3011 or 3012);
    }

    [Fact]
    public async Task Conference_WithNobodyInItYet_IsTriedAgain()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        service.Server.NeedsSomebody = true;

        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var refused = await service.Log.WaitAsync(static record => record.Id.Id == 3011, Cancel);
        Assert.EndsWith(": bbb1 did not take the call: status 480, cause Q.850 20", refused.Message, StringComparison.Ordinal);

        // As when a web user has come with a microphone.
        service.Server.NeedsSomebody = false;
        await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);
    }

    [Fact]
    public async Task Stop_RefusesNewCalls_AndLetsTheRunningOneEnd()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        await using var running = await service.AnsweredCallAsync(Cancel);

        var stop = service.Application.StopAsync(Cancel);
        // The parts of the service stop one after another: until this one has, calls are taken.
        await service.Log.WaitAsync(static record => record.Id.Id == 3005, Cancel);
        await using var late = await service.CallAsync(Cancel);
        Assert.Equal(503, (await late.Answered.WaitAsync(Cancel)).StatusCode);
        Assert.False(stop.IsCompleted);
        Assert.False(running.Ended.IsCompleted);

        await running.HangUpAsync();
        await stop.WaitAsync(Cancel);
        Assert.Equal(0, service.Calls.Count);
    }

    private static async Task<string> OptionsAsync(RunningService service)
    {
        using var trunk = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var own = trunk.Client.LocalEndPoint;
        var id = Guid.NewGuid().ToString("N");
        var options = $"""
            OPTIONS sip:{service.Sip} SIP/2.0
            Via: SIP/2.0/UDP {own};branch=z9hG4bK{id};rport
            From: <sip:carrier@{own}>;tag=probe
            To: <sip:{service.Sip}>
            Call-ID: {id}
            CSeq: 1 OPTIONS
            Max-Forwards: 70
            Content-Length: 0


            """.ReplaceLineEndings("\r\n");
        await trunk.SendAsync(Encoding.ASCII.GetBytes(options), service.Sip, Cancel);
        return Encoding.ASCII.GetString((await trunk.ReceiveAsync(Cancel)).Buffer);
    }
}
