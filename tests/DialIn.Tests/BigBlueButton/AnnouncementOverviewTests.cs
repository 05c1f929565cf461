using DialIn.Announcements;
using DialIn.BigBlueButton;
using DialIn.Testing;
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
        Assert.Equal("NoAnswer", Assert.Single(await Overview(seat).ListAfterAsync(null, 10, Cancel)).WhyNone);
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
        Assert.Null(Assert.Single(await Overview(seat).ListAfterAsync(null, 10, Cancel)).WhyNone);
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
        Assert.Null(Assert.Single(await Overview(seat).ListAfterAsync(null, 10, Cancel)).WhyNone);
    }

    [Fact]
    public async Task MeetingOfAServerWithoutAWay_IsSaidToHaveNone_AndIsNoAlarm()
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel);
        seat.Begin("int-1", ModeratorsText.None);

        Assert.Equal("NoWay", Assert.Single(await Overview(seat).ListAfterAsync(null, 10, Cancel)).WhyNone);
        Assert.Equal(0, Overview(seat).CountMissing()["bbb1"]);
    }

    [Fact]
    public async Task Pages_LeadThroughRunningAndEndedMeetings_EachOnce()
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel);
        for (var i = 0; i < 5; i++)
        {
            // Two of the same moment.
            var at = seat.Time.GetUtcNow().AddMinutes(-10 * (i / 2) - 1);
            await seat.Store.RecordAsync(new Announcement(AnnouncerSeat.Room, $"old-{i}", "bbb1", AnnouncementWay.ModeratorChat, at, AnnouncementOutcome.Announced) { Recipient = "w_1" }, Cancel);
        }

        // Of those that run, one has told its moderator, and is recorded as the newest of all.
        seat.Begin("int-0", ModeratorsText.None);
        seat.Join("int-0", "w_1");
        seat.Begin("int-1", ModeratorsText.None);
        seat.Begin("int-2", ModeratorsText.None);
        seat.Run();
        await RecordedAsync(seat, AnnouncementOutcome.Announced);

        var seen = new List<string>();
        for (AnnouncedPlace? after = null; await Overview(seat).ListAfterAsync(after, 2, Cancel) is { Count: > 0 } page;)
        {
            seen.AddRange(page.Select(static meeting => meeting.InternalId));
            after = AnnouncedPlace.Read(AnnouncedPlace.Of(page[^1]).ToString());
            Assert.NotNull(after);
        }

        Assert.Equal(["int-1", "int-2", "int-0", "old-0", "old-1", "old-2", "old-3", "old-4"], seen);
        Assert.Equal(seen, (await Overview(seat).ListAfterAsync(null, 100, Cancel)).Select(static meeting => meeting.InternalId));
    }

    [Fact]
    public async Task Failed_AreFoundBehindManyThatWereTold_TheRunningOneFirst()
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel);
        for (var i = 0; i < 12; i++)
        {
            var outcome = i switch { 5 or 11 => AnnouncementOutcome.NoAnswer, 7 => AnnouncementOutcome.NoPin, _ => AnnouncementOutcome.Announced };
            await seat.Store.RecordAsync(
                new Announcement(AnnouncerSeat.Room, $"old-{i}", "bbb1", AnnouncementWay.ModeratorChat, seat.Time.GetUtcNow().AddMinutes(-i - 1), outcome) { Recipient = "w_1" }, Cancel);
        }

        seat.Outcome = static _ => AnnouncementOutcome.Refused;
        seat.Begin("int-0", ModeratorsText.None);
        seat.Join("int-0", "w_1");
        seat.Begin("int-1", ModeratorsText.None);
        seat.Run();
        await RecordedAsync(seat, AnnouncementOutcome.Refused);

        Assert.Equal(["int-0", "old-5", "old-11"], (await Overview(seat).ListFailedAsync(3, Cancel)).Select(static meeting => meeting.InternalId));
        Assert.Equal(["int-0", "old-5", "old-11"], (await Overview(seat).ListFailedAsync(50, Cancel)).Select(static meeting => meeting.InternalId));
        Assert.Equal(["int-0", "old-5"], (await Overview(seat).ListFailedAsync(2, Cancel)).Select(static meeting => meeting.InternalId));
        Assert.Equal("int-0", Assert.Single(await Overview(seat).ListFailedAsync(1, Cancel)).InternalId);
    }

    [Fact]
    public async Task Failed_IsEveryOutcome_ButThatItIsOnItsWay_OrWasTold_OrThereWasNoPin()
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel);
        foreach (var outcome in Enum.GetValues<AnnouncementOutcome>())
        {
            await seat.Store.RecordAsync(
                new Announcement(AnnouncerSeat.Room, $"{outcome}", "bbb1", AnnouncementWay.ModeratorChat, seat.Time.GetUtcNow(), outcome) { Recipient = "w_1" }, Cancel);
        }

        Assert.Equal(
            ["Fault", "Gone", "NoAnswer", "Refused", "StoreUnavailable", "Unreachable"], (await Overview(seat).ListFailedAsync(50, Cancel)).Select(static meeting => meeting.InternalId));
    }

    [Fact]
    public async Task Failed_OnOneWay_IsFound_ThoughTheLatestOfAnotherIsNoFailure()
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel);
        var at = seat.Time.GetUtcNow();
        await RecordAsync("w_1", AnnouncementWay.ModeratorChat, -3, AnnouncementOutcome.Refused);
        await RecordAsync("w_2", AnnouncementWay.ModeratorChat, -2, AnnouncementOutcome.NoPin);
        await RecordAsync("", AnnouncementWay.CreateMessage, -1, AnnouncementOutcome.NoPin);

        var meeting = Assert.Single(await Overview(seat).ListFailedAsync(10, Cancel));
        Assert.Equal("Refused", meeting.WhyNone);

        Task RecordAsync(string recipient, AnnouncementWay way, int minutes, AnnouncementOutcome outcome) =>
            seat.Store.RecordAsync(new Announcement(AnnouncerSeat.Room, "old", "bbb1", way, at.AddMinutes(minutes), outcome) { Recipient = recipient }, Cancel);
    }

    [Fact]
    public async Task HintAlone_ThatWasRead_IsNoFailure()
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel);
        await seat.Store.RecordAsync(
            new Announcement(AnnouncerSeat.Room, "old", "bbb1", AnnouncementWay.PublicHint, seat.Time.GetUtcNow().AddMinutes(-1), AnnouncementOutcome.Announced), Cancel);

        Assert.Equal("NothingTried", Assert.Single(await Overview(seat).ListAfterAsync(null, 10, Cancel)).WhyNone);
        Assert.Empty(await Overview(seat).ListFailedAsync(10, Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""["1","1","0","room","bbb1"]""")]
    [InlineData("""["1","1","x","room","bbb1","int-1"]""")]
    [InlineData("""["1","1","0",null,"bbb1","int-1"]""")]
    [InlineData("""["1","1","0","\ud83d","bbb1","int-1"]""")]
    [InlineData("""["0","0","253402300800000","","bbb1","int-1"]""")]
    public void Place_ThatWasNotWrittenByUs_IsNone(string text) => Assert.Null(AnnouncedPlace.Read(text));

    private static AnnouncementOverview Overview(AnnouncerSeat seat) =>
        new(new ServerLines([new ServerLine(seat.Options, seat.Announcer, null)], seat.Time, NullLogger<ServerLines>.Instance), seat.Store);

    // It is stored first, and known afterwards.
    private static async Task RecordedAsync(AnnouncerSeat seat, AnnouncementOutcome outcome)
    {
        await Waiting.UntilAsync(() => seat.Announcer.List().Any(entry => entry.InternalId == "int-0" && entry.Outcomes.Any(one => one.Outcome == outcome)), Cancel);
        Assert.Equal(outcome, Assert.Single(await seat.Store.OfMeetingAsync("bbb1", "int-0", Cancel)).Outcome);
    }

    private static Task TriedAsync(AnnouncerSeat seat, int outcomes) =>
        Waiting.UntilAsync(() => seat.Announcer.List() is [{ Outcomes: var known }] && known.Count == outcomes, Cancel);
}
