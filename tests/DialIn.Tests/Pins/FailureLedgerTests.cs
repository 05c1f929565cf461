using DialIn.Pins;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Pins;

public sealed class FailureLedgerTests : IDisposable
{
    private static readonly GuessingLimits Limits = new(Budget: 20, OfCaller: 5, OfTrunk: 12);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 9, 2, 30, TimeSpan.Zero));
    private readonly FakeLogger<FailureLedger> _log = new();
    private readonly PinMeters _meters = new();
    private readonly FailureLedger _ledger;

    public FailureLedgerTests() => _ledger = new FailureLedger(Limits, _time, _meters, _log);

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Caller_BeyondTheOwnLimit_IsHeldBack_AndNobodyElse()
    {
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(i < 5 ? GuessingLimit.None : GuessingLimit.Caller, Wrong("a", "mallory"));
        }

        Assert.Equal(GuessingLimit.None, Wrong("a", "alice"));
        Assert.Equal(GuessingLimit.None, Wrong("a", null));
        Assert.Empty(Ids());
    }

    [Fact]
    public void Trunk_BeyondItsLimit_HoldsBackItsCallersOnly()
    {
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(i < 12 ? GuessingLimit.None : GuessingLimit.Trunk, Wrong("a", null));
        }

        Assert.Equal(GuessingLimit.None, Wrong("b", null));
        Assert.Equal([3312], Ids());
    }

    [Fact]
    public void Budget_UsedUp_HoldsBackEverybody_AlsoAnonymousCallers()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(GuessingLimit.None, Wrong(i % 2 == 0 ? "a" : "b", $"caller-{i}"));
        }

        Assert.Equal([3310], Ids());
        Assert.Equal(GuessingLimit.Budget, Wrong("c", null));
        Assert.Equal(GuessingLimit.Budget, Wrong("c", "new"));
        Assert.True(_ledger.Judge(new Guesser("c", null), leadsToRoom: true, isRunning: true).IsAccepted);
        Assert.False(_ledger.Judge(new Guesser("c", null), leadsToRoom: true, isRunning: false).IsAccepted);
        Assert.Equal([3310], Ids());
    }

    [Fact]
    public void RightPins_CountForNothing_EvenIfTheyAreCalledWrong()
    {
        for (var i = 0; i < 20; i++)
        {
            Wrong("a", null);
            Wrong("b", null);
        }

        for (var i = 0; i < 500; i++)
        {
            _ledger.Judge(new Guesser("c", "early"), leadsToRoom: true, isRunning: false);
        }

        Assert.Equal(GuessingLimit.Budget, Wrong("c", "early"));
        Assert.DoesNotContain(_ledger.Send().Keys, static key => key.Subject.Contains("early", StringComparison.Ordinal));
    }

    [Fact]
    public void AfterAnHour_AtMostFiveMinutesLater_AllIsAsBefore_AndSaidOnce()
    {
        for (var i = 0; i < 20; i++)
        {
            Wrong(i % 2 == 0 ? "a" : "b", null);
        }

        _time.Advance(TimeSpan.FromMinutes(60));
        Exchange();
        Assert.Equal([3310], Ids());
        _time.Advance(TimeSpan.FromMinutes(5));
        Exchange();
        Exchange();

        Assert.Equal([3310, 3311], Ids());
        Assert.Equal(GuessingLimit.None, Wrong("a", null));
    }

    [Fact]
    public void AllAtTheSameMoment_NotOneMoreThanTheLimitHasTheEasierTerms()
    {
        var easy = 0;
        Parallel.For(0, 1_000, i =>
        {
            if (Wrong($"trunk-{i % 3}", null) == GuessingLimit.None)
            {
                Interlocked.Increment(ref easy);
            }
        });

        Assert.Equal(20, easy);
    }

    [Fact]
    public void WhatAnotherNodeKnows_Counts_AndWhatIsOnTheWayCountsOnce()
    {
        for (var i = 0; i < 8; i++)
        {
            Wrong("a", null);
        }

        var sent = _ledger.Send();
        Wrong("a", null);
        // The other node has eleven.
        var step = sent.Keys.First().Step;
        _ledger.Sent(new Dictionary<FailureKey, int> { [new("all", step)] = 8 + 11, [new("trunk/a", step)] = 8 });

        Assert.Equal([3310], Ids());
        Assert.Equal(1, _ledger.Send()[new FailureKey("all", step)]);
    }

    [Fact]
    public void NoDatabase_TheLimitsHoldAllTheSame_AndNothingIsLost()
    {
        for (var i = 0; i < 20; i++)
        {
            Wrong(i % 2 == 0 ? "a" : "b", null);
            _ledger.Send();
            _ledger.NotSent();
        }

        Assert.Equal(GuessingLimit.Budget, Wrong("c", null));
        Assert.Equal(21, _ledger.Send().Where(static entry => entry.Key.Subject == "all").Sum(static entry => entry.Value));
    }

    [Fact]
    public void NoDatabaseForDays_WhatNoLongerCountsIsForgotten()
    {
        for (var i = 0; i < 300; i++)
        {
            Wrong("a", $"caller-{i}");
            _time.Advance(TimeSpan.FromMinutes(20));
            _ledger.Send();
            _ledger.NotSent();
        }

        Assert.InRange(_ledger.Send().Count, 1, 15);
    }

    private GuessingLimit Wrong(string trunk, string? caller) => _ledger.Judge(new Guesser(trunk, caller), leadsToRoom: false, isRunning: false).Reached;

    private void Exchange()
    {
        _ledger.Send();
        _ledger.NotSent();
    }

    private IEnumerable<int> Ids() => _log.Collector.GetSnapshot().Select(static entry => entry.Id.Id);
}
