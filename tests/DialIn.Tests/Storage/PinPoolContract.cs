using DialIn.Pins;
using DialIn.Tests.Pins;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Storage;

/// <summary>What every pool does about time, about many rooms at once, and about order in it.</summary>
public abstract class PinPoolContract(IStoreFixture fixture) : IAsyncDisposable
{
    private static readonly TimeSpan Quarantine = TimeSpan.FromDays(30);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Assign_UntilATime_LeadsToTheRoomUntilThenToTheMillisecond()
    {
        var (store, _) = await OpenAsync(pins: 1);
        var reservation = await store.AssignAsync("seminar", Start.AddHours(2), Token);

        _time.SetUtcNow(Start.AddHours(2) - Moment);
        Assert.Equal(reservation, await store.FindByPinAsync(reservation.Pin, Token));
        Assert.Equal(reservation, Assert.Single(await store.ListAsync(Token)));

        _time.Advance(Moment);
        Assert.Null(await store.FindByPinAsync(reservation.Pin, Token));
        Assert.Null(await store.FindByMeetingAsync("seminar", Token));
        Assert.Empty(await store.ListAsync(Token));
    }

    [Theory]
    [InlineData(2, 5, 5)]
    [InlineData(5, 2, 5)]
    [InlineData(2, null, null)]
    [InlineData(null, 2, null)]
    public async Task Assign_SameRoomWithAnotherEnd_HasItUntilTheLater(int? first, int? second, int? held)
    {
        var (store, _) = await OpenAsync(pins: 3);
        var before = await store.AssignAsync("room", End(first), Token);

        var after = await store.AssignAsync("room", End(second), Token);

        Assert.Equal(before with { Until = End(held) }, after);
        Assert.Equal(after, await store.FindByMeetingAsync("room", Token));
    }

    [Fact]
    public async Task Assign_UntilATimeThatIsOver_Throws()
    {
        var (store, _) = await OpenAsync(pins: 1);
        await Assert.ThrowsAsync<ArgumentException>(() => store.AssignAsync("room", Start, Token));
    }

    [Fact]
    public async Task Assign_RoomWhoseTimeIsOver_GetsAnotherPin()
    {
        var (store, _) = await OpenAsync(pins: 2);
        var old = (await store.AssignAsync("room", Start.AddHours(1), Token)).Pin;
        _time.Advance(TimeSpan.FromHours(1));

        Assert.NotEqual(old, (await store.AssignAsync("room", null, Token)).Pin);
        Assert.Equal(new PinPoolCounts(0, 1, 1), await store.CountAsync(Token));
    }

    [Fact]
    public async Task EndReservations_PutsAsideWhatIsOverAndNothingElse()
    {
        var (store, pool) = await OpenAsync(pins: 3);
        await store.AssignAsync("permanent", null, Token);
        await store.AssignAsync("short", Start.AddHours(1), Token);
        await store.AssignAsync("long", Start.AddHours(2), Token);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await pool.EndReservationsAsync(Token));
        Assert.Equal(0, await pool.EndReservationsAsync(Token));

        Assert.Equal(new PinPoolCounts(0, 2, 1), await store.CountAsync(Token));
        Assert.Equal(["long", "permanent"], (await store.ListAsync(Token)).Select(static r => r.MeetingId));
    }

    [Fact]
    public async Task Quarantine_OfAnEndedReservation_CountsFromItsEndNotFromTheLook()
    {
        var (store, pool) = await OpenAsync(pins: 1);
        await store.AssignAsync("short", Start.AddHours(1), Token);
        _time.SetUtcNow(Start.AddDays(10));
        await pool.EndReservationsAsync(Token);

        _time.SetUtcNow(Start.AddHours(1) + Quarantine - Moment);
        Assert.Equal(0, await pool.ForgetRestedAsync(Token));
        _time.Advance(Moment);
        Assert.Equal(1, await pool.ForgetRestedAsync(Token));
        Assert.Equal(new PinPoolCounts(0, 0, 0), await store.CountAsync(Token));
    }

    [Fact]
    public async Task Quarantine_WhateverHappens_NoOldPinOpensAStrangersRoom()
    {
        var (store, pool) = await OpenAsync(pins: 20);
        var random = new Random(5);
        var resting = new Dictionary<Pin, DateTimeOffset>();
        var held = new Dictionary<string, Reservation>();
        for (var step = 0; step < 400; step++)
        {
            var room = $"room-{random.Next(12)}";
            switch (random.Next(5))
            {
                case 0 when await store.ReleaseAsync(room, Token):
                    resting[held[room].Pin] = _time.GetUtcNow();
                    break;
                case 1:
                    _time.Advance(TimeSpan.FromHours(random.Next(1, 200)));
                    break;
                case 2:
                    await pool.EndReservationsAsync(Token);
                    await pool.ForgetRestedAsync(Token);
                    break;
                default:
                    await AssignAsync(room, random.Next(3) == 0 ? _time.GetUtcNow().AddDays(random.Next(1, 20)) : null);
                    break;
            }
        }

        Assert.True(resting.Count > 5, "too few PINs were put aside to prove anything");

        async Task AssignAsync(string room, DateTimeOffset? until)
        {
            try
            {
                var reservation = await store.AssignAsync(room, until, Token);
                if (held.TryGetValue(room, out var before) && before.Pin != reservation.Pin && !resting.ContainsKey(before.Pin))
                {
                    resting[before.Pin] = before.Until ?? _time.GetUtcNow();
                }

                Assert.False(
                    resting.TryGetValue(reservation.Pin, out var since) && _time.GetUtcNow() - since < Quarantine,
                    $"step with {room}: a PIN that rests since {since} opens it at {_time.GetUtcNow()}");
                resting.Remove(reservation.Pin);
                held[room] = reservation;
            }
            catch (PinPoolEmptyException)
            {
                await new PinGenerator(9).GenerateAsync(store, 5, Token);
            }
        }
    }

    [Fact]
    public async Task AssignMany_NewAndKnownRoomsAndOneTwice_GivesEachOnePin()
    {
        var (store, pool) = await OpenAsync(pins: 3);
        var known = await store.AssignAsync("known", Start.AddHours(1), Token);

        var reservations = await pool.AssignManyAsync(["aa", "known", "bb", "aa"], Token);

        Assert.Equal(["aa", "known", "bb", "aa"], reservations.Select(static r => r.MeetingId));
        Assert.Equal(known, reservations[1]);
        Assert.Equal(reservations[0], reservations[3]);
        Assert.Equal(3, reservations.Select(static r => r.Pin).Distinct().Count());
        Assert.Equal(reservations[2], await store.FindByPinAsync(reservations[2].Pin, Token));
        Assert.Equal(new PinPoolCounts(0, 3, 0), await store.CountAsync(Token));
    }

    [Fact]
    public async Task AssignMany_TooFewFreePins_ChangesNothing()
    {
        var (store, pool) = await OpenAsync(pins: 2);

        await Assert.ThrowsAsync<PinPoolEmptyException>(() => pool.AssignManyAsync(["aa", "bb", "cc"], Token));
        await Assert.ThrowsAsync<ArgumentException>(() => pool.AssignManyAsync(["aa", "b,b"], Token));

        Assert.Equal(new PinPoolCounts(2, 0, 0), await store.CountAsync(Token));
    }

    [Fact]
    public async Task CountReservedByLength_CountsWhatLeadsToARoomNow()
    {
        var (store, pool) = await OpenAsync();
        await store.AddAsync(["12045".ToPin(), "480125".ToPin(), "481205937".ToPin(), "11223".ToPin()], Token);
        await pool.AssignManyAsync(["aa", "bb", "cc"], Token);
        await store.AssignAsync("dd", Start.AddHours(1), Token);

        Assert.Equal(new Dictionary<int, int> { [5] = 2, [6] = 1, [9] = 1 }, await pool.CountReservedByLengthAsync(Token));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, (await pool.CountReservedByLengthAsync(Token)).Values.Sum());
    }

    [Fact]
    public async Task Scale_HundredThousandPinsAndThirteenThousandRooms_AllFindTheirRoom()
    {
        var (store, pool) = await OpenAsync(pins: 100_000);

        var reservations = await pool.AssignManyAsync([.. Enumerable.Range(0, 13_000).Select(static i => $"room-{i}")], Token);

        Assert.Equal(new PinPoolCounts(87_000, 13_000, 0), await store.CountAsync(Token));
        Assert.Equal(13_000, reservations.Select(static r => r.Pin).Distinct().Count());
        Assert.Equal(13_000, (await store.ListAsync(Token)).Count);
        foreach (var reservation in reservations.Where(static (_, i) => i % 1000 == 0))
        {
            Assert.Equal(reservation, await store.FindByPinAsync(reservation.Pin, Token));
        }
    }

    private static DateTimeOffset? End(int? hours) => hours is { } count ? Start.AddHours(count) : null;

    private async Task<(IPinStore Store, IPinPool Pool)> OpenAsync(int pins = 0)
    {
        var store = await fixture.OpenPinsAsync(_time, Quarantine);
        if (pins > 0)
        {
            await new PinGenerator(9).GenerateAsync(store, pins, Token);
        }

        return (store, await fixture.OpenPoolAsync(_time, Quarantine));
    }
}
