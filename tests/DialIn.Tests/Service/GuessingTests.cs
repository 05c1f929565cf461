using DialIn.Simulator.Meetings;

namespace DialIn.Tests.Service;

/// <summary>The limits on wrong PINs, from the telephone to the database.</summary>
public class GuessingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BudgetUsedUp_OnlyARoomThatRunsOpens_TheRestIsAnOrdinaryWrongPin_AndItHoldsOverARestart()
    {
        await using var service = await RunningService.StartAsync(Cancel, static section => section["Pins"] = new { MaxWrongPerHour = 1 });
        var meeting = service.Server.CreateMeeting(new MeetingRequest("runs", "Runs"));
        var (running, sleeping) = (await service.ReserveAsync("runs", Cancel), await service.ReserveAsync("sleeps", Cancel));

        await using (var guess = await service.CallWithPinAsync(Other(running, sleeping), Cancel))
        {
            await service.Log.WaitAsync(static line => line.Id.Id == 3310, Cancel);
        }

        var printed = Printed(service);
        service.Log.Clear();
        await service.RestartAsync(static () => Task.CompletedTask, Cancel);
        // Before the server has told what runs, nothing does.
        await service.Log.WaitAsync(static line => line.Id.Id == 5001, Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);
        await using var right = await service.CallWithPinAsync(running, Cancel);
        await using var early = await service.CallWithPinAsync(sleeping, Cancel);
        await conference.WaitForParticipantAsync(Cancel);
        await early.Ended.WaitAsync(Cancel);

        await service.Log.WaitAsync(static line => line.Id.Id == 3001 && line.Message.Contains("WrongPin", StringComparison.Ordinal), Cancel);
        printed += Printed(service);
        Assert.All(new[] { running, sleeping, RunningService.Caller[4..] }, secret => Assert.DoesNotContain(secret, printed, StringComparison.Ordinal));
        var database = await File.ReadAllBytesAsync(service.Folder.File("dialin.db"), Cancel);
        Assert.Equal(-1, database.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(RunningService.Caller[4..])));
    }

    private static string Printed(RunningService service) => string.Join('\n', service.Log.GetSnapshot().Select(static line => line.Message));

    // A PIN that no room has.
    private static string Other(params string[] pins) => new[] { "481205937", "739154826", "640281735" }.First(pin => !pins.Contains(pin));
}
