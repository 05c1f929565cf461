using DialIn.Announcements;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Redis;
using DialIn.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.BigBlueButton;

public class ServerLinesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FaultOfOneLine_IsLogged_BeginsAnew_AndLeavesTheOthersAlone()
    {
        // An option that the library does not know is a fault that nothing expects.
        await using var broken = await AnnouncerSeat.OpenAsync(Cancel, redis: "127.0.0.1:1,no-such-option=1");
        await using var good = await AnnouncerSeat.OpenAsync(Cancel);
        var log = new FakeLogger<ServerLines>();
        var redis = new RedisConnection(broken.Options, "/", broken.Meetings, broken.Time, NullLogger.Instance);
        using var lines = new ServerLines([new ServerLine(broken.Options, broken.Announcer, redis), new ServerLine(good.Options, good.Announcer, null)], broken.Time, log);

        await lines.StartAsync(Cancel);
        await Waiting.UntilAsync(() => Faults(log) == 1, Cancel);
        broken.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, Faults(log));
        await Waiting.UntilAsync(
            () =>
            {
                broken.Time.Advance(TimeSpan.FromSeconds(1));
                return Faults(log) >= 2;
            },
            Cancel);
        good.Begin("int-1", ModeratorsText.None);
        good.Join("int-1", "w_1");
        await Waiting.UntilAsync(() => good.Announcer.List() is [{ Outcomes: [(AnnouncementWay.ModeratorChat, AnnouncementOutcome.Announced)] }], Cancel);
        await lines.StopAsync(Cancel);
    }

    private static int Faults(FakeLogger log) => log.Collector.GetSnapshot().Count(static entry => entry is { Level: LogLevel.Error, Id.Id: 3409, Exception: ArgumentException });
}
