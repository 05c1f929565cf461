using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DialIn.Pins;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Operations.Console;

/// <summary>
/// Gives everybody who looks the same state, whenever it has changed, and works only while somebody looks. A viewer who reads slowly misses
/// states in between and holds up nobody. Thread-safe.
/// </summary>
internal sealed class EventFeed(ISnapshotSource source, TimeProvider time, ILogger<EventFeed> logger) : BackgroundService, IHostedLifecycleService
{
    /// <summary>Viewers at once.</summary>
    // Thirty-two: every operator with two screens.
    public const int MostViewers = 32;

    /// <summary>Those of them with the same token.</summary>
    // A quarter: pages that somebody has left open, or a script gone wild, keep nobody else out.
    public const int MostOfToken = 8;

    /// <summary>How often a state is made.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>How long a viewer hears nothing at most: proxies cut what is silent for longer than a minute.</summary>
    public static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);

    private static readonly SseItem<string> Heartbeat = new("{}", "heartbeat");
    private static readonly SseItem<string> Stale = new("{}", "stale");
    private static readonly SseItem<string> Bye = new("{}", "bye");

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<Channel<SseItem<string>>, string> _viewers = [];
    private TaskCompletionSource _someone = NewSignal();
    private string? _last;
    private bool _isFaulted;

    /// <summary>How many look on.</summary>
    public int Viewers
    {
        get
        {
            lock (_lock)
            {
                return _viewers.Count;
            }
        }
    }

    /// <summary>Why a holder of a token may not look on just now; <see langword="null"/> if nothing is in the way.</summary>
    /// <param name="tokenHash">The token's hash.</param>
    public WatchRefusal? RefusalFor(string tokenHash)
    {
        lock (_lock)
        {
            return _ending.IsCancellationRequested ? WatchRefusal.Ending
                : _viewers.Count >= MostViewers || _viewers.Values.Count(hash => hash == tokenHash) >= MostOfToken ? WatchRefusal.TooMany
                : null;
        }
    }

    /// <summary>
    /// Lets somebody look on, from the first item that is asked for: <c>state</c>, <c>heartbeat</c>, <c>stale</c> when no state can be made,
    /// and <c>bye</c> as the last one when the program ends, which is after the last call. There is nothing for whom <see cref="RefusalFor"/> keeps out.
    /// </summary>
    /// <param name="tokenHash">The hash of the token that they have.</param>
    /// <param name="mayStay">Asked every <see cref="HeartbeatEvery"/>, however much there is to see: whose token or session has ended sees no more.</param>
    /// <param name="cancellationToken">The viewer has gone.</param>
    public async IAsyncEnumerable<SseItem<string>> WatchAsync(
        string tokenHash, Func<ValueTask<bool>> mayStay, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Only the newest state is of interest.
        var viewer = Channel.CreateBounded<SseItem<string>>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        if (Enter(viewer, tokenHash) is { } refusal)
        {
            if (refusal == WatchRefusal.Ending)
            {
                yield return Bye;
            }

            yield break;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        try
        {
            var askedAt = time.GetTimestamp();
            while (true)
            {
                var (isOver, item) = await NextAsync(viewer, over.Token);
                if (isOver)
                {
                    // Not the browser's business to guess.
                    yield return Bye;
                    yield break;
                }

                // A timer may be a hair early, so a silence counts by itself.
                if (item is null || time.GetElapsedTime(askedAt) >= HeartbeatEvery)
                {
                    if (!await MayStayAsync(mayStay))
                    {
                        yield break;
                    }

                    askedAt = time.GetTimestamp();
                }

                yield return item ?? Heartbeat;
            }
        }
        finally
        {
            Leave(viewer);
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    // Before the web server stops, which waits for those who look on.
    public Task StoppingAsync(CancellationToken cancellationToken) => _ending.CancelAsync();

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _ending.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Task someone;
            lock (_lock)
            {
                someone = _someone.Task;
            }

            await someone.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await PublishAsync(stoppingToken);
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        try
        {
            var state = await source.MakeAsync(cancellationToken);
            lock (_lock)
            {
                _isFaulted = false;
                // Who has gone meanwhile leaves nothing behind: the next one would see it first.
                if (state == _last || _viewers.Count == 0)
                {
                    return;
                }

                _last = state;
                Send(new SseItem<string>(state, "state"));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program ends.
        }
        catch (Exception fault)
        {
            // Any: nobody waits for this task, and who looks on must not end the program.
            Fail(fault);
        }
    }

    private void Fail(Exception fault)
    {
        lock (_lock)
        {
            if (_isFaulted)
            {
                return;
            }

            // The next state goes to all, even if it is the same as before: it says that the figures are new again.
            (_isFaulted, _last) = (true, null);
            Send(Stale);
        }

        DialInLog.ConsoleStateFailed(logger, fault);
    }

    private WatchRefusal? Enter(Channel<SseItem<string>> viewer, string tokenHash)
    {
        lock (_lock)
        {
            if (RefusalFor(tokenHash) is { } refusal)
            {
                return refusal;
            }

            _viewers.Add(viewer, tokenHash);
            if (_isFaulted)
            {
                viewer.Writer.TryWrite(Stale);
            }
            else if (_last is { } last)
            {
                viewer.Writer.TryWrite(new SseItem<string>(last, "state"));
            }

            _someone.TrySetResult();
            return null;
        }
    }

    // Within the lock.
    private void Send(SseItem<string> item)
    {
        foreach (var viewer in _viewers.Keys)
        {
            viewer.Writer.TryWrite(item);
        }
    }

    private async Task<(bool IsOver, SseItem<string>? Item)> NextAsync(Channel<SseItem<string>> viewer, CancellationToken over)
    {
        using var heartbeat = new CancellationTokenSource(HeartbeatEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over, heartbeat.Token);
        try
        {
            return (false, await viewer.Reader.ReadAsync(either.Token));
        }
        catch (OperationCanceledException)
        {
            return (over.IsCancellationRequested, null);
        }
    }

    private static async ValueTask<bool> MayStayAsync(Func<ValueTask<bool>> mayStay)
    {
        try
        {
            return await mayStay();
        }
        catch (StoreUnavailableException)
        {
            // Nobody knows; asked again after the next pause.
            return true;
        }
    }

    private void Leave(Channel<SseItem<string>> viewer)
    {
        lock (_lock)
        {
            _viewers.Remove(viewer);
            if (_viewers.Count == 0)
            {
                // The next one who comes shall not see an old state first.
                (_someone, _last) = (NewSignal(), null);
            }
        }
    }
}
