using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.Transactions;

/// <summary>
/// The one loop of a stack: all that happens to transactions, dialogs and sessions happens here, one piece of work after the
/// other, so that none of them needs a lock. Timers and asynchronous operations end in a piece of work as well.
/// </summary>
internal sealed class Mailbox : IAsyncDisposable
{
    // Unbounded, because work of our own must never be lost; what comes from the network is bounded by TryPostFromNetwork.
    // Continuations stay asynchronous, so that a caller's thread never runs the loop.
    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = false });
    private readonly Queue<Action> _deliveries = new();
    private readonly HashSet<LoopTimer> _timers = [];
    private readonly HashSet<Task> _operations = [];
    private readonly Lock _operationsLock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private int _waiting;

    public Mailbox(TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Ends when the stack does; for asynchronous operations.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The present time.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>A moment, for <see cref="Since"/>.</summary>
    public long Timestamp => _time.GetTimestamp();

    /// <summary>The time that has passed since a <see cref="Timestamp"/>.</summary>
    public TimeSpan Since(long timestamp) => _time.GetElapsedTime(timestamp);

    /// <summary>Adds work; <c>false</c> once the mailbox is closed.</summary>
    public bool Post(Action work)
    {
        Interlocked.Increment(ref _waiting);
        if (_work.Writer.TryWrite(work))
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }

    /// <summary>Adds work that a stranger causes, unless too much waits already.</summary>
    public bool TryPostFromNetwork(Action work, int limit) => Volatile.Read(ref _waiting) < limit && Post(work);

    /// <summary>Calls into the application after the present piece of work, so that its code never runs amid a transition.</summary>
    public void Deliver(Action call) => _deliveries.Enqueue(call);

    /// <summary>Runs <paramref name="work"/> on the loop after a while, unless the timer is disposed before. Only from the loop.</summary>
    public LoopTimer StartTimer(TimeSpan after, Action work)
    {
        var timer = new LoopTimer(this, work);
        _timers.Add(timer);
        timer.Start(_time, after);
        return timer;
    }

    /// <summary>Runs <paramref name="completed"/> on the loop once the operation ends; at once if it already has. Only from the loop.</summary>
    public void Await(ValueTask operation, Action<Exception?> completed)
    {
        if (operation.IsCompletedSuccessfully)
        {
            operation.GetAwaiter().GetResult();
            completed(null);
            return;
        }

        lock (_operationsLock)
        {
            var task = ObserveAsync(operation, completed);
            _operations.Add(task);
            _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>As <see cref="Await(ValueTask, Action{Exception?})"/>, with a result; it is the default one if there is an exception.</summary>
    public void Await<T>(ValueTask<T> operation, Action<T?, Exception?> completed)
    {
        if (operation.IsCompletedSuccessfully)
        {
            completed(operation.Result, null);
            return;
        }

        var task = operation.AsTask();
        Await(new ValueTask(task), exception => completed(exception is null ? task.Result : default, exception));
    }

    /// <summary>Completes once nothing waits and no operation runs: then only time or the network can cause further work. For tests.</summary>
    public async Task IdleAsync()
    {
        while (true)
        {
            var reached = new TaskCompletionSource<(Task[] Operations, bool Empty)>(TaskCreationOptions.RunContinuationsAsynchronously);
            // The operations first: each posts its completion before it leaves the set, so that none slips between the two looks.
            if (!Post(() => reached.SetResult((Operations(), Volatile.Read(ref _waiting) == 0))))
            {
                await _loop.ConfigureAwait(false);
                return;
            }

            var (operations, empty) = await reached.Task.ConfigureAwait(false);
            if (empty && operations.Length == 0)
            {
                return;
            }

            await Task.WhenAll(operations).ConfigureAwait(false);
        }
    }

    /// <summary>Takes no more work, finishes what waits, stops timers and operations, and returns when all have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_work.Writer.TryComplete())
        {
            await _loop.ConfigureAwait(false);
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        await Task.WhenAll(Operations()).ConfigureAwait(false);
        _stopping.Dispose();
    }

    internal void Remove(LoopTimer timer) => _timers.Remove(timer);

    private Task[] Operations()
    {
        lock (_operationsLock)
        {
            return [.. _operations];
        }
    }

    private void Forget(Task task)
    {
        lock (_operationsLock)
        {
            _operations.Remove(task);
        }
    }

    private async Task ObserveAsync(ValueTask operation, Action<Exception?> completed)
    {
        Exception? failure = null;
        try
        {
            await operation.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever it is, it is the operation's result; the owner of the work decides what it means.
            failure = exception;
        }

        Post(() => completed(failure));
    }

    private async Task RunAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            Interlocked.Decrement(ref _waiting);
            Guarded(work);
            while (_deliveries.TryDequeue(out var call))
            {
                Guarded(call);
            }
        }

        foreach (var timer in _timers.ToList())
        {
            timer.Dispose();
        }
    }

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            // The loop serves all calls: a fault in one piece of work must not end the others.
            SipLog.WorkFailed(_logger, exception);
        }
    }
}
