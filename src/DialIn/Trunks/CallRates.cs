using DialIn.Sip.Transports;

namespace DialIn.Trunks;

/// <summary>
/// How many calls may begin in a second, through one trunk and in all. Each bucket holds two seconds' worth, because a carrier
/// that was away for a moment delivers at once what has piled up. For the SIP stack's loop alone.
/// </summary>
internal sealed class CallRates
{
    private const int BurstSeconds = 2;

    private readonly Dictionary<string, Limited> _trunks;
    private readonly Limited _all;
    private readonly TimeProvider _time;
    private readonly long _start;

    public CallRates(IEnumerable<TrunkOptions> trunks, int maxCallsPerSecond, TimeProvider time)
    {
        _trunks = trunks.ToDictionary(static trunk => trunk.Name, static trunk => new Limited(trunk.MaxCallsPerSecond), StringComparer.Ordinal);
        _all = new Limited(maxCallsPerSecond);
        (_time, _start) = (time, time.GetTimestamp());
    }

    /// <summary>Counts one call in; null if it may begin, else the option that says it may not.</summary>
    public string? Refuse(string trunk)
    {
        var now = _time.GetElapsedTime(_start).Ticks;

        // The trunk's own first: what it refuses takes nothing from the others.
        return !_trunks[trunk].TryTake(now) ? "Trunks:MaxCallsPerSecond"
            : !_all.TryTake(now) ? "Sip:MaxCallsPerSecond"
            : null;
    }

    private sealed class Limited(int perSecond)
    {
        private readonly TokenRate _rate = new(perSecond, BurstSeconds * perSecond);
        private TokenBucket _bucket;

        public bool TryTake(long now) => _bucket.TryTake(_rate, now, out _bucket);
    }
}
