using DialIn.Pins;

namespace DialIn.Storage;

/// <summary>A newer DialIn has upgraded the database. This one would read it wrongly, and so does not touch it.</summary>
/// <param name="found">What was found, a sentence.</param>
internal sealed class NewerSchemaException(string found) : StoreUnavailableException($"{found} {Remedy}.")
{
    /// <summary>What an operator does about it.</summary>
    public const string Remedy = "Install the newer program again, or put the copy from before the upgrade back with dialin restore";

    /// <summary>What was found, a sentence.</summary>
    public string Found { get; } = found;
}
