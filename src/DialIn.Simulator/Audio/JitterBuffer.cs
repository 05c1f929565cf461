namespace DialIn.Simulator.Audio;

/// <summary>Puts the packets of one RTP stream back in order and evens out their arrival.</summary>
/// <remarks>
/// Owned by one thread, asked once for each packet time. The delay adapts: a packet that comes too late, and a buffer
/// that runs dry, make it longer by one packet; a long quiet time makes it shorter again.
/// </remarks>
internal sealed class JitterBuffer
{
    /// <summary>Most packets held; what is older is thrown away. At 20 ms this is five seconds: more than a stall of the sender that a call survives.</summary>
    public const int Capacity = 256;

    /// <summary>Longest delay in packets. FreeSWITCH as BBB ships it allows 250 ms.</summary>
    public const int LongestDelay = 12;

    /// <summary>Delay at the start of a stream, in packets.</summary>
    public const int ShortestDelay = 2;

    // A step larger than this is another stream under the same SSRC, not loss: RFC 3550 §A.1 has the same idea.
    private const int LargestStep = 1000;
    private const int Window = 50;
    private const int QuietWindows = 3;

    // The part of what waits needlessly that is left out in each window: a backlog of a second is caught up in about ten, and what is heard stays whole enough.
    private const int SpareShare = 8;

    private readonly byte[]?[] _slots = new byte[]?[Capacity];
    private bool _started;
    private bool _played;
    private bool _filling;
    private long _next;
    private long _highest;
    private int _stretches;
    private int _takes;
    private int _troubles;
    private int _quietWindows;
    private long _leastAhead = long.MaxValue;

    /// <summary>The delay that is aimed for now, in packets.</summary>
    public int Delay { get; private set; } = ShortestDelay;

    /// <summary>Packets that are held.</summary>
    public int Count { get; private set; }

    /// <summary>Packets that came after their place had been given up.</summary>
    public long Late { get; private set; }

    /// <summary>Places that were given up because no packet came.</summary>
    public long Lost { get; private set; }

    /// <summary>Packets that came twice.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Packets thrown away to keep the delay short.</summary>
    public long Discarded { get; private set; }

    /// <summary>Forgets the stream: the next packet begins a new one.</summary>
    public void Reset()
    {
        Array.Clear(_slots);
        Count = 0;
        _started = _played = _filling = false;
        _stretches = _troubles = _takes = _quietWindows = 0;
        _leastAhead = long.MaxValue;
        Delay = ShortestDelay;
    }

    /// <summary>Takes in a packet as it arrives.</summary>
    /// <param name="sequenceNumber">Its RTP sequence number.</param>
    /// <param name="payload">Its payload; copied.</param>
    public void Add(ushort sequenceNumber, ReadOnlySpan<byte> payload)
    {
        var number = _started ? _highest + (short)(sequenceNumber - (ushort)_highest) : sequenceNumber;
        if (_started && Math.Abs(number - _highest) > LargestStep)
        {
            Reset();
            number = sequenceNumber;
        }

        if (!_started)
        {
            (_started, _filling, _next, _highest) = (true, true, number, number);
        }

        if (number < _next && !TryMoveStart(number))
        {
            Late++;
            Lengthen();
            return;
        }

        while (number >= _next + Capacity)
        {
            Skip();
        }

        ref var slot = ref _slots[Index(number)];
        if (slot is not null)
        {
            Duplicates++;
            return;
        }

        slot = payload.ToArray();
        Count++;
        _highest = Math.Max(_highest, number);
    }

    /// <summary>Gives the next packet, once for each packet time.</summary>
    /// <param name="payload">The packet's payload, when there is one.</param>
    public JitterTake Take(out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        if (!_started || MustWait())
        {
            return JitterTake.Waiting;
        }

        _played = true;
        ref var slot = ref _slots[Index(_next)];
        var found = slot;
        slot = null;
        _next++;
        Adapt();
        if (found is null)
        {
            Lost++;
            return JitterTake.Lost;
        }

        Count--;
        payload = found;
        return JitterTake.Packet;
    }

    private bool MustWait()
    {
        if (Count == 0)
        {
            if (!_filling)
            {
                _filling = true;
                Lengthen();
                _stretches = 0;
            }

            return true;
        }

        if (_filling)
        {
            _filling = _highest - _next + 1 < Delay;
            return _filling;
        }

        if (_stretches > 0)
        {
            _stretches--;
            return true;
        }

        return false;
    }

    // The very first packets may be out of order as well: nothing was played yet, so an earlier one is welcome.
    private bool TryMoveStart(long number)
    {
        if (_played || _highest - number >= Capacity)
        {
            return false;
        }

        _next = number;
        return true;
    }

    private void Skip()
    {
        ref var slot = ref _slots[Index(_next)];
        if (slot is not null)
        {
            slot = null;
            Count--;
            Discarded++;
        }

        _next++;
    }

    private void Lengthen()
    {
        _troubles++;
        if (Delay < LongestDelay)
        {
            Delay++;
            _stretches++;
        }
    }

    private void Adapt()
    {
        _leastAhead = Math.Min(_leastAhead, _highest - _next + 1);
        if (++_takes < Window)
        {
            return;
        }

        _quietWindows = _troubles == 0 ? _quietWindows + 1 : 0;
        if (_quietWindows >= QuietWindows && Delay > ShortestDelay)
        {
            Delay--;
            _quietWindows = 0;
        }

        // All this time more waited than the delay asks for: a sender with a faster clock, or a burst after a stall.
        var spare = _leastAhead - Delay + 1;
        for (var i = (spare + SpareShare - 1) / SpareShare; i > 0; i--)
        {
            Skip();
        }

        (_takes, _troubles, _leastAhead) = (0, 0, long.MaxValue);
    }

    private static int Index(long number) => (int)(number & (Capacity - 1));
}
