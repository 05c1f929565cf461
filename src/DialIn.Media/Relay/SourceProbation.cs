namespace DialIn.Media.Relay;

/// <summary>Watches whether one source sends a few packets in order. A packet of another source starts anew with that one.</summary>
internal record struct SourceProbation
{
    /// <summary>Packets in order that make a source believed.</summary>
    public const int Length = 4;

    // More packets than this within the spread are a flood, and start anew.
    private const int FloodLength = 3 * Length;

    private SocketPeer _from;
    private uint _ssrc;
    private ushort _next;
    private int _inOrder;
    private TimeSpan _since;

    /// <summary>Packets in order so far.</summary>
    public readonly int Progress => _inOrder;

    /// <summary>When the source that is watched came, in order or not.</summary>
    public TimeSpan WatchedSince { get; private set; }

    /// <summary>Whether it is this source that is watched.</summary>
    public readonly bool IsOf(in SocketPeer from) => _inOrder > 0 && from == _from;

    /// <summary>Takes a packet.</summary>
    /// <param name="from">Its source.</param>
    /// <param name="ssrc">Its SSRC.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="now">When it came.</param>
    /// <param name="spread">The packets must have taken at least this long; those of a faster flood start anew.</param>
    /// <returns>Whether the source is believed now.</returns>
    public bool Passes(in SocketPeer from, uint ssrc, ushort sequence, TimeSpan now, TimeSpan spread)
    {
        var continues = _inOrder > 0 && from == _from && ssrc == _ssrc && sequence == _next;
        WatchedSince = IsOf(from) ? WatchedSince : now;
        (_from, _ssrc, _next) = (from, ssrc, (ushort)(sequence + 1));
        if (!continues)
        {
            (_inOrder, _since) = (1, now);
            return false;
        }

        if (++_inOrder < Length)
        {
            return false;
        }

        if (now - _since >= spread)
        {
            return true;
        }

        // Short packets (10 ms) come close together; a flood does so for long.
        if (_inOrder >= FloodLength)
        {
            (_inOrder, _since) = (1, now);
        }

        return false;
    }
}
