namespace DialIn.Sip.Locating;

/// <summary>What the name servers say to a question. Immutable.</summary>
public sealed record DnsAnswer
{
    /// <summary>Nobody answered, or not in earnest: nothing is known.</summary>
    public static DnsAnswer Failed { get; } = new() { IsFailure = true };

    /// <summary>The records, aliases included; none if there are no such records or no such name.</summary>
    public IReadOnlyList<DnsRecord> Records { get; init; } = [];

    /// <summary>How long it holds, as the name server says: the shortest of all records, or the lifetime of there being none.</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>Whether the question could not be asked or was not answered.</summary>
    public bool IsFailure { get; init; }
}
