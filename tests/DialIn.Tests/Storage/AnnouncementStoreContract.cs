using DialIn.Announcements;

namespace DialIn.Tests.Storage;

/// <summary>What every store of announcements does, whatever database is behind it.</summary>
public abstract class AnnouncementStoreContract(IStoreFixture fixture) : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 27, 9, 0, 0, 123, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Record_Announcement_ComesBackAsItWas()
    {
        var store = await fixture.OpenAnnouncementsAsync();
        var announcement = Of("w_1", Start) with { Attempts = 3, Outcome = AnnouncementOutcome.Refused };

        await store.RecordAsync(announcement, Token);

        Assert.Equal(announcement, Assert.Single(await store.ListMeetingsAsync(null, 10, isFailed: false, Token)));
        Assert.Equal(announcement, Assert.Single(await store.OfMeetingAsync("bbb1", "int-1", Token)));
        Assert.Empty(await store.OfMeetingAsync("bbb1", "int-2", Token));
    }

    [Fact]
    public async Task Record_FailureAfterSuccess_LeavesTheSuccess()
    {
        var store = await fixture.OpenAnnouncementsAsync();
        await store.RecordAsync(Of("w_1", Start), Token);

        await store.RecordAsync(Of("w_1", Start.AddMinutes(1)) with { Outcome = AnnouncementOutcome.Unreachable }, Token);

        Assert.Equal(Of("w_1", Start), Assert.Single(await store.OfMeetingAsync("bbb1", "int-1", Token)));
    }

    [Fact]
    public async Task TryBegin_AnnouncedAlready_IsNoMoreToBeSent()
    {
        var store = await fixture.OpenAnnouncementsAsync();
        await store.RecordAsync(Of("w_1", Start), Token);

        Assert.False(await store.TryBeginAsync(Of("w_1", Start.AddDays(1)), Start.AddDays(1), Token));
        Assert.True(await store.TryBeginAsync(Of("w_2", Start.AddDays(1)), Start.AddDays(1), Token));
    }

    [Fact]
    public async Task TryBegin_PendingElsewhere_IsOursOnlyOnceThatIsStale()
    {
        var one = await fixture.OpenAnnouncementsAsync();
        var other = await fixture.OpenAnnouncementsAsync();

        Assert.True(await one.TryBeginAsync(Of("w_1", Start), Start.AddMinutes(-1), Token));
        Assert.False(await other.TryBeginAsync(Of("w_1", Start.AddSeconds(30)), Start.AddSeconds(-30), Token));
        Assert.True(await other.TryBeginAsync(Of("w_1", Start.AddMinutes(2)), Start.AddMinutes(1), Token));
    }

    [Fact]
    public async Task TryBegin_ManyAtOnce_IsGivenToOne()
    {
        var stores = new List<IAnnouncementStore>();
        for (var i = 0; i < 4; i++)
        {
            stores.Add(await fixture.OpenAnnouncementsAsync());
        }

        var taken = await Task.WhenAll(stores.Select(store => store.TryBeginAsync(Of("w_1", Start), Start.AddMinutes(-1), Token)));

        Assert.Single(taken, static isOurs => isOurs);
    }

    [Fact]
    public async Task TryBegin_FailedBefore_IsOurs()
    {
        var store = await fixture.OpenAnnouncementsAsync();
        await store.RecordAsync(Of("w_1", Start) with { Outcome = AnnouncementOutcome.NoAnswer }, Token);

        Assert.True(await store.TryBeginAsync(Of("w_1", Start.AddSeconds(5)), Start, Token));
        Assert.Equal(AnnouncementOutcome.Pending, Assert.Single(await store.OfMeetingAsync("bbb1", "int-1", Token)).Outcome);
    }

    [Fact]
    public async Task ListMeetings_PageByPage_GivesEachWithAllItsEntries_TheLastTriedFirst()
    {
        var store = await fixture.OpenAnnouncementsAsync();
        foreach (var (meeting, server, recipient, minute) in new[]
        {
            ("int-1", "bbb1", "w_1", 1), ("int-2", "bbb1", "w_1", 2), ("int-1", "bbb1", "w_2", 3), ("int-2", "bbb2", "w_1", 2), ("int-3", "bbb1", "w_1", 0),
        })
        {
            await store.RecordAsync(Of(recipient, Start.AddMinutes(minute)) with { InternalId = meeting, ServerName = server }, Token);
        }

        var first = await store.ListMeetingsAsync(null, 2, isFailed: false, Token);
        var second = await store.ListMeetingsAsync((Start.AddMinutes(2), "bbb1", "int-2"), 2, isFailed: false, Token);
        var third = await store.ListMeetingsAsync((Start, "bbb1", "int-3"), 2, isFailed: false, Token);

        Assert.Equal(["bbb1 int-1 w_1", "bbb1 int-1 w_2", "bbb1 int-2 w_1"], first.Select(Named));
        Assert.Equal(["bbb2 int-2 w_1", "bbb1 int-3 w_1"], second.Select(Named));
        Assert.Empty(third);
        Assert.Equal(
            ["bbb1 int-1 w_1", "bbb1 int-1 w_2", "bbb1 int-3 w_1"], (await store.OfMeetingsAsync("bbb1", ["int-1", "int-3", "int-9"], Token)).Select(Named).Order(StringComparer.Ordinal));
        Assert.Empty(await store.OfMeetingsAsync("bbb1", [], Token));
        static string Named(Announcement entry) => $"{entry.ServerName} {entry.InternalId} {entry.Recipient}";
    }

    [Fact]
    public async Task ListMeetings_ThatFailed_AreThoseInWhichNobodyWasToldThePin()
    {
        var store = await fixture.OpenAnnouncementsAsync();
        foreach (var (meeting, way, recipient, outcome) in new[]
        {
            ("none", AnnouncementWay.ModeratorChat, "w_1", AnnouncementOutcome.NoAnswer),
            ("none", AnnouncementWay.ModeratorChat, "w_2", AnnouncementOutcome.NoPin),
            ("hint", AnnouncementWay.PublicHint, "", AnnouncementOutcome.Announced),
            ("hint", AnnouncementWay.ModeratorChat, "w_1", AnnouncementOutcome.Unreachable),
            ("one", AnnouncementWay.ModeratorChat, "w_1", AnnouncementOutcome.Refused),
            ("one", AnnouncementWay.ModeratorChat, "w_2", AnnouncementOutcome.Announced),
            ("created", AnnouncementWay.CreateMessage, "", AnnouncementOutcome.Announced),
            ("only-hint", AnnouncementWay.PublicHint, "", AnnouncementOutcome.Refused),
            ("no-pin", AnnouncementWay.ModeratorChat, "w_1", AnnouncementOutcome.NoPin),
            ("pending", AnnouncementWay.ModeratorChat, "w_1", AnnouncementOutcome.Pending),
        })
        {
            await store.RecordAsync(Of(recipient, Start) with { InternalId = meeting, Way = way, Outcome = outcome }, Token);
        }

        Assert.Equal(["hint", "none"], (await store.ListMeetingsAsync(null, 10, isFailed: true, Token)).Select(static entry => entry.InternalId).Distinct());
        Assert.Equal(["hint"], (await store.ListMeetingsAsync(null, 1, isFailed: true, Token)).Select(static entry => entry.InternalId).Distinct());
        Assert.Equal(["none", "none"], (await store.ListMeetingsAsync((Start, "bbb1", "hint"), 1, isFailed: true, Token)).Select(static entry => entry.InternalId));
    }

    [Fact]
    public async Task DeleteBefore_SomeOlder_RemovesThoseAlone()
    {
        var store = await fixture.OpenAnnouncementsAsync();
        foreach (var day in Enumerable.Range(0, 4))
        {
            await store.RecordAsync(Of($"w_{day}", Start.AddDays(day)), Token);
        }

        Assert.Equal(2, await store.DeleteBeforeAsync(Start.AddDays(2), Token));

        Assert.Equal(["w_2", "w_3"], (await store.OfMeetingAsync("bbb1", "int-1", Token)).Select(static entry => entry.Recipient));
    }

    private static Announcement Of(string recipient, DateTimeOffset at) =>
        new("room", "int-1", "bbb1", AnnouncementWay.ModeratorChat, at, AnnouncementOutcome.Announced) { Recipient = recipient };
}
