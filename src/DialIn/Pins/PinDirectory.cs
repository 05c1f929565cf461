namespace DialIn.Pins;

/// <summary>Answers the one question of a call: which room does this PIN lead to? Thread-safe.</summary>
internal sealed class PinDirectory(IPinStore store)
{
    /// <summary>The room, or <see langword="null"/>. Why a PIN leads nowhere is not told: a stranger who tries must learn nothing.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public Task<Reservation?> LookUpAsync(Pin pin, CancellationToken cancellationToken) => store.FindByPinAsync(pin, cancellationToken);

    /// <summary>Digits of the longest PIN that leads somewhere; 0 when none does.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public Task<int> LongestPinAsync(CancellationToken cancellationToken) => store.LongestPinAsync(cancellationToken);
}
