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

    /// <summary>Creates the file if there is none, and brings the schema up to date. Two processes may do so at once.</summary>
    /// <returns>How many migrations ran.</returns>
    /// <exception cref="StoreUnavailableException">The file cannot be opened or is no database.</exception>
    public Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        CreateFile();
        return RunAsync(
            connection =>
            {
                // Write-ahead log: readers and the one writer do not stop each other. The file remembers this setting.
                connection.Execute("PRAGMA journal_mode = WAL");
                return Migration.Run(connection);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
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
            // The file holds every PIN: for its owner alone. SQLite gives the files beside it the same mode.
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(FilePath, options);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The database {FilePath} cannot be opened: {fault.Message}", fault);
        }
    }
}
