using DialIn.Simulator.Meetings;
using DialIn.Tests.Operations.Api;

namespace DialIn.Tests.Service;

public class ReservedByApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pin_OfThePutAnswer_LeadsACallerIntoTheMeetingThatComesLater()
    {
        await using var site = await ApiSite.StartAsync();
        var pin = (await site.ReserveAsync("Käse/🎓")).GetProperty("pin").GetString()!;
        var meeting = site.Service.Server.CreateMeeting(new MeetingRequest("Käse/🎓", "Seminar"));

        await using var call = await site.Service.CallWithPinAsync(pin, Cancel);

        await site.Service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);
    }
}
