namespace DialIn.Pins;

/// <summary>Moves the pool from one database to another. Every method may throw <see cref="StoreUnavailableException"/>.</summary>
internal interface IPinArchive
{
    /// <summary>The pool as it is, in the order of the PINs.</summary>
    /// <param name="withFree">Whether those that were never used are wanted too.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<IReadOnlyList<PinRecord>> ExportAsync(bool withFree, CancellationToken cancellationToken);

    /// <summary>Takes records into the pool: all, or none if one contradicts what is here. What is here already stays as it is.</summary>
    /// <param name="records">Records that do not contradict each other.</param>
    /// <param name="cancellationToken">Stops the wait, not a change under way.</param>
    Task<ImportResult> ImportAsync(IReadOnlyList<PinRecord> records, CancellationToken cancellationToken);
}

/// <summary>What came of an import.</summary>
/// <param name="Added">How many records changed the pool.</param>
/// <param name="Conflicts">Those that contradict it, by their place in the list. If there are any, nothing was changed.</param>
internal sealed record ImportResult(int Added, IReadOnlyList<(int Index, ImportConflict Conflict)> Conflicts);

/// <summary>How a record contradicts the pool.</summary>
internal enum ImportConflict
{
    /// <summary>The PIN leads to another room.</summary>
    PinLeadsElsewhere,

    /// <summary>The room has another PIN.</summary>
    RoomHasAnother,

    /// <summary>The PIN rests: an old invitation would lead to this room.</summary>
    PinRests,
}
