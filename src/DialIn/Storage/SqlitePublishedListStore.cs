using System.Net;
using Dapper;
using DialIn.Trunks;

namespace DialIn.Storage;

/// <summary>Published lists of networks in a database. Its SQL is plain enough for PostgreSQL.</summary>
internal sealed class SqlitePublishedListStore(SqliteDatabase database) : IPublishedListStore
{
    /// <inheritdoc/>
    public Task<KeptList?> FindAsync(Uri list, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<Row>(
            "SELECT networks AS Networks, read_at AS ReadAt FROM published_lists WHERE address = @Address", new { Address = list.OriginalString })?.ToList(),
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

    /// <inheritdoc/>
    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, IReadOnlyCollection<Uri> besides, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "DELETE FROM published_lists WHERE read_at < @Moment AND address NOT IN @Besides",
            new { Moment = moment.ToUnixTimeMilliseconds(), Besides = besides.Select(static list => list.OriginalString) },
            transaction),
        cancellationToken);

    private sealed class Row
    {
        public required string Networks { get; init; }

        public required long ReadAt { get; init; }

        // What somebody else wrote there counts as nothing kept: the carrier is asked all the same, and what it says replaces it.
        public KeptList? ToList()
        {
            if (ReadAt < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || ReadAt > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            {
                return null;
            }

            var networks = new List<IPNetwork>();
            foreach (var text in Networks.Split(' '))
            {
                if (!IPNetwork.TryParse(text, out var network))
                {
                    return null;
                }

                networks.Add(network);
            }

            return new KeptList(networks, DateTimeOffset.FromUnixTimeMilliseconds(ReadAt));
        }
    }
}
