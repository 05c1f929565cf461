namespace DialIn.Operations.Console;

/// <summary>Why somebody may not look on just now.</summary>
internal enum WatchRefusal
{
    /// <summary>Too many do already, in all or with the same token.</summary>
    TooMany,

    /// <summary>The program ends.</summary>
    Ending,
}
