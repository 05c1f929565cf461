using Dapper;
using DialIn.Trunks;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>Leases in a database. Its SQL is plain enough for PostgreSQL; only the locking is SQLite's.</summary>
internal sealed class SqliteLeaseStore(SqliteDatabase database) : ILeaseStore
{
    private const string Select = "SELECT name AS Name, holder AS Holder, fence AS Fence, until AS Until FROM leases";

    // The write-ahead log is shared memory: a SQLite file cannot be used from two machines.

    /// <inheritdoc/>
    public bool IsOfThisMachine => true;

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, Lease>> ReadAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyDictionary<string, Lease>>(
        static connection => connection.Query<Row>(Select).ToDictionary(static row => row.Name, static row => row.ToLease()), cancellationToken);

    /// <inheritdoc/>
    public Task<Lease> TakeAsync(string name, Lease? seen, string holder, DateTimeOffset until, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            var present = Find(name, connection, transaction);
            if (present is not null && present != seen && present.Holder != holder)
            {
                return present;
            }

            // One's own is renewed however it was seen: the answer to an earlier renewal may have been lost, and one that only looks would not tell the others.
            seen = present ?? seen;

            // It grows with every step, whatever the clocks say: others know by it that the holder is alive.
            var end = until.ToUnixTimeMilliseconds() is var wanted && seen is not null ? Math.Max(wanted, seen.Until.ToUnixTimeMilliseconds() + 1) : wanted;
            var taken = new Row { Name = name, Holder = holder, Fence = seen is null ? 1 : seen.Holder == holder ? seen.Fence : seen.Fence + 1, Until = end };
            connection.Execute(
                """
                INSERT INTO leases (name, holder, fence, until) VALUES (@Name, @Holder, @Fence, @Until)
                ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = excluded.fence, until = excluded.until
                """,
                taken,
                transaction);
            return taken.ToLease();
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(Lease held, CancellationToken cancellationToken) => database.WriteAsync(
        // Exactly as it was: one that comes late must not let go of a lease that was taken anew meanwhile.
        (connection, transaction) => connection.Execute(
            "UPDATE leases SET holder = NULL WHERE name = @Name AND holder = @Holder AND fence = @Fence AND until = @Until",
            new { held.Name, held.Holder, held.Fence, Until = held.Until.ToUnixTimeMilliseconds() },
            transaction),
        cancellationToken);

    private static Lease? Find(string name, SqliteConnection connection, SqliteTransaction transaction) =>
        connection.QueryFirstOrDefault<Row>($"{Select} WHERE name = @Name", new { Name = name }, transaction)?.ToLease();

    private sealed class Row
    {
        public required string Name { get; init; }

        public string? Holder { get; init; }

        public long Fence { get; init; }

        public long Until { get; init; }

        public Lease ToLease() => new(Name, Holder, Fence, DateTimeOffset.FromUnixTimeMilliseconds(Until));
    }
}
