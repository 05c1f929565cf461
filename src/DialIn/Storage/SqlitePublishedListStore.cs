using System.Net;
using Dapper;
using DialIn.Trunks;

namespace DialIn.Storage;

/// <summary>Published lists of networks in a database. Its SQL is plain enough for PostgreSQL.</summary>
internal sealed class SqlitePublishedListStore(SqliteDatabase database) : IPublishedListStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<IPNetwork>> FindAsync(Uri list, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<IPNetwork>>(
        connection => connection.QueryFirstOrDefault<string>("SELECT networks FROM published_lists WHERE address = @Address", new { Address = list.OriginalString }) is { } text
            ? [.. text.Split(' ').Select(IPNetwork.Parse)]
            : [],
        cancellationToken);

    /// <inheritdoc/>
    public Task KeepAsync(Uri list, IReadOnlyList<IPNetwork> networks, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            """
            INSERT INTO published_lists (address, networks, read_at) VALUES (@Address, @Networks, @ReadAt)
            ON CONFLICT (address) DO UPDATE SET networks = excluded.networks, read_at = excluded.read_at
            """,
            new { Address = list.OriginalString, Networks = string.Join(' ', networks), ReadAt = at.ToUnixTimeMilliseconds() },
            transaction),
        cancellationToken);
}
