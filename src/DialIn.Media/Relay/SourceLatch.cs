namespace DialIn.Media.Relay;

/// <summary>What the latch says of one packet.</summary>
internal enum LatchVerdict
{
    /// <summary>From the wrong source: counted, and used for nothing.</summary>
    Refused,

    /// <summary>From the latched source.</summary>
    Accepted,

    /// <summary>From the source that is latched with this very packet.</summary>
    Latched,
}

/// <summary>
/// Finds out where the peer really sends from, and lets nobody else in afterwards. A source is believed after
/// <see cref="SourceProbation.Length"/> packets in order: at once if it has the address of the session description, and from
/// any other address only as long as nothing came from there. The advertised address may still take the latch back from
/// such a stranger, and the advertised port from another one of its address, which may be a call that a bridge before this one
/// left behind, unless the stream itself has moved there; nobody else ever may. A new offer and answer let it be learnt once more, but only if the source has fallen
/// silent with it. A plain value: a copy is a snapshot.
/// </summary>
/// <param name="Advertised">The peer's address in its session description; unspecified while that says Any.</param>
/// <param name="Exact">Takes packets from <see cref="Advertised"/> alone, without probation.</param>
internal record struct SourceLatch(SocketPeer Advertised, bool Exact)
{
    // Four packets of 20 ms are 60 ms apart; a flood with counting sequence numbers is over in less.
    private static readonly TimeSpan StrangersSpread = TimeSpan.FromMilliseconds(40);

    // Whoever has not moved goes on sending at once. Behind NAT a hold outlives the mapping, and the peer comes back from another port.
    private static readonly TimeSpan SilentAfterRenewal = TimeSpan.FromSeconds(1);

    private SourceProbation _advertised;
    private SourceProbation _sameAddress;
    private StrangerProbations _strangers;
    private bool _advertisedHeard;
    private bool _hasMoved;
    private TimeSpan? _renewedAt;

    /// <summary>The latched source; meaningful only when <see cref="IsLatched"/>.</summary>
    public SocketPeer Source { get; private set; }

    /// <summary>Whether a source is latched.</summary>
    public bool IsLatched { get; private set; }

    /// <summary>Where to send to: the latched source, before that the advertised address.</summary>
    public readonly SocketPeer Destination => IsLatched ? Source : Advertised;

    /// <summary>Continues with a source that was latched in another process.</summary>
    public void Restore(in SocketPeer source) => (Source, IsLatched) = (source, true);

    /// <summary>The stream of the source goes on from another one: see <see cref="SourceHandover"/>.</summary>
    public void Move(in SocketPeer source)
    {
        // One late packet of the old source is no proof that it is heard again.
        (_advertised, _sameAddress, _strangers) = (default, default, default);
        _hasMoved = true;
        _ = Latch(source);
    }

    /// <summary>A new offer and answer with the same address: the source stays, and may be another one if it is not heard any more.</summary>
    public void Renew(TimeSpan now) =>
        (_renewedAt, _advertisedHeard, _advertised, _sameAddress, _strangers) = (now, false, default, default, default);

    /// <summary>Whether a packet from there can be of any use, whatever it says: asked before it costs the work of opening it.</summary>
    public readonly bool MayTake(in SocketPeer from, TimeSpan now)
    {
        if (IsLatched && from == Source)
        {
            return true;
        }

        if (Exact)
        {
            return from == Advertised;
        }

        if (ComesFirst(from))
        {
            return true;
        }

        var isOpen = IsOpen(now);
        return from.HasAddressOf(Advertised) ? isOpen || !Source.HasAddressOf(Advertised) : isOpen && !_advertisedHeard;
    }

    /// <summary>Judges a packet of a valid payload type.</summary>
    public LatchVerdict Judge(in SocketPeer from, uint ssrc, ushort sequence, TimeSpan now)
    {
        if (IsLatched && from == Source)
        {
            _renewedAt = null;
            return LatchVerdict.Accepted;
        }

        if (Exact)
        {
            return from == Advertised ? Latch(from) : LatchVerdict.Refused;
        }

        var isOpen = IsOpen(now);
        if (!isOpen && Source.HasAddressOf(Advertised) && !ComesFirst(from))
        {
            return LatchVerdict.Refused;
        }

        if (from.HasAddressOf(Advertised))
        {
            _advertisedHeard = true;
            ref var probation = ref SlotFor(from);
            return probation.Passes(from, ssrc, sequence, now, TimeSpan.Zero) ? Latch(from) : LatchVerdict.Refused;
        }

        return isOpen && !_advertisedHeard && _strangers.Passes(from, ssrc, sequence, now, StrangersSpread)
            ? Latch(from)
            : LatchVerdict.Refused;
    }

    // What a stream that has moved left on its way to us still comes from the advertised port.
    private readonly bool ComesFirst(in SocketPeer from) => from == Advertised && !_hasMoved;

    private readonly bool IsOpen(TimeSpan now) => !IsLatched || now - _renewedAt >= SilentAfterRenewal;

    // The advertised port has a place of its own, so that another stream of the same host cannot push it out.
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    private ref SourceProbation SlotFor(in SocketPeer from)
    {
        if (from.Port == Advertised.Port)
        {
            return ref _advertised;
        }

        return ref _sameAddress;
    }

    private LatchVerdict Latch(in SocketPeer source)
    {
        (Source, IsLatched, _renewedAt) = (source, true, null);
        return LatchVerdict.Latched;
    }
}
