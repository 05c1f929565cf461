using Dapper;
using DialIn.Secrets;

namespace DialIn.Storage;

/// <summary>Which services run, in the database that the verbs see too.</summary>
internal sealed class SqliteServicePresence(SqliteDatabase database) : IServicePresence
{
    private static readonly TimeSpan GoneAfter = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public Task ComeAsync(string service, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            // One that was killed says no goodbye.
            connection.Execute("DELETE FROM services WHERE seen_at < @Gone", new { Gone = (at - GoneAfter).ToUnixTimeMilliseconds() }, transaction);
            return connection.Execute(
                "INSERT INTO services (id, seen_at) VALUES (@Id, @SeenAt) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at",
                new { Id = service, SeenAt = at.ToUnixTimeMilliseconds() },
                transaction);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task GoAsync(string service, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute("DELETE FROM services WHERE id = @Id", new { Id = service }, transaction),
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> IsPresentAsync(DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync(
        // A database from before there were services in it has none.
        connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'services'") > 0 && connection.ExecuteScalar<long>("SELECT COUNT(*) FROM services WHERE seen_at >= @Since", new { Since = since.ToUnixTimeMilliseconds() }) > 0,
        cancellationToken);
}
