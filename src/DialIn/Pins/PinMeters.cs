using System.Diagnostics.Metrics;

namespace DialIn.Pins;

/// <summary>The meter <c>DialIn.Pins</c>: how full the pool is, and who guesses. Any thread.</summary>
internal sealed class PinMeters : IDisposable
{
    private readonly Meter _meter = new("DialIn.Pins");
    private volatile PinPoolCounts? _counts;
    private readonly Counter<long> _wrong;
    private readonly Counter<long> _withheld;
    private volatile bool _isLow;
    private volatile bool _isStoreLost;
    private volatile bool _isBudgetUsedUp;

    public PinMeters()
    {
        _wrong = _meter.CreateCounter<long>("dialin.pins.wrong", "{pin}", "PINs that lead nowhere, by the limit that had been reached");
        _withheld = _meter.CreateCounter<long>("dialin.pins.withheld", "{pin}", "Right PINs that were called wrong, since a limit had been reached and the room did not run");
        _meter.CreateObservableGauge("dialin.pins.budget.used_up", () => _isBudgetUsedUp ? 1L : 0L, "{budget}", "1 while Pins:MaxWrongPerHour is used up");
        _meter.CreateObservableGauge("dialin.pins", Pool, "{pin}", "PINs by state, as the last look at the pool found them");
        _meter.CreateObservableGauge("dialin.pins.low", () => _isLow ? 1L : 0L, "{pool}", "1 while fewer PINs are free than Pins:LowWater");
    }

    /// <summary>Whether fewer PINs are free than there should be, as the last look at the pool found it.</summary>
    public bool IsLow => _isLow;

    /// <summary>Whether the database refused the last look at the pool.</summary>
    public bool IsStoreLost => _isStoreLost;

    /// <summary>Whether the budget of wrong PINs is used up.</summary>
    public bool IsBudgetUsedUp => _isBudgetUsedUp;

    /// <summary>The pool as it is now.</summary>
    public void Note(PinPoolCounts counts, int lowWater) => (_counts, _isLow) = (counts, counts.Free < lowWater);

    /// <summary>The database answered, or did not.</summary>
    public void NoteStore(bool isLost) => _isStoreLost = isLost;

    /// <summary>A caller was told that a PIN is wrong.</summary>
    /// <param name="reached">The limit that had been reached.</param>
    /// <param name="leadsToRoom">Whether it leads to a room all the same.</param>
    public void CountWrong(GuessingLimit reached, bool leadsToRoom) =>
        (leadsToRoom ? _withheld : _wrong).Add(1, new KeyValuePair<string, object?>("limit", reached.ToString()));

    /// <summary>Whether the budget of wrong PINs is used up.</summary>
    public void NoteBudget(bool isUsedUp) => _isBudgetUsedUp = isUsedUp;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Pool() => _counts is not { } counts ? [] :
    [
        new(counts.Free, new KeyValuePair<string, object?>("state", "free")),
        new(counts.Assigned, new KeyValuePair<string, object?>("state", "assigned")),
        new(counts.Quarantined, new KeyValuePair<string, object?>("state", "quarantined")),
    ];
}
