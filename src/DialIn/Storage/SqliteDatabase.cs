using Dapper;
using DialIn.Pins;
using Microsoft.Data.Sqlite;

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

    private readonly string _connectionString;

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
    public Task ReplaceAsync(SqliteConnection copy, CancellationToken cancellationToken)
    {
        CreateFile();
        return RunAsync(
            connection =>
            {
                copy.BackupDatabase(connection);
                connection.Execute("PRAGMA journal_mode = WAL");
                SqliteCopy.Verify(connection, FilePath);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Whether every page and index of the database can be read.</summary>
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
        catch (StoreUnavailableException)
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

    /// <summary>Empties the write-ahead log, so that what was deleted stands nowhere in it any more.</summary>
    /// <returns>Whether nobody was in the way.</returns>
    public Task<bool> EmptyLogAsync(CancellationToken cancellationToken) =>
        RunAsync(static connection => connection.ExecuteScalar<long>("PRAGMA wal_checkpoint(TRUNCATE)") == 0, cancellationToken);

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
            // FULL: a PIN that was given out is in an invitation; it must not be gone after a power cut.
            // secure_delete: personal data that is deleted must not stay readable in the file's free pages.
            // cache_size, in KiB: with 2 MB, a hundred thousand new PINs were written to the disk several times over.
            connection.Execute($"PRAGMA busy_timeout = {BusySeconds * 1000}; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -32000");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

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
