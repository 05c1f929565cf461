using Dapper;
using DialIn.Calls;

namespace DialIn.Storage;

/// <summary>Names that front ends have given for callers, in a database.</summary>
internal sealed class SqliteCallerNameStore(SqliteDatabase database) : ICallerNameStore
{
    /// <inheritdoc/>
    public Task<string?> FindAsync(string callerKey, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.ExecuteScalar<string?>("SELECT name FROM caller_names WHERE caller_key = @Key", new { Key = callerKey }),
        cancellationToken);

    /// <inheritdoc/>
    public Task PutAsync(string callerKey, string name, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            """
            INSERT INTO caller_names (caller_key, name, given_at) VALUES (@Key, @Name, @At)
            ON CONFLICT (caller_key) DO UPDATE SET name = excluded.name, given_at = excluded.given_at
            """,
            new { Key = callerKey, Name = name, At = Moment.Write(at) },
            transaction),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string callerKey, CancellationToken cancellationToken) => await database.EraseAsync(
        (connection, transaction) => connection.Execute("DELETE FROM caller_names WHERE caller_key = @Key", new { Key = callerKey }, transaction),
        cancellationToken) > 0;

    /// <inheritdoc/>
    public Task<int> DeleteGivenBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken) => database.EraseAsync(
        (connection, transaction) => connection.Execute("DELETE FROM caller_names WHERE given_at < @Moment", new { Moment = Moment.Write(moment) }, transaction),
        cancellationToken);
}
