using Dapper;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>The scripts that are embedded beside this file, and those that a database has seen.</summary>
internal static class MigrationScripts
{
    private const string Prefix = "DialIn.Storage.Migrations.";
    private const string Extension = ".sql";

    /// <summary>The names of all scripts of this program, in the order in which they run.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(MigrationScripts).Assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    /// <summary>What people read: <c>0014_leases</c>.</summary>
    public static string Label(string script) =>
        script.StartsWith(Prefix, StringComparison.Ordinal) && script.EndsWith(Extension, StringComparison.Ordinal) ? script[Prefix.Length..^Extension.Length] : script;

    /// <summary>The number in front of the label: <c>0014</c>.</summary>
    public static string Number(string script) => Label(script).Split('_')[0];

    /// <summary>The scripts that have run on a database, in order; none on an empty one.</summary>
    public static IReadOnlyList<string> Applied(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'SchemaVersions'") == 0
            ? []
            : [.. connection.Query<string>("SELECT ScriptName FROM SchemaVersions").Order(StringComparer.Ordinal)];

    /// <summary>Refuses a database that has seen scripts which are not known.</summary>
    /// <param name="file">Where the database lies, for the message.</param>
    /// <param name="applied">See <see cref="Applied"/>.</param>
    /// <param name="known">The scripts of the program, in order; at least one.</param>
    /// <exception cref="NewerSchemaException">It is newer.</exception>
    public static void RefuseNewer(string file, IEnumerable<string> applied, IReadOnlyList<string> known)
    {
        var unknown = applied.Except(known).Select(Label).ToList();
        if (unknown.Count > 0)
        {
            throw new NewerSchemaException(
                $"The database {file} was upgraded by a newer DialIn: it has {string.Join(", ", unknown)}, and this program ends with {Label(known[^1])}.");
        }
    }
}
