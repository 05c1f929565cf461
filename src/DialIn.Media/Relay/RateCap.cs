namespace DialIn.Media.Relay;

/// <summary>
/// Caps how many packets a source may send: a bucket of tokens that fills at a steady rate. What the network held up for two
/// seconds may still come at once. A plain value.
/// </summary>
/// <param name="PerSecond">Packets a second; 0 for no cap.</param>
internal record struct RateCap(int PerSecond)
{
    private static readonly TimeSpan Depth = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _perPacket = PerSecond > 0 ? TimeSpan.FromSeconds(1) / PerSecond : TimeSpan.Zero;

    // The bucket in time: how much of its depth is used up, and when that was so.
    private TimeSpan _used;
    private TimeSpan _at;

    /// <summary>Whether one more packet is within the rate.</summary>
    public bool Takes(TimeSpan now)
    {
        if (PerSecond <= 0)
        {
            return true;
        }

        var used = _used - (now - _at);
        used = (used < TimeSpan.Zero ? TimeSpan.Zero : used) + _perPacket;
        if (used > Depth)
        {
            return false;
        }

        (_used, _at) = (used, now);
        return true;
    }
}
