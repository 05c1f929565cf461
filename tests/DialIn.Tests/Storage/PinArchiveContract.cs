using DialIn.Pins;
using DialIn.Tests.Pins;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Storage;

/// <summary>What every pool does when it is moved.</summary>
public abstract class PinArchiveContract(Func<IStoreFixture> open) : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Quarantine = TimeSpan.FromDays(30);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly IStoreFixture _here = open();
    private readonly IStoreFixture _there = open();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Moved_EveryPinIsWhatItWas_AndTwiceIsOnce()
    {
        var store = await _here.OpenPinsAsync(_time, Quarantine);
        await store.AddAsync([.. Enumerable.Range(10_000, 300).Select(static n => $"{n}".ToPin())], Token);
        await store.AssignAsync("permanent", null, Token);
        await store.AssignAsync("seminar", Start.AddDays(2), Token);
        await store.AssignAsync("over", Start.AddHours(1), Token);
        await store.AssignAsync("released", null, Token);
        await store.ReleaseAsync("released", Token);
        var reservations = await _here.OpenReservationsAsync(_time);
        await reservations.ReserveAsync(new ReservationRequest("seminar", Name: "Käse, \"und\" Wein", Language: "de"), Token);
        await reservations.ReserveAsync(new ReservationRequest("made", Start.AddDays(90), IsByCreate: true), Token);
        _time.Advance(TimeSpan.FromHours(1));

        var records = await (await _here.OpenArchiveAsync(_time)).ExportAsync(withFree: true, Token);
        var archive = await _there.OpenArchiveAsync(_time);
        Assert.Equal(300, (await archive.ImportAsync(records, Token)).Added);
        Assert.Equal(0, (await archive.ImportAsync([.. records.Where(static r => r.State != PinState.Free)], Token)).Added);

        Assert.Equal(records, await archive.ExportAsync(withFree: true, Token));
        Assert.Equal(new PinPoolCounts(295, 3, 2), await (await _there.OpenPinsAsync(_time, Quarantine)).CountAsync(Token));
        Assert.Equal(await store.ListAsync(Token), await (await _there.OpenPinsAsync(_time, Quarantine)).ListAsync(Token));
        Assert.Equal(5, (await archive.ExportAsync(withFree: false, Token)).Count);
        var (kept, made) = (records.Single(static record => record.MeetingId == "seminar"), records.Single(static record => record.MeetingId == "made"));
        Assert.Equal(("Käse, \"und\" Wein", "de", false, true), (kept.Name, kept.Language, kept.IsByCreate, made.IsByCreate));
    }

    [Fact]
    public async Task Import_OfWhatIsFreeHere_TakesIt()
    {
        var store = await _here.OpenPinsAsync(_time, Quarantine);
        await store.AddAsync(["11223".ToPin(), "44556".ToPin()], Token);

        var result = await (await _here.OpenArchiveAsync(_time)).ImportAsync(
            [new("11223".ToPin(), PinState.Reserved, "room"), new("44556".ToPin(), PinState.Quarantined)], Token);

        Assert.Equal(2, result.Added);
        Assert.Equal(new Reservation("room", "11223".ToPin(), Start), await store.FindByPinAsync("11223".ToPin(), Token));
        Assert.Equal(new PinPoolCounts(0, 1, 1), await store.CountAsync(Token));
    }

    [Fact]
    public async Task Import_OfAReservationWhoseTimeIsOver_RestsSinceThen()
    {
        var result = await (await _here.OpenArchiveAsync(_time)).ImportAsync(
            [new("11223".ToPin(), PinState.Reserved, "room", Start.AddDays(-9), Start.AddDays(-2))], Token);

        Assert.Equal(1, result.Added);
        Assert.Equal(new PinRecord("11223".ToPin(), PinState.Quarantined, Since: Start.AddDays(-2)), Assert.Single(await (await _here.OpenArchiveAsync(_time)).ExportAsync(false, Token)));
    }

    [Fact]
    public async Task Import_WithOneContradiction_ChangesNothing_AndNamesEach()
    {
        var store = await _here.OpenPinsAsync(_time, Quarantine);
        await store.AddAsync(["11223".ToPin()], Token);
        await store.AssignAsync("rests", null, Token);
        await store.ReleaseAsync("rests", Token);
        await store.AddAsync(["44556".ToPin()], Token);
        await store.AssignAsync("taken", null, Token);
        var archive = await _here.OpenArchiveAsync(_time);
        var before = await archive.ExportAsync(withFree: true, Token);

        var result = await archive.ImportAsync(
            [
                new("77001".ToPin(), PinState.Reserved, "good"),
                new("11223".ToPin(), PinState.Reserved, "other"),
                new("44556".ToPin(), PinState.Reserved, "other-2"),
                new("77002".ToPin(), PinState.Reserved, "taken"),
                new("77003".ToPin(), PinState.Free),
            ],
            Token);

        Assert.Equal(
            [(1, ImportConflict.PinRests), (2, ImportConflict.PinLeadsElsewhere), (3, ImportConflict.RoomHasAnother)],
            result.Conflicts);
        Assert.Equal(0, result.Added);
        Assert.Equal(before, await archive.ExportAsync(withFree: true, Token));
    }
}

/// <summary>The contract, on SQLite.</summary>
public class SqlitePinArchiveTests() : PinArchiveContract(static () => new SqliteFixture());
