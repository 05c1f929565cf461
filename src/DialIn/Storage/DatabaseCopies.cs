using System.Text.RegularExpressions;
using DialIn.Pins;

namespace DialIn.Storage;

/// <summary>The copies that the program itself lays beside the database before it changes all of it, and their names.</summary>
internal static partial class DatabaseCopies
{
    private const string Before = ".before-";
    private const string Damaged = ".damaged";

    // Of both kinds: the write-ahead log with its index, and the journal of the older way.
    private static readonly string[] WithLogs = ["", "-wal", "-shm", "-journal"];

    /// <summary>Where the state before an upgrade is kept: <c>dialin.db.before-0017</c>.</summary>
    /// <param name="database">The database's file.</param>
    /// <param name="newest">The last script of the upgrade.</param>
    public static string BeforeUpgrade(string database, string newest) => $"{database}{Before}{MigrationScripts.Number(newest)}";

    /// <summary>A free name for the state before a restore: <c>dialin.db.before-restore</c>, <c>dialin.db.before-restore-2</c>.</summary>
    public static string BeforeRestore(string database) => Free($"{database}{Before}restore");

    /// <summary>
    /// Moves a database that cannot be opened out of the way, and its logs, also where they are all that is left of it: a new database would be
    /// read together with them. Then gives a copy its name.
    /// </summary>
    /// <param name="copy">The copy.</param>
    /// <param name="database">The database's file.</param>
    /// <returns>Where it lies now, or the first of its logs; null if nothing was there.</returns>
    /// <exception cref="IOException">Something cannot be moved. All is where it was.</exception>
    /// <exception cref="StoreUnavailableException">Nor can what was moved be moved back: says where all lies.</exception>
    public static string? PutInPlace(string copy, string database)
    {
        var aside = Free($"{database}{Damaged}");
        var moved = new Stack<string>();
        try
        {
            foreach (var suffix in WithLogs.Where(suffix => File.Exists($"{database}{suffix}")))
            {
                File.Move($"{database}{suffix}", $"{aside}{suffix}");
                moved.Push(suffix);
            }

            File.Move(copy, database);
            return moved.Count > 0 ? $"{aside}{moved.Last()}" : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            MoveBack(moved, aside, database, copy, fault);
            throw;
        }
    }

    private static void MoveBack(Stack<string> moved, string aside, string database, string copy, Exception first)
    {
        try
        {
            for (; moved.TryPeek(out var suffix); moved.Pop())
            {
                File.Move($"{aside}{suffix}", $"{database}{suffix}");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"{database} cannot be written: {first.Message} What was there lies in {string.Join(", ", moved.Select(suffix => $"{aside}{suffix}"))} and cannot be moved back: {fault.Message} The checked copy is {copy}: move it to {database}.",
                first);
        }
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

    [GeneratedRegex($@"^(?=\.)((\.before-(\d{{4}}|restore(-\d+)?))?({SqliteCopy.UnfinishedPattern})?|\.damaged(-\d+)?(-wal|-shm|-journal)?)\z")]
    private static partial Regex OwnSuffix();

    private static string Free(string name)
    {
        var free = name;
        for (var i = 2; Array.Exists(WithLogs, suffix => File.Exists($"{free}{suffix}")); i++)
        {
            free = $"{name}-{i}";
        }

        return free;
    }
}
