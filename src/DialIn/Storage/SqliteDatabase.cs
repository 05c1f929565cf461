using System.Runtime.CompilerServices;
using Dapper;
using DialIn.Pins;
using DialIn.Secrets;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DialIn.Storage;

/// <summary>
/// A SQLite file shared with other processes (<c>dialin pins</c> beside a running service). Readers never wait; writers wait
/// for each other. What was committed survives a kill and a power cut. Thread-safe.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    // A batch of new PINs of another process holds the lock for some tenths of a second, but whoever waits gets it by luck, not in
    // turn: beside `pins generate` on a busy machine that took more than five seconds. No caller waits for a write.
    private const int BusySeconds = 30;

    // Shorter than front ends wait for a PIN.
    private const int LogSeconds = 2;

    private readonly string _connectionString;

    // Connections of the pool that were told how to behave.
    private readonly ConditionalWeakTable<sqlite3, object> _told = [];

    // SQLite lets one writer in and makes the others sleep and try. Our own writers queue here instead, in order.
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <param name="connectionString">As in <see cref="StorageOptions.ConnectionString"/>.</param>
    /// <param name="baseFolder">What a relative file counts from.</param>
    public SqliteDatabase(string connectionString, string baseFolder)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = BusySeconds };
        FilePath = Path.GetFullPath(builder.DataSource, baseFolder);
        builder.DataSource = FilePath;
        _connectionString = builder.ConnectionString;
    }

    /// <summary>The database's file.</summary>
    public string FilePath { get; }

    /// <summary>Reads. Sees one consistent state if it is one statement.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) => RunAsync(read, cancellationToken);

    /// <summary>Runs one transaction that holds the write lock from its start: what it reads stays true until it commits.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer. Nothing was changed.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(
                connection =>
                {
                    using var transaction = connection.BeginTransaction(deferred: false);
                    var result = write(connection, transaction);
                    transaction.Commit();
                    return result;
                },
                cancellationToken);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>The copy that the last upgrade made before it changed the database; null if none was made.</summary>
    public string? CopyBeforeUpgrade { get; private set; }

    /// <summary>
    /// Creates the file if there is none, and brings the schema up to date. Two processes may do so at once. A database that holds
    /// something is copied first: see <see cref="DatabaseCopies"/>.
    /// </summary>
    /// <returns>How many migrations ran.</returns>
    /// <exception cref="StoreUnavailableException">The file cannot be opened or is no database, or no copy can be made.</exception>
    /// <exception cref="NewerSchemaException">A newer program has upgraded it.</exception>
    public Task<int> MigrateAsync(CancellationToken cancellationToken) => MigrateAsync(MigrationScripts.All, cancellationToken);

    /// <summary>The same, as a program with other scripts would do it.</summary>
    public Task<int> MigrateAsync(IReadOnlyList<string> scripts, CancellationToken cancellationToken)
    {
        CreateFile();
        return RunAsync(
            connection =>
            {
                // Write-ahead log: readers and the one writer do not stop each other. The file remembers this setting.
                connection.Execute("PRAGMA journal_mode = WAL");
                return Migration.Run(connection, scripts, newest =>
                {
                    // Another connection: the one that holds the lock has its transaction open.
                    using var reader = Open();
                    var copy = DatabaseCopies.BeforeUpgrade(FilePath, newest);
                    SqliteCopy.Make(reader, copy, overwrite: true);
                    CopyBeforeUpgrade = copy;
                });
            },
            cancellationToken);
    }

    /// <summary>The scripts that have not run on a database which holds something; none if it is up to date, empty or not there. Changes nothing.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read or is no database.</exception>
    /// <exception cref="NewerSchemaException">A newer program has upgraded it.</exception>
    public Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken) => File.Exists(FilePath)
        ? RunAsync<IReadOnlyList<string>>(
            static connection =>
            {
                var pending = Migration.Pending(connection, MigrationScripts.All);
                return pending.Count < MigrationScripts.All.Count ? pending : [];
            },
            cancellationToken)
        : Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>For what runs beside a service: creates a database if there is none, and refuses one that an upgrade would change.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be opened or is no database.</exception>
    /// <exception cref="OlderSchemaException">It is of an older program.</exception>
    /// <exception cref="NewerSchemaException">It is of a newer program.</exception>
    public async Task CreateIfMissingAsync(CancellationToken cancellationToken)
    {
        var pending = await PendingAsync(cancellationToken);
        if (pending.Count > 0)
        {
            throw new OlderSchemaException(FilePath, pending);
        }

        await MigrateAsync(cancellationToken);
    }

    /// <summary>Writes a checked copy into a new file while others read and write.</summary>
    /// <exception cref="StoreUnavailableException">There is no database, or the file cannot be written.</exception>
    public Task CopyAsync(string file, CancellationToken cancellationToken) => File.Exists(FilePath)
        ? RunAsync(
            connection =>
            {
                SqliteCopy.Make(connection, file, overwrite: false);
                return true;
            },
            cancellationToken)
        : throw new StoreUnavailableException($"There is no database {FilePath}.");

    /// <summary>Puts a copy's content in the place of all that is in the database: all of it, or nothing. Nobody else may use it meanwhile.</summary>
    /// <param name="copy">See <see cref="SqliteCopy.OpenSound"/>.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be written. It is as it was.</exception>
    /// <exception cref="DamagedDatabaseException">All was written, and what is read back is not sound.</exception>
    public Task ReplaceAsync(SqliteConnection copy, CancellationToken cancellationToken) => RunAsync(
        connection =>
        {
            copy.BackupDatabase(connection);
            connection.Execute("PRAGMA journal_mode = WAL");
            SqliteCopy.Verify(connection, FilePath);
            return true;
        },
        cancellationToken);

    /// <summary>Makes the database from a copy where there is none, or where one is damaged: what is there is moved aside when all else is done.</summary>
    /// <param name="copy">See <see cref="SqliteCopy.OpenSound"/>.</param>
    /// <returns>Where that lies now; null if there was nothing.</returns>
    /// <exception cref="StoreUnavailableException">There is no room, or it cannot be written.</exception>
    public string? MakeFrom(SqliteConnection copy)
    {
        string? aside = null;
        SqliteCopy.Make(copy, FilePath, part =>
        {
            CloseConnections();
            aside = DatabaseCopies.PutInPlace(part, FilePath);
        });
        return aside;
    }

    /// <summary>Whether every page and index of the database can be read.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be opened now, so that nobody knows.</exception>
    public async Task<bool> IsSoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(
                connection =>
                {
                    SqliteCopy.Verify(connection, FilePath);
                    return true;
                },
                cancellationToken);
        }
        catch (DamagedDatabaseException)
        {
            return false;
        }
    }

    /// <summary>Lets go of the file: no connection stays open for the next one who asks.</summary>
    public void CloseConnections()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Empties the write-ahead log, so that what was deleted stands nowhere in it any more. Nobody can write meanwhile, so it does not wait long.</summary>
    /// <returns>Whether nobody was in the way.</returns>
    public async Task<bool> EmptyLogAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(
                static connection =>
                {
                    connection.Execute(Wait(LogSeconds));
                    try
                    {
                        return connection.ExecuteScalar<long>("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
                    }
                    finally
                    {
                        connection.Execute(Wait(BusySeconds));
                    }
                },
                cancellationToken);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Deletes for good: from the write-ahead log too, unless somebody is in the way. Then the next deletion, or the log's turn, does it.</summary>
    /// <param name="delete">Gives how many rows it has deleted.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="StoreUnavailableException">The database does not answer. Nothing was deleted.</exception>
    public async Task<int> EraseAsync(Func<SqliteConnection, SqliteTransaction, int> delete, CancellationToken cancellationToken)
    {
        var deleted = await WriteAsync(delete, cancellationToken);
        if (deleted > 0)
        {
            await EmptyLogAsync(cancellationToken);
        }

        return deleted;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        CloseConnections();
    }

    // Microsoft.Data.Sqlite has no asynchronous I/O. A wait for the write lock must not hold the caller's thread.
    private Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                using var connection = Open();
                return work(connection);
            }
            catch (SqliteException fault) when (DamagedDatabaseException.IsSaidBy(fault))
            {
                throw new DamagedDatabaseException($"The database {FilePath} failed: {fault.Message}", fault);
            }
            catch (SqliteException fault)
            {
                throw new StoreUnavailableException($"The database {FilePath} failed: {fault.Message}", fault);
            }
        },
        cancellationToken);

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            // A connection of the pool keeps what it was told; telling it again cost more than most questions.
            if (!_told.TryGetValue(connection.Handle!, out _))
            {
                // FULL: a PIN that was given out is in an invitation; it must not be gone after a power cut.
                // secure_delete: personal data that is deleted must not stay readable in the file's free pages.
                // cache_size, in KiB: with 2 MB, a hundred thousand new PINs were written to the disk several times over.
                connection.Execute($"{Wait(BusySeconds)}; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -32000");
                _told.AddOrUpdate(connection.Handle!, this);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string Wait(int seconds) => $"PRAGMA busy_timeout = {seconds * 1000}";

    private void CreateFile()
    {
        try
        {
            // The file holds every PIN. SQLite gives the files beside it the same mode.
            PrivateFile.Ensure(FilePath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The database {FilePath} cannot be opened: {fault.Message}", fault);
        }
    }
}
