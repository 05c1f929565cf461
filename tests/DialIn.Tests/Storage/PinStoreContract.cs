using DialIn.Pins;
using DialIn.Tests.Pins;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Storage;

/// <summary>What every store of PINs does, whatever database is behind it.</summary>
public abstract class PinStoreContract(IStoreFixture fixture) : IAsyncDisposable
{
    private static readonly TimeSpan Quarantine = TimeSpan.FromDays(30);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Add_NewAndKnownPins_CountsTheNewOnes()
    {
        var store = await OpenAsync();

        Assert.Equal(2, await store.AddAsync(["11223".ToPin(), "44556".ToPin()], Token));
        Assert.Equal(1, await store.AddAsync(["44556".ToPin(), "77889".ToPin(), "77889".ToPin()], Token));

        Assert.Equal(new PinPoolCounts(3, 0, 0), await store.CountAsync(Token));
    }

    [Fact]
    public async Task Add_PinThatLeadsToARoom_LeavesItThere()
    {
        var store = await OpenAsync();
        await store.AddAsync(["11223".ToPin()], Token);
        await store.AssignAsync("room", Token);

        Assert.Equal(0, await store.AddAsync(["11223".ToPin()], Token));
        Assert.Equal("room", (await store.FindByPinAsync("11223".ToPin(), Token))?.MeetingId);
    }

    [Fact]
    public async Task Assign_FreePin_LeadsToTheRoomBothWays()
    {
        var store = await OpenAsync();
        await store.AddAsync(["481205937".ToPin()], Token);

        var reservation = await store.AssignAsync("math-101", Token);

        Assert.Equal(new Reservation("math-101", "481205937".ToPin(), _time.GetUtcNow()), reservation);
        Assert.Equal(reservation, await store.FindByPinAsync("481205937".ToPin(), Token));
        Assert.Equal(reservation, await store.FindByMeetingAsync("math-101", Token));
        Assert.Equal(new PinPoolCounts(0, 1, 0), await store.CountAsync(Token));
    }

    [Fact]
    public async Task Assign_SameRoomAgain_KeepsPinAndTime()
    {
        var store = await OpenAsync(pins: 10);
        var first = await store.AssignAsync("room", Token);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(first, await store.AssignAsync("room", Token));
        Assert.Equal(1, (await store.CountAsync(Token)).Assigned);
    }

    [Fact]
    public async Task Assign_EmptyPool_SaysWhatToDo()
    {
        var store = await OpenAsync();

        var fault = await Assert.ThrowsAsync<PinPoolEmptyException>(() => store.AssignAsync("room", Token));

        Assert.Contains("dialin pins generate", fault.Message, StringComparison.Ordinal);
        Assert.Null(await store.FindByMeetingAsync("room", Token));
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a")]
    public async Task Assign_IdThatNoMeetingHas_Throws(string meetingId)
    {
        var store = await OpenAsync(pins: 1);
        await Assert.ThrowsAsync<ArgumentException>(() => store.AssignAsync(meetingId, Token));
        Assert.Equal(1, (await store.CountAsync(Token)).Free);
    }

    [Theory]
    [InlineData("it's; DROP TABLE pins--")]
    [InlineData("Käse/🎓 [x]")]
    public async Task Assign_IdWithOddCharacters_IsKeptAsItIs(string meetingId)
    {
        var store = await OpenAsync(pins: 1);
        var pin = (await store.AssignAsync(meetingId, Token)).Pin;
        Assert.Equal(meetingId, (await store.FindByPinAsync(pin, Token))?.MeetingId);
    }

    [Fact]
    public async Task Assign_ManyRooms_NeitherInOrderOfPinsNorOfAdding()
    {
        var store = await OpenAsync();
        var added = Enumerable.Range(10_000, 200).Select(static n => $"{n}".ToPin()).ToList();
        await store.AddAsync(added, Token);

        var assigned = new List<Pin>();
        for (var i = 0; i < 100; i++)
        {
            assigned.Add((await store.AssignAsync($"room-{i}", Token)).Pin);
        }

        // By chance alone, the first hundred are in order once in 10^158 times.
        Assert.NotEqual(added.Take(100), assigned);
        Assert.Contains(assigned, pin => int.Parse(pin.Reveal(), null) >= 10_100);
    }

    [Fact]
    public async Task FindByPin_FreePin_LeadsNowhere()
    {
        var store = await OpenAsync();
        await store.AddAsync(["11223".ToPin()], Token);
        Assert.Null(await store.FindByPinAsync("11223".ToPin(), Token));
        Assert.Null(await store.FindByPinAsync("99887".ToPin(), Token));
    }

    [Fact]
    public async Task Release_RoomWithPin_PutsThePinIntoQuarantine()
    {
        var store = await OpenAsync(pins: 2);
        var pin = (await store.AssignAsync("room", Token)).Pin;

        Assert.True(await store.ReleaseAsync("room", Token));

        Assert.Null(await store.FindByPinAsync(pin, Token));
        Assert.Null(await store.FindByMeetingAsync("room", Token));
        Assert.Equal(new PinPoolCounts(1, 0, 1), await store.CountAsync(Token));
        Assert.NotEqual(pin, (await store.AssignAsync("room", Token)).Pin);
    }

    [Fact]
    public async Task Release_RoomWithoutPin_IsFalse()
    {
        var store = await OpenAsync(pins: 1);
        Assert.False(await store.ReleaseAsync("room", Token));
        await store.AssignAsync("room", Token);
        Assert.True(await store.ReleaseAsync("room", Token));
        Assert.False(await store.ReleaseAsync("room", Token));
    }

    [Fact]
    public async Task Assign_OnlyQuarantinedPinsLeft_WaitsForTheEndOfTheirRest()
    {
        var store = await OpenAsync(pins: 1);
        var pin = (await store.AssignAsync("old", Token)).Pin;
        await store.ReleaseAsync("old", Token);

        _time.Advance(Quarantine - TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<PinPoolEmptyException>(() => store.AssignAsync("new", Token));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(pin, (await store.AssignAsync("new", Token)).Pin);
        Assert.Equal(new PinPoolCounts(0, 1, 0), await store.CountAsync(Token));
    }

    [Fact]
    public async Task Assign_RestedAndFreshPins_TakesAFreshOne()
    {
        var store = await OpenAsync(pins: 2);
        var old = (await store.AssignAsync("old", Token)).Pin;
        await store.ReleaseAsync("old", Token);
        _time.Advance(Quarantine * 2);

        Assert.NotEqual(old, (await store.AssignAsync("new", Token)).Pin);
    }

    [Fact]
    public async Task List_SeveralRooms_IsInOrderOfIds()
    {
        var store = await OpenAsync(pins: 5);
        foreach (var room in new[] { "bb", "aa", "cc" })
        {
            await store.AssignAsync(room, Token);
        }

        await store.ReleaseAsync("bb", Token);

        Assert.Equal(["aa", "cc"], (await store.ListAsync(Token)).Select(static r => r.MeetingId));
    }

    [Fact]
    public async Task Lengths_AreThoseOfReservedPinsOnly()
    {
        var store = await OpenAsync();
        Assert.Equal([], await store.LengthsAsync(Token));
        await store.AddAsync(["12345".ToPin()], Token);
        Assert.Equal([], await store.LengthsAsync(Token));
        await store.AssignAsync("short", Token);
        Assert.Equal([5], await store.LengthsAsync(Token));
        await store.AddAsync(["123456789".ToPin()], Token);
        Assert.Equal([5], await store.LengthsAsync(Token));
        await store.AssignAsync("long", Token);
        Assert.Equal([5, 9], await store.LengthsAsync(Token));
        await store.ReleaseAsync("long", Token);
        Assert.Equal([5], await store.LengthsAsync(Token));
    }

    [Fact]
    public async Task Reopened_KeepsEverything()
    {
        var store = await OpenAsync(pins: 3);
        var kept = await store.AssignAsync("kept", Token);
        await store.AssignAsync("gone", Token);
        await store.ReleaseAsync("gone", Token);

        var reopened = await OpenAsync();

        Assert.Equal(kept, await reopened.FindByPinAsync(kept.Pin, Token));
        Assert.Equal(new PinPoolCounts(1, 1, 1), await reopened.CountAsync(Token));
    }

    [Fact]
    public async Task Assign_SameRoomFromManyThreadsOfTwoProcesses_IsOnePin()
    {
        var stores = new[] { await OpenAsync(pins: 100), await OpenAsync() };

        var reservations = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => stores[i % 2].AssignAsync("room", Token)));

        Assert.Single(reservations.Distinct());
        Assert.Equal(new PinPoolCounts(99, 1, 0), await stores[0].CountAsync(Token));
    }

    [Fact]
    public async Task Assign_DifferentRoomsFromManyThreadsOfTwoProcesses_NeverShareAPin()
    {
        var stores = new[] { await OpenAsync(pins: 200), await OpenAsync() };

        var reservations = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => stores[i % 2].AssignAsync($"room-{i}", Token)));

        Assert.Equal(200, reservations.Select(static r => r.Pin).Distinct().Count());
        Assert.Equal(new PinPoolCounts(0, 200, 0), await stores[1].CountAsync(Token));
        await Assert.ThrowsAsync<PinPoolEmptyException>(() => stores[1].AssignAsync("one-more", Token));
    }

    [Fact]
    public async Task Assign_WhileAnotherProcessAddsAndReleases_LosesNothing()
    {
        var (service, operators) = (await OpenAsync(pins: 300), await OpenAsync());
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => service.AssignAsync($"old-{i}", Token)));

        await Task.WhenAll(
            new PinGenerator(9).GenerateAsync(operators, 12_000, Token),
            Task.WhenAll(Enumerable.Range(0, 50).Select(i => operators.ReleaseAsync($"old-{i}", Token))),
            Task.WhenAll(Enumerable.Range(0, 100).Select(i => service.AssignAsync($"new-{i}", Token))));

        Assert.Equal(new PinPoolCounts(300 - 50 - 100 + 12_000, 100, 50), await service.CountAsync(Token));
    }

    private async Task<IPinStore> OpenAsync(int pins = 0)
    {
        var store = await fixture.OpenPinsAsync(_time, Quarantine);
        if (pins > 0)
        {
            await new PinGenerator(9).GenerateAsync(store, pins, Token);
        }

        return store;
    }
}
