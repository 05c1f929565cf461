using DialIn.Pins;
using DialIn.Storage;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Pins;

public sealed class PoolKeeperTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Start);
    private readonly FakeLogger<PoolKeeper> _log = new();
    private readonly PinMeters _meters = new();
    private readonly SqliteDatabase _database;
    private readonly SqlitePinStore _store;

    public PoolKeeperTests()
    {
        _database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        _store = new SqlitePinStore(_database, TimeSpan.FromDays(30), _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        _meters.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RunsLow_FillsUpToTheMark()
    {
        using var keeper = await OpenAsync(new PinsOptions { LowWater = 10, RefillTo = 50 }, pins: 9);

        await keeper.KeepAsync(Token);
        Assert.Equal(50, (await _store.CountAsync(Token)).Free);

        await keeper.KeepAsync(Token);
        Assert.Equal(50, (await _store.CountAsync(Token)).Free);
        Assert.Equal([3303], Ids());
    }

    [Fact]
    public async Task AtTheMark_AddsNothing()
    {
        using var keeper = await OpenAsync(new PinsOptions { LowWater = 10, RefillTo = 50 }, pins: 10);
        await keeper.KeepAsync(Token);
        Assert.Equal(10, (await _store.CountAsync(Token)).Free);
        Assert.Empty(Ids());
    }

    [Fact]
    public async Task NoRefill_RaisesTheAlarmOnceUntilItIsWellAgain()
    {
        using var keeper = await OpenAsync(new PinsOptions { LowWater = 10, RefillTo = 0 }, pins: 9);

        await keeper.KeepAsync(Token);
        await keeper.KeepAsync(Token);
        Assert.Equal([3305], Ids());
        Assert.Equal(9, (await _store.CountAsync(Token)).Free);

        await new PinGenerator(9).GenerateAsync(_store, 1, Token);
        await keeper.KeepAsync(Token);
        await _store.AssignAsync("room", Token);
        await keeper.KeepAsync(Token);
        Assert.Equal([3305, 3305], Ids());
    }

    [Fact]
    public async Task LengthUsedUp_SaysSoAndWhatToDo()
    {
        using var keeper = await OpenAsync(new PinsOptions { Length = 5, LowWater = 10, RefillTo = 20 }, pins: 0, new FullStore());
        await keeper.KeepAsync(Token);
        Assert.Equal([3304, 3305], Ids());
        Assert.Contains("DialIn:Pins:Length to 6", _log.Collector.GetSnapshot()[^2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_EndsReservationsAndForgetsRestedPinsByItself()
    {
        using var keeper = await OpenAsync(new PinsOptions { LowWater = 0, RefillTo = 0 }, pins: 1);
        await _store.AssignAsync("seminar", Start.AddSeconds(90), Token);
        await keeper.StartAsync(Token);
        await UntilAsync(new PinPoolCounts(0, 1, 0));

        _time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(new PinPoolCounts(0, 0, 1));

        _time.Advance(TimeSpan.FromDays(30));
        await UntilAsync(new PinPoolCounts(0, 0, 0));
        await keeper.StopAsync(Token);
    }

    [Fact]
    public async Task DatabaseGone_IsSaidOnceAndTriedAgain()
    {
        var broken = new BrokenPool();
        using var keeper = new PoolKeeper(_store, broken, new PinGenerator(9), new PinsOptions { RefillTo = 0, LowWater = 0 }, _meters, _time, _log);
        await _database.MigrateAsync(Token);

        await keeper.KeepAsync(Token);
        await keeper.KeepAsync(Token);
        Assert.Equal([3302], Ids());

        broken.IsBroken = false;
        await keeper.KeepAsync(Token);
        broken.IsBroken = true;
        await keeper.KeepAsync(Token);
        Assert.Equal([3302, 3302], Ids());
    }

    private async Task<PoolKeeper> OpenAsync(PinsOptions options, int pins, IPinStore? store = null)
    {
        await _database.MigrateAsync(Token);
        if (pins > 0)
        {
            await new PinGenerator(9).GenerateAsync(_store, pins, Token);
        }

        var pool = new SqlitePinPool(_database, TimeSpan.FromDays(30), _time);
        return new PoolKeeper(store ?? _store, pool, new PinGenerator(options.Length), options, _meters, _time, _log);
    }

    private IEnumerable<int> Ids() => _log.Collector.GetSnapshot().Select(static entry => entry.Id.Id).Where(static id => id != 3301);

    // The round is another thread's.
    private Task UntilAsync(PinPoolCounts expected) => Waiting.UntilAsync(async () => await _store.CountAsync(Token) == expected, Token);

    private sealed class BrokenPool : IPinPool
    {
        public bool IsBroken { get; set; } = true;

        public Task<IReadOnlyList<Reservation>> AssignManyAsync(IReadOnlyCollection<string> meetingIds, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> EndReservationsAsync(CancellationToken cancellationToken) =>
            IsBroken ? throw new StoreUnavailableException("the test took the database away", new IOException()) : Task.FromResult(0);

        public Task<int> ForgetRestedAsync(CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<IReadOnlyDictionary<int, int>> CountReservedByLengthAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    /// <summary>Every PIN that is drawn is taken.</summary>
    private sealed class FullStore : IPinStore
    {
        public Task<int> AddAsync(IReadOnlyCollection<Pin> pins, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<PinPoolCounts> CountAsync(CancellationToken cancellationToken) => Task.FromResult(new PinPoolCounts(0, 89_000, 0));

        public Task<Reservation> AssignAsync(string meetingId, DateTimeOffset? until, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<int>> LengthsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
