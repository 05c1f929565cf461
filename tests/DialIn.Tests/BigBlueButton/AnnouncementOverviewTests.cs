using DialIn.Announcements;
using DialIn.BigBlueButton;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.BigBlueButton;

/// <summary>Which meetings count as told nothing.</summary>
public class AnnouncementOverviewTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hint_ThatEverybodyRead_DoesNotHideThatNoModeratorGotThePin()
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel, publicHint: true);
        seat.Outcome = static way => way == AnnouncementWay.PublicHint ? AnnouncementOutcome.Announced : AnnouncementOutcome.NoAnswer;
        seat.Begin("int-1", ModeratorsText.None);
        seat.Join("int-1", "w_1");
        seat.Run();

        await TriedAsync(seat, 2);

        Assert.Equal(1, Overview(seat).CountMissing()["bbb1"]);
        Assert.Equal("NoAnswer", Assert.Single(await Overview(seat).ListAsync(Cancel)).WhyNone);
    }

    [Fact]
    public async Task Hint_ThatAloneFails_IsNoAlarm()
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel, publicHint: true);
        seat.Outcome = static way => way == AnnouncementWay.PublicHint ? AnnouncementOutcome.Refused : AnnouncementOutcome.Announced;
        seat.Begin("int-1", ModeratorsText.None);
        seat.Join("int-1", "w_1");
        seat.Run();

        await TriedAsync(seat, 2);

        Assert.Equal(0, Overview(seat).CountMissing()["bbb1"]);
        Assert.Null(Assert.Single(await Overview(seat).ListAsync(Cancel)).WhyNone);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MeetingThatWasCreatedWithThePin_IsNotMissing_ThoughNoChatWasWritten(bool isInItsMessage)
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel);
        seat.Outcome = static _ => AnnouncementOutcome.Unreachable;
        if (!isInItsMessage)
        {
            // Another process has passed the create on.
            await seat.Store.RecordAsync(
                new Announcement(AnnouncerSeat.Room, "int-1", "bbb1", AnnouncementWay.CreateMessage, seat.Time.GetUtcNow(), AnnouncementOutcome.Announced), Cancel);
        }

        seat.Begin("int-1", isInItsMessage ? new ModeratorsText($"PIN {seat.Pin.RevealGrouped()}") : ModeratorsText.None);
        seat.Join("int-1", "w_1");
        seat.Run();

        await TriedAsync(seat, 2);

        Assert.Equal(0, Overview(seat).CountMissing()["bbb1"]);
        Assert.Null(Assert.Single(await Overview(seat).ListAsync(Cancel)).WhyNone);
    }

    private static AnnouncementOverview Overview(AnnouncerSeat seat) =>
        new(new ServerLines([new ServerLine(seat.Options, seat.Announcer, null)], seat.Time, NullLogger<ServerLines>.Instance), seat.Store);

    private static Task TriedAsync(AnnouncerSeat seat, int outcomes) =>
        Waiting.UntilAsync(() => seat.Announcer.List() is [{ Outcomes: var known }] && known.Count == outcomes, Cancel);
}
