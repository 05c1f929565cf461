using DialIn.Pins;
using DialIn.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Pins;

public sealed class FailureSyncTests : IDisposable
{
    private static readonly GuessingLimits Limits = new(Budget: 10, OfCaller: 5, OfTrunk: 10);

    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly FakeLogger<FailureSync> _log = new();
    private readonly PinMeters _meters = new();
    private readonly SqliteDatabase _database;

    public FailureSyncTests() => _database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _database.Dispose();
        _meters.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Restart_KeepsTheCounts_UntilTheLastMomentBeforeIt()
    {
        await _database.MigrateAsync(Token);
        var (before, sync) = Node();
        await sync.StartAsync(Token);
        Fail(before, 10);
        await sync.StopAsync(Token);

        var (after, again) = Node();
        Assert.Equal(GuessingLimit.None, Try(after));
        await again.StartAsync(Token);

        Assert.Equal(GuessingLimit.Budget, Try(after));
        await again.StopAsync(Token);
    }

    [Fact]
    public async Task TwoNodes_KnowOfEachOther()
    {
        await _database.MigrateAsync(Token);
        var ((one, oneSync), (other, otherSync)) = (Node(), Node());
        Fail(one, 6);
        Fail(other, 4);
        await oneSync.ExchangeAsync(Token);
        await otherSync.ExchangeAsync(Token);
        Assert.Equal(GuessingLimit.Budget, Try(other));

        await oneSync.ExchangeAsync(Token);
        Assert.Equal(GuessingLimit.Budget, Try(one));
    }

    [Fact]
    public async Task DatabaseDown_IsSaidOnce_AndWhatHappenedMeanwhileIsCountedAfterwards()
    {
        // Nobody has made the tables yet.
        var (node, sync) = Node();
        Fail(node, 10);
        await sync.ExchangeAsync(Token);
        await sync.ExchangeAsync(Token);

        Assert.Equal(GuessingLimit.Budget, Try(node));
        Assert.Equal([3314], _log.Collector.GetSnapshot().Select(static entry => entry.Id.Id));

        await _database.MigrateAsync(Token);
        await sync.ExchangeAsync(Token);
        var (other, otherSync) = Node();
        await otherSync.ExchangeAsync(Token);
        Assert.Equal(GuessingLimit.Budget, Try(other));
    }

    private static void Fail(FailureLedger ledger, int times)
    {
        for (var i = 0; i < times; i++)
        {
            ledger.Judge(new Guesser($"trunk-{i % 2}", null), leadsToRoom: false, isRunning: false);
        }
    }

    // The right PIN: it counts for nothing.
    private static GuessingLimit Try(FailureLedger ledger) => ledger.Judge(new Guesser("carrier", null), leadsToRoom: true, isRunning: true).Reached;

    private (FailureLedger Ledger, FailureSync Sync) Node()
    {
        var ledger = new FailureLedger(Limits, _time, _meters, NullLogger<FailureLedger>.Instance);
        return (ledger, new FailureSync(ledger, new SqliteFailureStore(_database), _time, _log));
    }
}
