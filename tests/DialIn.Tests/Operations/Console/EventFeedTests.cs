using System.Net.ServerSentEvents;
using DialIn.Operations.Console;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.Operations.Console;

/// <summary>One state for all who look, and only while somebody does.</summary>
public sealed class EventFeedTests : IAsyncDisposable
{
    private readonly ObservedTime _time = new();
    private readonly Source _source = new();
    private readonly EventFeed _feed;

    public EventFeedTests() => _feed = new EventFeed(_source, _time, NullLogger<EventFeed>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _feed.StopAsync(CancellationToken.None);
        _feed.Dispose();
    }

    [Fact]
    public async Task State_IsMadeOnceForAll_AndOnlyWhileSomebodyLooks()
    {
        await _feed.StartAsync(Cancel);
        await using var one = Look();
        Assert.Equal("state 1", await NextAsync(one));
        await using var other = Look();
        Assert.Equal("state 1", await NextAsync(other));
        Assert.Equal(1, _source.Made);
        _source.State = "2";
        await StepAsync();
        Assert.Equal("state 2", await NextAsync(one));
        Assert.Equal("state 2", await NextAsync(other));
        Assert.Equal(2, _source.Made);

        await one.DisposeAsync();
        await other.DisposeAsync();
        await StepAsync();
        _time.Advance(EventFeed.Every * 5);
        Assert.Equal(2, _source.Made);
        await using var next = Look();
        Assert.Equal("state 2", await NextAsync(next));
        Assert.Equal(3, _source.Made);
    }

    [Fact]
    public async Task Unchanged_NothingIsSent_ButAHeartbeat()
    {
        await _feed.StartAsync(Cancel);
        await using var one = Look();
        Assert.Equal("state 1", await NextAsync(one));
        var next = NextAsync(one);
        await StepAsync();
        await StepAsync();
        await _time.TimerSetAsync(EventFeed.Every, Cancel);
        Assert.Equal(3, _source.Made);
        Assert.False(next.IsCompleted);
        _time.Advance(EventFeed.HeartbeatEvery);
        Assert.Equal("heartbeat {}", await next);
        // Nothing that came meanwhile was lost with the heartbeat.
        _source.State = "2";
        await StepAsync();
        Assert.Equal("state 2", await NextAsync(one));
    }

    [Fact]
    public async Task Viewers_AreSoMany_AndTheNextHasToWaitUntilOneLeaves()
    {
        await _feed.StartAsync(Cancel);
        var all = new List<IAsyncEnumerator<SseItem<string>>>();
        for (var i = 0; i < EventFeed.MostViewers; i++)
        {
            all.Add(Look($"token {i / EventFeed.MostOfToken}"));
            Assert.Equal("state 1", await NextAsync(all[i]));
        }

        Assert.Equal(WatchRefusal.TooMany, _feed.RefusalFor("another token"));
        await using var early = Look("another token");
        Assert.False(await early.MoveNextAsync());
        await all[0].DisposeAsync();
        Assert.Equal(EventFeed.MostViewers - 1, _feed.Viewers);
        await using var late = Look("another token");
        Assert.Equal("state 1", await NextAsync(late));
    }

    [Fact]
    public async Task ViewersOfOneToken_AreFewer_AndKeepNobodyElseOut()
    {
        await _feed.StartAsync(Cancel);
        // Whoever asks and never reads takes no place.
        for (var i = 0; i < EventFeed.MostViewers; i++)
        {
            _ = _feed.WatchAsync("one", static () => ValueTask.FromResult(true), Cancel);
        }

        for (var i = 0; i < EventFeed.MostOfToken; i++)
        {
            Assert.Null(_feed.RefusalFor("one"));
            Assert.Equal("state 1", await NextAsync(Look("one")));
        }

        Assert.Equal(WatchRefusal.TooMany, _feed.RefusalFor("one"));
        Assert.Null(_feed.RefusalFor("other"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SessionThatHasEnded_SeesNoMore_HoweverMuchChanges(bool changes)
    {
        await _feed.StartAsync(Cancel);
        await using var one = _feed.WatchAsync("token", static () => ValueTask.FromResult(false), Cancel).GetAsyncEnumerator(Cancel);
        Assert.Equal("state 1", await NextAsync(one));
        for (var step = EventFeed.Every; changes && step < EventFeed.HeartbeatEvery; step += EventFeed.Every)
        {
            _source.State = $"after {step}";
            await StepAsync();
            Assert.Equal($"state after {step}", await NextAsync(one));
        }

        var next = one.MoveNextAsync().AsTask();
        _source.State = "nothing for those who have ended";
        await _time.TimerSetAsync(EventFeed.Every, Cancel);
        _time.Advance(changes ? EventFeed.Every : EventFeed.HeartbeatEvery);
        Assert.False(await next.WaitAsync(Limits.Generous, Cancel));
        Assert.Equal(0, _feed.Viewers);
    }

    [Fact]
    public async Task ProgramThatEnds_SaysSoAtOnce_AndLetsNobodyIn()
    {
        await _feed.StartAsync(Cancel);
        await using var one = Look();
        Assert.Equal("state 1", await NextAsync(one));
        var next = NextAsync(one);
        await _feed.StoppingAsync(Cancel);
        Assert.Equal("bye {}", await next);
        Assert.False(await one.MoveNextAsync());
        Assert.Equal(0, _feed.Viewers);
        Assert.Equal(WatchRefusal.Ending, _feed.RefusalFor("token"));
        await using var late = Look();
        Assert.Equal("bye {}", await NextAsync(late));
        Assert.False(await late.MoveNextAsync());
    }

    [Fact]
    public async Task Fault_IsSaidOnce_AndTriedAgain_AndTheSameStateComesAgainAfterIt()
    {
        _source.IsBroken = true;
        await _feed.StartAsync(Cancel);
        await using var one = Look();
        Assert.Equal("stale {}", await NextAsync(one));
        var next = NextAsync(one);
        await StepAsync();
        await _time.TimerSetAsync(EventFeed.Every, Cancel);
        Assert.Equal(2, _source.Made);
        Assert.False(next.IsCompleted);
        await using var other = Look();
        Assert.Equal("stale {}", await NextAsync(other));
        _source.IsBroken = false;
        _time.Advance(EventFeed.Every);
        Assert.Equal("state 1", await next);

        _source.IsBroken = true;
        await StepAsync();
        Assert.Equal("stale {}", await NextAsync(one));
        _source.IsBroken = false;
        await StepAsync();
        Assert.Equal("state 1", await NextAsync(one));
    }

    private IAsyncEnumerator<SseItem<string>> Look(string token = "token") => _feed.WatchAsync(token, static () => ValueTask.FromResult(true), Cancel).GetAsyncEnumerator(Cancel);

    private static async Task<string> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Limits.Generous, Cancel));
        return $"{events.Current.EventType} {events.Current.Data}";
    }

    // The loop has made a state and waits for the next second: that comes.
    private async Task StepAsync()
    {
        await _time.TimerSetAsync(EventFeed.Every, Cancel);
        _time.Advance(EventFeed.Every);
    }

    private sealed class Source : ISnapshotSource
    {
        private int _made;

        public volatile string State = "1";

        public volatile bool IsBroken;

        public int Made => Volatile.Read(ref _made);

        public Task<string> MakeAsync(CancellationToken cancellationToken)
        {
            var state = State;
            var isBroken = IsBroken;
            Interlocked.Increment(ref _made);
            return isBroken ? Task.FromException<string>(new InvalidOperationException("broken for the test")) : Task.FromResult(state);
        }
    }
}
