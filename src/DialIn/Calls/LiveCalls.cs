using System.Collections.Concurrent;
using System.Security.Cryptography;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Calls;

/// <summary>The running calls. Each has its own task, which is awaited before the program ends. Thread-safe.</summary>
internal sealed class LiveCalls(CallServices services, ILogger<LiveCalls> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, (InboundCall Call, Task Run)> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _refusals = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource? _empty;
    private bool _isDraining;

    /// <summary>Whether new calls are refused because the program ends.</summary>
    public bool IsDraining
    {
        get
        {
            lock (_lock)
            {
                return _isDraining;
            }
        }
    }

    /// <summary>Why a new call would be refused now; null if there is room.</summary>
    public CallEndReason? Refusal
    {
        get
        {
            lock (_lock)
            {
                return _isDraining ? CallEndReason.Draining : _running.Count >= services.Options.MaxCalls ? CallEndReason.Full : null;
            }
        }
    }

    /// <summary>How many calls there are.</summary>
    public int Count => _running.Count;

    /// <summary>The calls as they are now.</summary>
    public IReadOnlyList<LiveCall> Snapshot() => [.. _running.Values.Select(running => running.Call.Live).OrderBy(call => call.StartedAt)];

    /// <summary>Takes a call that may come in, or refuses it when there is no room. Never waits.</summary>
    /// <param name="invite">The call.</param>
    /// <param name="trunk">The trunk that brings it.</param>
    /// <param name="limits">What that trunk may.</param>
    /// <param name="calledNumber">Which of our numbers was dialled.</param>
    /// <param name="languages">What the caller hears.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="inBandDigits">Whether that trunk's keys may come as tones.</param>
    /// <param name="isOwn">Whether DialIn calls itself, inside.</param>
    public void Take(
        PendingInvite invite, string trunk, CallLimits limits, string calledNumber, IReadOnlyList<string> languages, CallerNumber caller, InBandDigits inBandDigits,
        bool isOwn = false)
    {
        var facts = new CallFacts(RandomNumberGenerator.GetHexString(12, lowercase: true), trunk, calledNumber, languages, caller, inBandDigits) { IsOwn = isOwn };
        var call = new InboundCall(facts, invite, services, logger);
        lock (_lock)
        {
            if ((Refusal ?? (IsFull(limits) ? CallEndReason.TrunkFull : HasTooMany(caller) ? CallEndReason.CallerFull : null)) is { } reason)
            {
                // It never is a call: it takes no place and is not shown.
                int? status = reason == CallEndReason.TrunkFull ? limits.FullStatus : null;
                _refusals[facts.Id] = Task.Run(() => RefuseAsync(call, reason, status));
                return;
            }

            _running[facts.Id] = (call, Task.Run(() => RunAsync(call)));
        }
    }

    /// <summary>Takes no new calls and waits for the running ones: first as long as they like, then through a spoken goodbye.</summary>
    /// <param name="patience">How long calls may go on by themselves.</param>
    /// <param name="cancellationToken">Ends the waiting at once.</param>
    public async Task DrainAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Task empty;
        lock (_lock)
        {
            _isDraining = true;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = _running.IsEmpty ? Task.CompletedTask : _empty.Task;
        }

        DialInLog.Draining(logger, Count, patience);
        try
        {
            await empty.WaitAsync(patience, services.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            DialInLog.DrainTimeOver(logger, Count);
            foreach (var (call, _) in _running.Values)
            {
                call.Post(new DrainDeadlineReached());
            }

            await empty.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Hangs up what is left, on the spot.</summary>
    public async Task AbortAsync()
    {
        lock (_lock)
        {
            _isDraining = true;
        }

        await _abort.CancelAsync();
        await Task.WhenAll(_running.Values.Select(running => running.Run).Concat(_refusals.Values));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _abort.Dispose();
        services.Meters.Dispose();
    }

    private bool IsFull(CallLimits limits)
    {
        var (calls, pending) = (0, 0);
        foreach (var (call, _) in _running.Values)
        {
            if (limits.IsOf(call.Facts.Trunk))
            {
                calls++;
                pending += call.IsPending ? 1 : 0;
            }
        }

        return calls >= limits.MaxCalls || pending >= limits.MaxPending;
    }

    private bool HasTooMany(CallerNumber caller)
    {
        // Only where there are so many calls at all that one number can have too many.
        if (caller.IsWithheld || _running.Count < services.Options.MaxCallsPerCaller)
        {
            return false;
        }

        var calls = 0;
        foreach (var (call, _) in _running.Values)
        {
            calls += call.Facts.Caller == caller ? 1 : 0;
        }

        return calls >= services.Options.MaxCallsPerCaller;
    }

    private async Task RefuseAsync(InboundCall call, CallEndReason reason, int? status)
    {
        try
        {
            await call.RefuseAsync(reason, status);
        }
        finally
        {
            lock (_lock)
            {
                _refusals.TryRemove(call.Facts.Id, out _);
            }
        }
    }

    private async Task RunAsync(InboundCall call)
    {
        try
        {
            await call.RunAsync(_abort.Token);
        }
        finally
        {
            lock (_lock)
            {
                _running.TryRemove(call.Facts.Id, out _);
                if (_isDraining && _running.IsEmpty)
                {
                    _empty?.TrySetResult();
                }
            }
        }
    }
}
