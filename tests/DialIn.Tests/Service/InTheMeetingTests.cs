using DialIn.Media.Audio;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;

namespace DialIn.Tests.Service;

public class InTheMeetingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StarSix_MutesInTheBridge_AndTheCallerHearsSo()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);
        var participant = await conference.WaitForParticipantAsync(Cancel);
        await call.Heard.WaitForSilenceAsync(CallTimes.KeysCountAfter, Cancel);

        var prompt = call.WaitForPromptAsync(Cancel);
        await call.SendDigitsAsync("*6", Cancel);
        await prompt;
        var muted = conference.Heard.Duration;
        await call.PlayAsync(Tone.Sine(700, TimeSpan.FromSeconds(1.5), 8_000), Cancel);
        Assert.Equal(TimeSpan.Zero, conference.Heard.ToneHeard(700, muted));

        await call.WaitForPromptEndAsync(Cancel);
        prompt = call.WaitForPromptAsync(Cancel);
        await call.SendDigitsAsync("*6", Cancel);
        await prompt;
        await Conversation.UntilHeardAsync(call.PlayAsync, 440, conference.Heard, Cancel);
        Assert.Equal("", participant.Digits);
    }

    [Fact]
    public async Task StarSix_PressesTheServersMuteKey_ByInfo_SoThatModeratorsSeeIt()
    {
        await using var service = await RunningService.StartAsync(Cancel, muteKey: '0');
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var participant = await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);
        // Keys count as the meeting's only after a pause: a late digit of the PIN must be no command.
        await call.Heard.WaitForSilenceAsync(CallTimes.KeysCountAfter, Cancel);
        await call.SendDigitsAsync("17*6", Cancel);
        await participant.WaitForDigitsAsync("0", Cancel);

        Assert.Equal("0", participant.Digits);
        Assert.True(participant.IsMuted);
        await call.SendDigitsAsync("*6", Cancel);
        await participant.WaitForDigitsAsync("00", Cancel);
        Assert.False(participant.IsMuted);
        Assert.Null(participant.Negotiated.Format.TelephoneEventPayloadType);
    }

    [Fact]
    public async Task ServerThatRestartsItsFreeSwitch_HasItsCallersBack()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);
        var before = await conference.WaitForParticipantAsync(Cancel);

        service.Server.RestartFreeSwitch();

        await before.Left.WaitAsync(Cancel);
        var after = await conference.WaitForParticipantAsync(Cancel, participant => participant != before);
        Assert.Equal(before.CallerNumber, after.CallerNumber);
        Assert.False(call.Ended.IsCompleted);
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
        await Conversation.UntilHeardAsync(call.PlayAsync, 440, conference.Heard, Cancel);
    }

    private static class CallTimes
    {
        public static readonly TimeSpan KeysCountAfter =
            DialIn.Calls.CallSettings.For(new DialIn.Calls.CallsOptions(), ["de"], 9).ConferenceKeysAfter + TimeSpan.FromMilliseconds(500);
    }
}
