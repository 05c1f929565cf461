using System.Collections.Concurrent;
using System.Threading.Channels;
using DialIn.Pins;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// Decides, with all other nodes on the same database, which node registers which account: one each, never two. Carries out what
/// the <see cref="LeaseMachine"/> of each account wants. <see cref="MaySend"/> and what tells of the state from any thread.
/// </summary>
internal sealed class AccountLeases : IAsyncDisposable
{
    // A database that does not answer must not keep the program from ending.
    private static readonly TimeSpan ReleaseWithin = TimeSpan.FromSeconds(3);

    private readonly ILeaseStore _store;
    private readonly LeaseHolder _me;
    private readonly LeaseTimings _timings;
    private readonly TimeProvider _time;
    private readonly ILogger<AccountLeases> _logger;
    private readonly long _epoch;
    private readonly ConcurrentDictionary<string, LeaseMachine> _machines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);

    // Unbounded: each machine has one question open at a time, and one tick is of use to all of them.
    private readonly Channel<(string? Name, LeaseInput Input)> _inputs = Channel.CreateUnbounded<(string?, LeaseInput)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _pending = [];
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _leaving = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _faulted = new(StringComparer.Ordinal);
    private ILeaseUser? _user;
    private ITimer? _timer;
    private Task _loop = Task.CompletedTask;
    private int _open;

    public AccountLeases(ILeaseStore store, LeaseHolder me, LeaseTimings timings, TimeProvider time, ILogger<AccountLeases> logger)
    {
        (_store, _me, _timings, _time, _logger) = (store, me, timings, time, logger);
        _epoch = time.GetTimestamp();
    }

    /// <summary>Whether nothing is under way: no input unread, and no question to the store without an answer.</summary>
    internal bool IsAtRest => Volatile.Read(ref _open) == 0;

    /// <summary>How many accounts' bindings are being taken back.</summary>
    internal int Leaving => _leaving.Count;

    private LeaseMoment Now => new(_time.GetElapsedTime(_epoch), _time.GetUtcNow());

    /// <summary>Begins to take part.</summary>
    /// <param name="user">Who registers the accounts.</param>
    public void Start(ILeaseUser user)
    {
        _user = user;
        _loop = RunAsync();
        _timer = _time.CreateTimer(_ => Post(null, new LeaseInput.Tick(Now)), null, _timings.LookEvery / 4, _timings.LookEvery / 4);
    }

    /// <summary>An account that this node could register; nothing if it is one already.</summary>
    public void Add(string name)
    {
        if (_machines.TryAdd(name, new LeaseMachine(_timings, _me.ToString())))
        {
            Post(null, new LeaseInput.Tick(Now));
        }
    }

    /// <summary>Whether a REGISTER of the account may go out at this very moment.</summary>
    public bool MaySend(string name)
    {
        if (!_machines.TryGetValue(name, out var machine))
        {
            return false;
        }

        var now = Now;
        var maySend = machine.MaySend(now);
        if (!maySend && machine.State != LeaseMachine.Phase.Waiting)
        {
            // The process was stopped, or the machine asleep: whatever was under way begins anew.
            Post(name, new LeaseInput.Late(now));
        }

        return maySend;
    }

    /// <summary>How an account is held; <see langword="null"/> for one that was not added.</summary>
    public LeaseMachine? Find(string name) => _machines.GetValueOrDefault(name);

    /// <summary>Ends, and lets go of all that is held: another node takes it within seconds. Nothing may be sent any more.</summary>
    public async Task StopAsync()
    {
        if (_timer is null || _stop.IsCancellationRequested)
        {
            return;
        }

        await _timer.DisposeAsync();
        await _stop.CancelAsync();
        _inputs.Writer.TryComplete();
        await _loop;
        await Task.WhenAll(_pending);
        while (_inputs.Reader.TryRead(out var last))
        {
            // A renewal that was under way: what is let go of has to be known as it is.
            if (last is { Name: { } name, Input: LeaseInput.Taken })
            {
                _machines[name] = _machines[name].On(last.Input).Next;
            }
        }

        using var limit = new CancellationTokenSource(ReleaseWithin, _time);
        foreach (var (account, machine) in _machines)
        {
            if (machine.Lease is { } held && held.Holder == machine.Me)
            {
                _machines[account] = machine with { State = LeaseMachine.Phase.Waiting };
                await ReleaseAsync(held, limit.Token);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private void Post(string? name, LeaseInput input)
    {
        Interlocked.Increment(ref _open);
        _inputs.Writer.TryWrite((name, input));
    }

    private async Task RunAsync()
    {
        await foreach (var (name, input) in _inputs.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (_stop.IsCancellationRequested)
            {
                break;
            }

            _pending.RemoveAll(static task => task.IsCompleted);
            var looking = new List<string>();
            foreach (var one in name is null ? _machines.Keys : [name])
            {
                Drive(one, input, looking);
            }

            if (looking.Count > 0)
            {
                _pending.Add(LookAsync(looking));
            }

            Interlocked.Decrement(ref _open);
        }
    }

    private void Drive(string name, LeaseInput input, List<string> looking)
    {
        var (next, effects) = _machines[name].On(input);
        _machines[name] = next;
        Tell(name, next, effects);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case LeaseEffect.Look:
                    looking.Add(name);
                    break;
                case LeaseEffect.Take take:
                    _pending.Add(TakeAsync(name, take.Seen));
                    break;
                case LeaseEffect.Release release:
                    _pending.Add(ReleaseAsync(release.Held, _stop.Token));
                    break;
                case LeaseEffect.Begin:
                    Begin(name);
                    break;
                case LeaseEffect.Leave:
                    _pending.Add(LeaveAsync(name));
                    break;
                case LeaseEffect.Abandon:
                    if (_leaving.TryRemove(name, out var leaving))
                    {
                        leaving.Cancel();
                        leaving.Dispose();
                    }

                    Abandon(name);
                    break;
            }
        }
    }

    private void Begin(string name)
    {
        try
        {
            _user!.Begin(name);
            _faulted.TryRemove(name, out _);
        }
        catch (Exception fault)
        {
            // Any: the other accounts go on, and this one is begun anew after the next look.
            Say(fault, name);
            Post(name, new LeaseInput.Late(Now));
        }
    }

    private void Abandon(string name)
    {
        try
        {
            _user!.Abandon(name);
        }
        catch (Exception fault)
        {
            // Any: nothing is sent without a lease, whatever its user thinks.
            Say(fault, name);
        }
    }

    // A store that does not answer shows in the account's state; a stop is no fault. Anything else is an error of ours.
    private void Say(Exception fault, string name)
    {
        if (fault is not (StoreUnavailableException or OperationCanceledException) && _faulted.TryAdd(name, true))
        {
            DialInLog.TrunkLeaseFaulted(_logger, fault, name);
        }
    }

    private void Tell(string name, LeaseMachine machine, IReadOnlyList<LeaseEffect> effects)
    {
        if (machine is { State: LeaseMachine.Phase.Waiting, IsKnown: true, Lease.Holder: { } holder } && holder != machine.Me)
        {
            // Once for each holder.
            if (_told.GetValueOrDefault(name) != holder)
            {
                _told[name] = holder;
                DialInLog.TrunkHeldElsewhere(_logger, name, LeaseHolder.Read(holder)?.Name ?? holder);
            }
        }
        else if (effects.Any(static effect => effect is LeaseEffect.Leave or LeaseEffect.Abandon) && _told.TryAdd(name, machine.Me))
        {
            DialInLog.TrunkNotHeld(_logger, name);
        }
        else if (effects.Any(static effect => effect is LeaseEffect.Begin) && _told.TryRemove(name, out _))
        {
            DialInLog.TrunkHeld(_logger, name);
        }
    }

    private async Task LookAsync(IReadOnlyList<string> names)
    {
        Interlocked.Increment(ref _open);
        await Task.Yield();
        try
        {
            var leases = await _store.ReadAsync(_stop.Token);
            foreach (var name in names)
            {
                var lease = leases.GetValueOrDefault(name);
                var isGone = LeaseHolder.Read(lease?.Holder) is { } holder && _me.KnowsGone(holder, _store.IsOfThisMachine);
                Post(name, new LeaseInput.Seen(lease, isGone, Now));
            }
        }
        catch (Exception fault)
        {
            // Any: what an account waits for has to come, or nobody asks for it again.
            foreach (var name in names)
            {
                Say(fault, name);
                Post(name, new LeaseInput.Failed(Now));
            }
        }

        Interlocked.Decrement(ref _open);
    }

    private async Task TakeAsync(string name, Lease? seen)
    {
        // Before the store is asked: others count from when they see what it did.
        var asked = Now;
        Interlocked.Increment(ref _open);
        await Task.Yield();
        try
        {
            var lease = await _store.TakeAsync(name, seen, _me.ToString(), asked.Utc + _timings.Duration, _stop.Token);
            Post(name, new LeaseInput.Taken(lease, asked, Now));
        }
        catch (Exception fault)
        {
            Say(fault, name);
            Post(name, new LeaseInput.Failed(Now));
        }

        Interlocked.Decrement(ref _open);
    }

    private async Task ReleaseAsync(Lease held, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            await _store.ReleaseAsync(held, cancellationToken);
        }
        catch (Exception fault)
        {
            // It ends by itself.
            Say(fault, held.Name);
        }
    }

    private async Task LeaveAsync(string name)
    {
        var leaving = _leaving[name] = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var token = leaving.Token;
        Interlocked.Increment(ref _open);
        await Task.Yield();
        var hasLeft = false;
        try
        {
            // Under way from here on, for as long as it takes: that is not ours to wait for.
            var leave = _user!.LeaveAsync(name, token);
            Interlocked.Decrement(ref _open);
            await leave;
            hasLeft = true;
        }
        catch (Exception fault)
        {
            // The time for that is over, or it cannot be done: either way it ends with the lease.
            Say(fault, name);
        }

        // Whoever takes it out disposes of it.
        if (_leaving.TryRemove(KeyValuePair.Create(name, leaving)))
        {
            leaving.Dispose();
        }

        if (hasLeft)
        {
            Post(name, new LeaseInput.Left(Now));
        }
    }
}
