using System.Threading.Channels;
using DialIn.Pins;
using DialIn.Testing;
using DialIn.Trunks;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Trunks;

/// <summary>Two nodes in one process, on one store.</summary>
public sealed class AccountLeasesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<AccountLeases> _log = new();
    private readonly SharedStore _store = new();
    private readonly AccountLeases _one;
    private readonly AccountLeases _other;
    private readonly RecordingUser _oneUser = new();
    private readonly RecordingUser _otherUser = new();

    public AccountLeasesTests() => (_one, _other) = (Node("one"), Node("other"));

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task FirstNode_Registers_AndTheOtherWhenThatOneStops()
    {
        await HoldAsync();
        Assert.False(_other.MaySend("carrier"));
        var status = TrunkStatus.OfLease(Account, _other.Find("carrier")!)!;
        Assert.Equal(("Standby", "one/1"), (status.State, status.HeldBy));
        Assert.Contains("not registered here: one/1 registers this account, until ", status.Says, StringComparison.Ordinal);
        Assert.Null(TrunkStatus.OfLease(Account, _one.Find("carrier")!));

        await _one.StopAsync();
        Assert.False(_one.MaySend("carrier"));
        await PassUntilAsync(_otherUser, "begin carrier");
        Assert.True(_other.MaySend("carrier"));
        Assert.False(_one.MaySend("carrier"));
    }

    [Fact]
    public async Task NodeWithoutADatabase_TakesItsBindingBack_AndRegistersWhenItAnswers()
    {
        await HoldAsync();
        _store.IsSilent = true;
        await PassUntilAsync(_oneUser, "leave carrier");
        await PassUntilAsync(_oneUser, "abandon carrier");
        Assert.False(_one.MaySend("carrier"));
        var status = TrunkStatus.OfLease(Account, _one.Find("carrier")!)!;
        Assert.Contains("the database, which knows the node that may do so, has not answered since ", status.Says, StringComparison.Ordinal);

        _store.IsSilent = false;
        await PassUntilAsync(_oneUser, "begin carrier");
        Assert.True(_one.MaySend("carrier"));
    }

    [Fact]
    public async Task BindingThatWasTakenBack_LeavesNothingBehind()
    {
        _oneUser.LeavesAtOnce = true;
        await HoldAsync();
        _store.IsSilent = true;
        await PassUntilAsync(_oneUser, "leave carrier");

        // The clock stands: nothing but the end of it takes it out.
        await Waiting.UntilAsync(() => _one.Leaving == 0, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task FaultOfTheStoreOrTheUser_IsLoggedOnce_AndTheAccountIsTriedAgain()
    {
        _store.Fault = new InvalidOperationException("an error of ours");
        _one.Start(_oneUser);
        _one.Add("carrier");
        for (var i = 0; _log.Collector.Count == 0; i++)
        {
            Assert.True(i < 1000, "nothing is said");
            await PassAsync();
        }

        _store.Fault = null;
        _oneUser.FaultsOfBegin = 1;
        await PassUntilAsync(_oneUser, "abandon carrier");
        await PassUntilAsync(_oneUser, "begin carrier");

        Assert.True(_one.MaySend("carrier"));
        Assert.Equal("an error of ours", Assert.Single(_log.Collector.GetSnapshot(), static entry => entry.Id.Id == 3116).Exception?.Message);
    }

    [Fact]
    public async Task ProcessThatWasStopped_IsSilent_AndTellsItsUserAtTheFirstTry()
    {
        await HoldAsync();
        _store.Overtake("carrier", "third/3 b n c");
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.False(_one.MaySend("carrier"));
        await PassUntilAsync(_oneUser, "abandon carrier");
        Assert.False(_one.MaySend("carrier"));
        Assert.Equal("third/3", TrunkStatus.OfLease(Account, _one.Find("carrier")!)?.HeldBy ?? "third/3");
    }

    [Fact]
    public async Task Account_NobodyHasAdded_MayNotBeRegistered()
    {
        await HoldAsync();
        Assert.False(_one.MaySend("another"));
        Assert.Null(_one.Find("another"));
    }

    private static TrunkAccount Account { get; } = new("carrier", "carrier", "user", "user", null);

    private async Task HoldAsync()
    {
        _one.Start(_oneUser);
        _one.Add("carrier");
        await PassUntilAsync(_oneUser, "begin carrier");
        Assert.True(_one.MaySend("carrier"));
        _other.Start(_otherUser);
        _other.Add("carrier");
        for (var i = 0; _other.Find("carrier") is not { Lease: not null }; i++)
        {
            Assert.True(i < 1000, "the other node has not looked");
            await PassAsync();
        }
    }

    private async Task PassUntilAsync(RecordingUser user, string line)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (user.Lines.Reader.TryRead(out var happened))
            {
                Assert.Equal(line, happened);
                return;
            }

            await PassAsync();
        }

        Assert.Fail($"no {line}");
    }

    // A little time, and all that follows from it.
    private async Task PassAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(250));
        var started = TimeProvider.System.GetTimestamp();
        while (!_one.IsAtRest || !_other.IsAtRest)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limits.Generous, "the nodes do not come to rest");
            await Task.Yield();
        }
    }

    private AccountLeases Node(string name) => new(
        _store, new LeaseHolder(name, 1, "-", "-", name), new LeaseTimings(TimeSpan.FromMinutes(1)), _time, _log);

    private sealed class RecordingUser : ILeaseUser
    {
        public Channel<string> Lines { get; } = Channel.CreateUnbounded<string>();

        public bool LeavesAtOnce { get; set; }

        /// <summary>How often it cannot begin.</summary>
        public int FaultsOfBegin { get; set; }

        public void Begin(string name)
        {
            if (FaultsOfBegin-- > 0)
            {
                throw new InvalidOperationException("it cannot begin");
            }

            Lines.Writer.TryWrite($"begin {name}");
        }

        public Task LeaveAsync(string name, CancellationToken cancellationToken)
        {
            Lines.Writer.TryWrite($"leave {name}");
            return LeavesAtOnce ? Task.CompletedTask : new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        public void Abandon(string name) => Lines.Writer.TryWrite($"abandon {name}");
    }

    private sealed class SharedStore : ILeaseStore
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, Lease> _leases = [];

        public bool IsSilent { get; set; }

        /// <summary>What goes wrong otherwise, if anything.</summary>
        public Exception? Fault { get; set; }

        public bool IsOfThisMachine => false;

        public void Overtake(string name, string holder)
        {
            lock (_lock)
            {
                _leases[name] = _leases[name] with { Holder = holder, Fence = _leases[name].Fence + 1 };
            }
        }

        public Task<IReadOnlyDictionary<string, Lease>> ReadAsync(CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                return Fault is { } fault ? throw fault : IsSilent ? throw new StoreUnavailableException("silent", new TimeoutException()) : Task.FromResult<IReadOnlyDictionary<string, Lease>>(_leases.ToDictionary());
            }
        }

        public Task<Lease> TakeAsync(string name, Lease? seen, string holder, DateTimeOffset until, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                if (IsSilent)
                {
                    throw new StoreUnavailableException("silent", new TimeoutException());
                }

                var present = _leases.GetValueOrDefault(name);
                if (present != seen && present?.Holder != holder)
                {
                    return Task.FromResult(present!);
                }

                return Task.FromResult(_leases[name] = new Lease(name, holder, seen is null ? 1 : seen.Fence + (seen.Holder == holder ? 0 : 1), until));
            }
        }

        public Task ReleaseAsync(Lease held, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                _leases[held.Name] = _leases[held.Name] == held ? held with { Holder = null } : _leases[held.Name];
            }

            return Task.CompletedTask;
        }
    }
}
