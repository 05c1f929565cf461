using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Pins;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;
using DialIn.Sip.UserAgents;

namespace DialIn.Tests.Service;

public class CallThroughServiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PCMA")]
    [InlineData("PCMU")]
    [InlineData("G722")]
    public async Task Call_WithPin_IsHeardAndHears_InTheTrunksCodec(string name)
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        var codec = AudioCodec.All.Single(c => c.EncodingName == name);

        await using var call = await service.CallAsync(Cancel, new CarrierCall { From = RunningService.Caller, To = RunningService.Number, Codecs = [codec] });
        await call.Answered.WaitAsync(Cancel);
        await call.WaitForPromptAsync(Cancel);
        await call.SendDigitsAsync(pin, Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);
        var participant = await conference.WaitForParticipantAsync(Cancel);
        var said = call.PlayAsync(Tone.Sine(440, TimeSpan.FromSeconds(2), 8_000), Cancel);
        await conference.Heard.WaitForToneAsync(440, TimeSpan.FromSeconds(1), Cancel);
        await call.WaitForPromptEndAsync(Cancel);
        var answered = conference.PlayAsync(Tone.Sine(1_000, TimeSpan.FromSeconds(2), 8_000), Cancel);
        await call.Heard.WaitForToneAsync(1_000, TimeSpan.FromSeconds(1), Cancel);
        await Task.WhenAll(said, answered);

        Assert.Equal(codec, call.Codec);
        Assert.Equal(codec, participant.Codec);
        Assert.False(conference.IsAdHoc);
        Assert.Equal("", participant.Digits);

        await call.HangUpAsync();
        await participant.Left.WaitAsync(Cancel);
        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("Success", "CallerHungUp", "bbb1", "room", name), (record.Result, record.Reason, record.Server, record.MeetingId, record.Codec));
    }

    [Fact]
    public async Task Conference_IsShownAPseudonym_AndNeverTheCaller()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var participant = await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);

        Assert.Equal("Telefon …34", participant.CallerName);
        Assert.Matches("^999[0-9]{12}$", participant.CallerNumber);
        var invite = System.Text.Encoding.UTF8.GetString(DialIn.Sip.Messages.SipWriter.ToBytes(participant.Invite));
        Assert.DoesNotContain("15112345634", invite, StringComparison.Ordinal);
        Assert.DoesNotContain("Privacy", invite, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(pin, invite, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Log.GetSnapshot(), line => line.Message.Contains(pin, StringComparison.Ordinal) || line.Message.Contains("15112345634", StringComparison.Ordinal));
    }

    [Fact]
    public async Task KeysInTheMeeting_GoByInfo_WhenTheAnswerHasNoTelephoneEvents()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var participant = await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);
        // Keys count as the meeting's only after a pause: a late digit of the PIN must be no command.
        await call.Heard.WaitForSilenceAsync(CallTimes.KeysCountAfter, Cancel);
        await call.SendDigitsAsync("0", Cancel);
        await participant.WaitForDigitsAsync("0", Cancel);

        Assert.Equal("0", participant.Digits);
        Assert.Null(participant.Negotiated.Format.TelephoneEventPayloadType);
    }

    [Fact]
    public async Task Hold_KeepsTheCarriersMusicOutOfTheMeeting()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);
        await conference.WaitForParticipantAsync(Cancel);

        Assert.Equal(200, await call.HoldAsync(HoldStyle.SendOnly, Cancel));
        var held = conference.Heard.Duration;
        await call.PlayAsync(Tone.Sine(700, TimeSpan.FromSeconds(2), 8_000), Cancel);
        Assert.Equal(TimeSpan.Zero, conference.Heard.ToneHeard(700, held));

        Assert.Equal(200, await call.ResumeAsync(Cancel));
        var said = call.PlayAsync(Tone.Sine(440, TimeSpan.FromSeconds(2), 8_000), Cancel);
        await conference.Heard.WaitForToneAsync(440, TimeSpan.FromSeconds(1), Cancel);
        await said;
    }

    [Fact]
    public async Task Bridge_ThatIsFull_SendsTheCarrierElsewhere()
    {
        await using var service = await RunningService.StartAsync(Cancel, section => section["Calls"] = new { MaxCalls = 1 });
        await using var first = await service.CallAsync(Cancel);
        Assert.Equal(200, (await first.Answered.WaitAsync(Cancel)).StatusCode);

        await using var second = await service.CallAsync(Cancel);

        Assert.Equal(503, (await second.Answered.WaitAsync(Cancel)).StatusCode);
        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("Bridge", "Full", 503), (record.Result, record.Reason, record.SipStatus));
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
    public async Task StoreThatFails_IsASentenceAndAnEnd_NotSilence()
    {
        await using var service = await RunningService.StartAsync(Cancel, pins: new BrokenPinStore());
        await using var call = await service.CallAsync(Cancel);
        await call.Answered.WaitAsync(Cancel);
        await call.WaitForPromptAsync(Cancel);

        await call.SendDigitsAsync("481205937", Cancel);
        await call.WaitForPromptAsync(Cancel);
        var end = await call.Ended.WaitAsync(Cancel);

        Assert.Equal(SessionEndCause.RemoteBye, end.Cause);
        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("Bridge", "Fault"), (record.Result, record.Reason));
    }

    [Fact]
    public async Task Stop_RefusesNewCalls_AndLetsTheRunningOneEnd()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        await using var running = await service.CallAsync(Cancel);
        await running.Answered.WaitAsync(Cancel);

        var stop = service.Application.StopAsync(Cancel);
        await using var late = await service.CallAsync(Cancel);
        Assert.Equal(503, (await late.Answered.WaitAsync(Cancel)).StatusCode);
        Assert.False(stop.IsCompleted);
        Assert.False(running.Ended.IsCompleted);

        await running.HangUpAsync();
        await stop.WaitAsync(Cancel);
        Assert.Equal(0, service.Calls.Count);
    }

    private static class CallTimes
    {
        public static readonly TimeSpan KeysCountAfter =
            DialIn.Calls.CallSettings.For(new DialIn.Calls.CallsOptions(), ["de"], 9).ConferenceKeysAfter + TimeSpan.FromMilliseconds(500);
    }

    /// <summary>A database that is gone.</summary>
    private sealed class BrokenPinStore : IPinStore
    {
        public Task<int> AddAsync(IReadOnlyCollection<Pin> pins, CancellationToken cancellationToken) => Fail<int>();

        public Task<Reservation> AssignAsync(string meetingId, CancellationToken cancellationToken) => Fail<Reservation>();

        public Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken) => Fail<bool>();

        public Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken) => Fail<Reservation?>();

        public Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken) => Fail<Reservation?>();

        public Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken) => Fail<IReadOnlyList<Reservation>>();

        public Task<PinPoolCounts> CountAsync(CancellationToken cancellationToken) => Fail<PinPoolCounts>();

        public Task<int> LongestPinAsync(CancellationToken cancellationToken) => Fail<int>();

        private static Task<T> Fail<T>() => Task.FromException<T>(new StoreUnavailableException("the test took the database away", new IOException()));
    }
}
