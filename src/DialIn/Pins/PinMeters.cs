using System.Diagnostics.Metrics;

namespace DialIn.Pins;

/// <summary>The meter <c>DialIn.Pins</c>: how full the pool is. Any thread.</summary>
internal sealed class PinMeters : IDisposable
{
    private readonly Meter _meter = new("DialIn.Pins");
    private volatile PinPoolCounts? _counts;
    private volatile bool _isLow;

    public PinMeters()
    {
        _meter.CreateObservableGauge("dialin.pins", Pool, "{pin}", "PINs by state, as the last look at the pool found them");
        _meter.CreateObservableGauge("dialin.pins.low", () => _isLow ? 1L : 0L, "1", "1 while fewer PINs are free than Pins:LowWater");
    }

    /// <summary>The pool as it is now.</summary>
    public void Note(PinPoolCounts counts, int lowWater) => (_counts, _isLow) = (counts, counts.Free < lowWater);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Pool() => _counts is not { } counts ? [] :
    [
        new(counts.Free, new KeyValuePair<string, object?>("state", "free")),
        new(counts.Assigned, new KeyValuePair<string, object?>("state", "assigned")),
        new(counts.Quarantined, new KeyValuePair<string, object?>("state", "quarantined")),
    ];
}
