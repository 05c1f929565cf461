using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Dapper;
using DialIn.Pins;
using DialIn.Secrets;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>
/// A copy of a database in one file, made by SQLite's backup interface while others read and write. It has the state of one moment.
/// </summary>
internal static partial class SqliteCopy
{
    /// <summary>What an unfinished copy is called behind the name that it is to have, for a regular expression. Nobody else calls a file so.</summary>
    public const string UnfinishedPattern = @"\.dialin-[0-9a-f]{16}\.part(-journal|-wal|-shm)?";

    private const int NameBytes = 8;

    // No copy takes as long: one that is younger may be another process's that is at it.
    private static readonly TimeSpan LongestCopy = TimeSpan.FromHours(6);

    /// <summary>Makes a copy, of mode 0600, and checks it. A file appears under the name only when all of it is on the disk.</summary>
    /// <param name="source">The database, open.</param>
    /// <param name="file">The copy.</param>
    /// <param name="overwrite">Whether it takes the place of an older copy.</param>
    /// <exception cref="StoreUnavailableException">The file cannot be written, or the copy is damaged. No file is left.</exception>
    public static void Make(SqliteConnection source, string file, bool overwrite) => Make(source, file, part => File.Move(part, file, overwrite));

    /// <summary>The same, where it takes more to give the copy its name.</summary>
    /// <param name="source">The database, open.</param>
    /// <param name="file">The copy.</param>
    /// <param name="name">Moves the copy, whose name it is given, to its place. The copy stays if this throws <see cref="StoreUnavailableException"/>.</param>
    /// <exception cref="StoreUnavailableException">The file cannot be written, or the copy is damaged.</exception>
    public static void Make(SqliteConnection source, string file, Action<string> name)
    {
        var isWanted = false;
        var part = $"{file}.dialin-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes))}.part";
        try
        {
            RemoveUnfinished(file);
            new FileStream(part, PrivateFile.Options(FileMode.CreateNew)).Dispose();
            using (var copy = Open(part, SqliteOpenMode.ReadWrite))
            {
                source.BackupDatabase(copy);
                // One file, without a log beside it that could be forgotten.
                copy.Execute("PRAGMA journal_mode = DELETE");
                Verify(copy, file);
            }

            using (var written = File.OpenHandle(part, FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.FlushToDisk(written);
            }

            isWanted = true;
            name(part);
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            isWanted = false;
            throw new StoreUnavailableException($"{file} cannot be written: {fault.Message}", fault);
        }
        finally
        {
            Remove(isWanted ? [] : [part, $"{part}-journal", $"{part}-wal", $"{part}-shm"]);
        }
    }

    /// <summary>Opens a copy to read it.</summary>
    /// <exception cref="StoreUnavailableException">It is no sound database of DialIn.</exception>
    /// <exception cref="NewerSchemaException">It is of a newer program.</exception>
    public static SqliteConnection OpenSound(string file)
    {
        if (!File.Exists(file))
        {
            throw new StoreUnavailableException($"{file} does not exist.");
        }

        SqliteConnection? copy = null;
        try
        {
            copy = Open(file, SqliteOpenMode.ReadOnly);
            Verify(copy, file);
            var applied = MigrationScripts.Applied(copy);
            if (applied.Count == 0)
            {
                throw new StoreUnavailableException($"{file} is no copy of a DialIn database.");
            }

            MigrationScripts.RefuseNewer(file, applied, MigrationScripts.All);
            return copy;
        }
        catch (SqliteException fault)
        {
            copy?.Dispose();
            throw new StoreUnavailableException($"{file} cannot be read as a copy: {fault.Message}", fault);
        }
        catch
        {
            copy?.Dispose();
            throw;
        }
    }

    /// <summary>Checks every page and index.</summary>
    /// <exception cref="StoreUnavailableException">Something is damaged.</exception>
    public static void Verify(SqliteConnection connection, string file)
    {
        var found = connection.ExecuteScalar<string>("PRAGMA integrity_check(1)");
        if (found != "ok")
        {
            throw new DamagedDatabaseException($"{file} is damaged: {found}");
        }
    }

    // Without the pool: nothing may hold the file when it is moved.
    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    // What killed ones have left has PINs in it.
    private static void RemoveUnfinished(string file)
    {
        var oldest = (TimeProvider.System.GetUtcNow() - LongestCopy).UtcDateTime;
        var path = Path.GetFullPath(file);
        Remove(Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.dialin-*")
            .Where(left => left.StartsWith(path, StringComparison.Ordinal) && Unfinished().IsMatch(left.AsSpan(path.Length)) && File.GetLastWriteTimeUtc(left) < oldest));
    }

    [GeneratedRegex($@"^{UnfinishedPattern}\z")]
    private static partial Regex Unfinished();

    private static void Remove(IEnumerable<string> files)
    {
        try
        {
            foreach (var file in files)
            {
                File.Delete(file);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What could not be written cannot be removed either; the first fault is the one to tell.
        }
    }
}
