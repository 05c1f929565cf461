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
internal sealed class EventFeed(ISnapshotSource source, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<EventFeed> logger) : BackgroundService
{
    /// <summary>Viewers at once.</summary>
    // Thirty-two: every operator with two screens.
    public const int MostViewers = 32;

    /// <summary>How often a state is made.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>How long a viewer hears nothing at most: proxies cut what is silent for longer than a minute.</summary>
    public static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly HashSet<Channel<string>> _viewers = [];
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

    /// <summary>Lets somebody look on; <see langword="null"/> if there are too many, or the program ends.</summary>
    /// <param name="mayStay">Asked at each heartbeat: a session that has ended sees no more.</param>
    /// <param name="cancellationToken">The viewer has gone.</param>
    public IAsyncEnumerable<SseItem<string>>? Watch(Func<ValueTask<bool>> mayStay, CancellationToken cancellationToken)
    {
        // Only the newest state is of interest.
        var viewer = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            if (_viewers.Count >= MostViewers || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return null;
            }

            _viewers.Add(viewer);
            if (_last is { } last)
            {
                viewer.Writer.TryWrite(last);
            }

            _someone.TrySetResult();
        }

        return ReadAsync(viewer, mayStay, cancellationToken);
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
            _isFaulted = false;
            lock (_lock)
            {
                // Who has gone meanwhile leaves nothing behind: the next one would see it first.
                if (state == _last || _viewers.Count == 0)
                {
                    return;
                }

                _last = state;
                foreach (var viewer in _viewers)
                {
                    viewer.Writer.TryWrite(state);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program ends.
        }
        catch (Exception fault)
        {
            // Any: nobody waits for this task, and who looks on must not end the program.
            if (!_isFaulted)
            {
                DialInLog.ConsoleStateFailed(logger, fault);
            }

            _isFaulted = true;
        }
    }

    private async IAsyncEnumerable<SseItem<string>> ReadAsync(
        Channel<string> viewer, Func<ValueTask<bool>> mayStay, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            while (true)
            {
                switch (await NextAsync(viewer, over.Token))
                {
                    case { IsOver: true }:
                        // Not the browser's business to guess: calls may go on for a while.
                        yield return new SseItem<string>("{}", "bye");
                        yield break;
                    case { State: { } state }:
                        yield return new SseItem<string>(state, "state");
                        break;
                    case var _ when !await MayStayAsync(mayStay):
                        yield break;
                    default:
                        yield return new SseItem<string>("{}", "heartbeat");
                        break;
                }
            }
        }
        finally
        {
            Leave(viewer);
        }
    }

    private async Task<(bool IsOver, string? State)> NextAsync(Channel<string> viewer, CancellationToken over)
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
            // Nobody knows; asked again at the next heartbeat.
            return true;
        }
    }

    private void Leave(Channel<string> viewer)
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
