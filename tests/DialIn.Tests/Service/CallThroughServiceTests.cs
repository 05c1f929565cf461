using DialIn.Media.Codecs;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;

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

        await using var call = await service.AnsweredCallAsync(Cancel, new CarrierCall { From = RunningService.Caller, To = RunningService.Number, Codecs = [codec] });
        await call.WaitForPromptAsync(Cancel);
        await call.SendDigitsAsync(pin, Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);
        var participant = await conference.WaitForParticipantAsync(Cancel);
        await Conversation.BothAreHeardAsync(call, conference, conference.Heard, Cancel);

        Assert.Equal(codec, call.Codec);
        Assert.Equal(codec, participant.Codec);
        Assert.False(conference.IsAdHoc);
        Assert.Equal("", participant.Digits);

        await call.HangUpAsync();
        await participant.Left.WaitAsync(Cancel);
        var record = await service.RecordAsync(Cancel);

        // How good it was is up to the machine's load.
        Assert.InRange(record.TrunkQuality!.Mos!.Value, 1, 4.41);
        Assert.InRange(record.ConferenceQuality!.Mos!.Value, 1, 4.41);
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
}
