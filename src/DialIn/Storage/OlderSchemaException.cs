using DialIn.Pins;

namespace DialIn.Storage;

/// <summary>The database is of an older DialIn. Only the service brings it up to date: the older one may still run on it.</summary>
/// <param name="file">Where it lies.</param>
/// <param name="pending">The scripts that have not run yet.</param>
internal sealed class OlderSchemaException(string file, IReadOnlyList<string> pending) : StoreUnavailableException($"{Describe(file, pending)}. {Remedy}. Nothing was changed.")
{
    /// <summary>What an operator does about it.</summary>
    public const string Remedy = "The next start of the service brings it up to date and keeps a copy: systemctl restart dialin";

    /// <summary>What was found, for a table.</summary>
    public static string Describe(string file, IReadOnlyList<string> pending) =>
        $"The database {file} is of an older DialIn: {string.Join(", ", pending.Select(MigrationScripts.Label))} to come";
}
