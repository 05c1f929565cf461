using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace DialIn.Media.Relay;

/// <summary>
/// The pairs of ports for RTP and RTCP. A pair is picked at random, so that nobody can guess where the next call listens. A
/// closed pair stays bound for a while, and what still arrives there is read and dropped. Thread-safe.
/// </summary>
public sealed class PortPool : IDisposable
{
    // What a socket's buffer does not hold meanwhile, the kernel drops, which is what is wanted.
    private static readonly TimeSpan DrainInterval = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly PortPoolOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _drainTimer;
    private readonly List<int> _free;
    private readonly Queue<(PortPair Pair, long Since)> _draining = [];
    private readonly ConcurrentQueue<(PortPair Pair, long Since)> _returned = [];
    private readonly Queue<(int Index, long Since)> _taken = [];
    private readonly byte[] _discarded = new byte[1];
    private readonly int _firstEven;
    private int _inUse;
    private volatile bool _disposed;

    /// <summary>Makes a pool; sockets are opened only when a call needs them.</summary>
    /// <param name="options">The range; an <see cref="ArgumentException"/> when not one even port and its odd neighbour fit.</param>
    /// <param name="time">The clock of the drain.</param>
    public PortPool(PortPoolOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _firstEven = options.First + (options.First & 1);
        Capacity = (options.Last - _firstEven + 1) / 2;
        if (options.First < 1 || options.Last > ushort.MaxValue || Capacity < 1)
        {
            throw new ArgumentException($"the range {options.First}-{options.Last} holds no even port with an odd one after it", nameof(options));
        }

        _free = [.. Enumerable.Range(0, Capacity)];
        _drainTimer = time.CreateTimer(static pool => ((PortPool)pool!).Drain(), this, DrainInterval, DrainInterval);
    }

    /// <summary>How many pairs the range holds.</summary>
    public int Capacity { get; }

    /// <summary>How many pairs calls hold now.</summary>
    public int InUse => Volatile.Read(ref _inUse);

    /// <summary>How many closed pairs are still bound.</summary>
    public int Draining
    {
        get
        {
            lock (_gate)
            {
                TakeReturned();
                return _draining.Count;
            }
        }
    }

    /// <summary>Unbinds the closed pairs at once. Pairs that calls still hold are unbound as they come back.</summary>
    public void Dispose()
    {
        _disposed = true;
        _drainTimer.Dispose();
        UnbindReturned();
    }

    /// <summary>Binds a pair. Throws <see cref="PortsExhaustedException"/> when none is free.</summary>
    /// <param name="preferredPort">An RTP port that is tried first, for a leg that continues; 0 for none.</param>
    /// <param name="family">The family that the leg's peer speaks; null, or one that the pool does not have, takes the pool's first one.</param>
    internal PortPair Lease(int preferredPort = 0, AddressFamily? family = null)
    {
        var address = _options.OtherAddress is { } other && other.AddressFamily == family ? other : _options.Address;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            FreeAfterDrain();
            var position = preferredPort == 0 ? -1 : _free.IndexOf((preferredPort - _firstEven) / 2);
            while (_free.Count > 0)
            {
                var index = Take(position >= 0 ? position : RandomNumberGenerator.GetInt32(_free.Count));
                position = -1;
                if (PortPair.TryBind(index, new IPEndPoint(address, _firstEven + (2 * index)), out var pair))
                {
                    Interlocked.Increment(ref _inUse);
                    return pair!;
                }

                // Another program has it: not tried again for a while.
                _taken.Enqueue((index, _time.GetTimestamp()));
            }

            throw new PortsExhaustedException(
                $"no RTP port is free in {_options.First}-{_options.Last} on {address}: {_inUse} pairs in calls, "
                + $"{_draining.Count} closed less than {_options.DrainTime.TotalSeconds:0} s ago, {_taken.Count} held by other programs");
        }
    }

    /// <summary>Takes a pair back, which nobody polls any more. It stays bound until it has drained. Never waits: the loop calls it.</summary>
    internal void Return(PortPair pair)
    {
        Interlocked.Decrement(ref _inUse);
        _returned.Enqueue((pair, _time.GetTimestamp()));
        if (_disposed)
        {
            UnbindReturned();
        }
    }

    private void UnbindReturned()
    {
        lock (_gate)
        {
            TakeReturned();
            while (_draining.TryDequeue(out var entry))
            {
                entry.Pair.Dispose();
            }
        }
    }

    private void TakeReturned()
    {
        while (_returned.TryDequeue(out var entry))
        {
            _draining.Enqueue(entry);
        }
    }

    private int Take(int position)
    {
        var index = _free[position];
        _free[position] = _free[^1];
        _free.RemoveAt(_free.Count - 1);
        return index;
    }

    private void FreeAfterDrain()
    {
        TakeReturned();
        while (_draining.TryPeek(out var entry) && _time.GetElapsedTime(entry.Since) >= _options.DrainTime)
        {
            _draining.Dequeue();
            entry.Pair.Dispose();
            _free.Add(entry.Pair.Index);
        }

        while (_taken.TryPeek(out var entry) && _time.GetElapsedTime(entry.Since) >= _options.DrainTime)
        {
            _taken.Dequeue();
            _free.Add(entry.Index);
        }
    }

    private void Drain()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            FreeAfterDrain();
            foreach (var (pair, _) in _draining)
            {
                Discard(pair.Rtp);
                Discard(pair.Rtcp);
            }
        }
    }

    private void Discard(Socket socket)
    {
        // As many as the buffer holds; who floods it does not keep this thread.
        for (var i = 0; i < 256; i++)
        {
            try
            {
                if (socket.Available == 0)
                {
                    return;
                }

                _ = socket.Receive(_discarded);
            }
            catch (SocketException)
            {
                // The datagram is longer than the buffer, or an ICMP error was pending: gone either way.
            }
        }
    }
}
