using System.Text.RegularExpressions;

namespace DialIn.Storage;

/// <summary>The copies that the program itself lays beside the database before it changes all of it, and their names.</summary>
internal static partial class DatabaseCopies
{
    private const string Before = ".before-";
    private const string Damaged = ".damaged";

    /// <summary>Where the state before an upgrade is kept: <c>dialin.db.before-0017</c>.</summary>
    /// <param name="database">The database's file.</param>
    /// <param name="newest">The last script of the upgrade.</param>
    public static string BeforeUpgrade(string database, string newest) => $"{database}{Before}{MigrationScripts.Number(newest)}";

    /// <summary>A free name for the state before a restore: <c>dialin.db.before-restore</c>, <c>dialin.db.before-restore-2</c>.</summary>
    public static string BeforeRestore(string database) => Free($"{database}{Before}restore");

    /// <summary>Moves a database that cannot be opened out of the way, with its logs.</summary>
    /// <returns>Where it lies now.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public static string SetAside(string database)
    {
        var aside = Free($"{database}{Damaged}");
        File.Move(database, aside);
        foreach (var suffix in new[] { "-wal", "-shm" })
        {
            if (File.Exists($"{database}{suffix}"))
            {
                File.Move($"{database}{suffix}", $"{aside}{suffix}");
            }
        }

        return aside;
    }

    /// <summary>All copies that lie beside a database. What operators have called something similar is theirs.</summary>
    public static IReadOnlyList<string> Beside(string database) => Path.GetDirectoryName(database) is { } folder && Directory.Exists(folder)
        ?
        [
            .. Directory.EnumerateFiles(folder, $"{Path.GetFileName(database)}.*")
                .Where(file => file.StartsWith(database, StringComparison.Ordinal) && OwnSuffix().IsMatch(file.AsSpan(database.Length)))
                .Order(StringComparer.Ordinal),
        ]
        : [];

    [GeneratedRegex(@"^(\.before-\d{4}|\.before-restore(-\d+)?|\.damaged(-\d+)?(-wal|-shm)?)\z")]
    private static partial Regex OwnSuffix();

    private static string Free(string name)
    {
        var free = name;
        for (var i = 2; File.Exists(free); i++)
        {
            free = $"{name}-{i}";
        }

        return free;
    }
}
