namespace DialIn.Pins;

/// <summary>Answers the one question of a call: which room does this PIN lead to? Thread-safe.</summary>
internal sealed class PinDirectory(IPinStore store)
{
    /// <summary>The room, or <see langword="null"/>. Why a PIN leads nowhere is not told: a stranger who tries must learn nothing.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public Task<Reservation?> LookUpAsync(Pin pin, CancellationToken cancellationToken) => store.FindByPinAsync(pin, cancellationToken);

    /// <summary>Lengths of the PINs that lead somewhere, the shortest first.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public Task<IReadOnlyList<int>> LengthsAsync(CancellationToken cancellationToken) => store.LengthsAsync(cancellationToken);
}
