namespace DialIn.Storage;

/// <summary>What a table of the database can tell of people.</summary>
/// <param name="Name">The table.</param>
/// <param name="Holds">A row is this, in words.</param>
/// <param name="Kept">How long, in words; <c>{}</c> stands for the time that <see cref="KeptFor"/> gives.</param>
internal sealed record StoredTable(string Name, string Holds, string Kept)
{
    /// <summary>The time of the configuration after which rows are deleted; null where no time counts.</summary>
    public Func<RetentionTimes, TimeSpan>? KeptFor { get; init; }

    /// <summary>The column that says how old a row is, in milliseconds since 1970 UTC; null if there is none.</summary>
    public string? Age { get; init; }

    /// <summary>Columns that can hold something about a person, and what about whom.</summary>
    public IReadOnlyDictionary<string, string> Personal { get; init; } = new Dictionary<string, string>();

    /// <summary>All other columns: nobody can be told from them.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}

/// <summary>How long the operator has things kept.</summary>
/// <param name="CallRecords">Records of calls and announcements.</param>
/// <param name="Audit">What was done by whom.</param>
/// <param name="CallerNames">Names that front ends gave.</param>
/// <param name="Quarantine">PINs whose room is gone.</param>
internal sealed record RetentionTimes(TimeSpan CallRecords, TimeSpan Audit, TimeSpan CallerNames, TimeSpan Quarantine);
