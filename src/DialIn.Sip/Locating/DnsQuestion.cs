namespace DialIn.Sip.Locating;

/// <summary>One question to a name server. Two questions are equal if they differ in case or in the dot at the end only.</summary>
public readonly record struct DnsQuestion
{
    /// <summary>Asks for the records of a name.</summary>
    public DnsQuestion(string name, DnsRecordType type)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name.TrimEnd('.').ToLowerInvariant();
        Type = type;
    }

    /// <summary>The name in lower case, without a dot at its end.</summary>
    public string Name { get; }

    /// <summary>What is asked for.</summary>
    public DnsRecordType Type { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type}";
}
