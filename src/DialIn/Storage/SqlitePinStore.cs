using System.Security.Cryptography;
using Dapper;
using DialIn.Pins;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>The pool of PINs in a database. Its SQL is plain enough for PostgreSQL; only the locking is SQLite's.</summary>
internal sealed class SqlitePinStore(SqliteDatabase database, TimeSpan quarantine, TimeProvider timeProvider) : IPinStore
{
    private const string Columns = "SELECT meeting_id AS MeetingId, pin AS Pin, assigned_at AS AssignedAt FROM pins";

    /// <inheritdoc/>
    public Task<int> AddAsync(IReadOnlyCollection<Pin> pins, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "INSERT INTO pins (pin, digits, state, shuffle) VALUES (@Pin, @Digits, 'free', @Shuffle) ON CONFLICT DO NOTHING",
            pins.Select(static pin => new { Pin = pin.Reveal(), Digits = pin.Length, Shuffle = NextShuffle() }),
            transaction),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<Reservation> AssignAsync(string meetingId, CancellationToken cancellationToken)
    {
        MeetingIdRule.ThrowIfInvalid(meetingId);
        // Front ends ask again and again for the same room; such a question must not wait for a writer.
        return await FindByMeetingAsync(meetingId, cancellationToken)
            ?? await database.WriteAsync((connection, transaction) => Assign(meetingId, connection, transaction), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "UPDATE pins SET state = 'quarantined', meeting_id = NULL, assigned_at = NULL, released_at = @Now WHERE meeting_id = @MeetingId",
            new { MeetingId = meetingId, Now = Now() },
            transaction) > 0,
        cancellationToken);

    /// <inheritdoc/>
    public Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken) => database.ReadAsync(
        connection => ToReservation(connection.QueryFirstOrDefault<Row>(
            $"{Columns} WHERE pin = @Pin AND state = 'assigned'", new { Pin = pin.Reveal() })),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(meetingId, connection, null), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Reservation>>(
        static connection => [.. connection.Query<Row>($"{Columns} WHERE state = 'assigned' ORDER BY meeting_id").Select(static row => ToReservation(row)!)],
        cancellationToken);

    /// <inheritdoc/>
    public Task<PinPoolCounts> CountAsync(CancellationToken cancellationToken) => database.ReadAsync(
        static connection =>
        {
            var counts = connection.Query<(string State, long Count)>("SELECT state, COUNT(*) FROM pins GROUP BY state")
                .ToDictionary(static row => row.State, static row => (int)row.Count);
            return new PinPoolCounts(
                counts.GetValueOrDefault("free"), counts.GetValueOrDefault("assigned"), counts.GetValueOrDefault("quarantined"));
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<int> LongestPinAsync(CancellationToken cancellationToken) => database.ReadAsync(
        static connection => connection.ExecuteScalar<int?>("SELECT MAX(digits) FROM pins WHERE state = 'assigned'") ?? 0,
        cancellationToken);

    private static Reservation? Find(string meetingId, SqliteConnection connection, SqliteTransaction? transaction) =>
        ToReservation(connection.QueryFirstOrDefault<Row>($"{Columns} WHERE meeting_id = @MeetingId", new { MeetingId = meetingId }, transaction));

    private static Reservation? ToReservation(Row? row) =>
        row is not null && Pin.TryParse(row.Pin, out var pin)
            ? new Reservation(row.MeetingId, pin, DateTimeOffset.FromUnixTimeMilliseconds(row.AssignedAt))
            : null;

    private static long NextShuffle() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private Reservation Assign(string meetingId, SqliteConnection connection, SqliteTransaction transaction)
    {
        // Another thread or process may have been quicker; from here on nobody can be.
        if (Find(meetingId, connection, transaction) is { } existing)
        {
            return existing;
        }

        var pin = connection.ExecuteScalar<string?>(
                "SELECT pin FROM pins WHERE state = 'free' ORDER BY shuffle LIMIT 1", transaction: transaction)
            ?? connection.ExecuteScalar<string?>(
                "SELECT pin FROM pins WHERE state = 'quarantined' AND released_at <= @Rested ORDER BY released_at LIMIT 1",
                new { Rested = Now() - (long)quarantine.TotalMilliseconds },
                transaction)
            ?? throw new PinPoolEmptyException();
        connection.Execute(
            "UPDATE pins SET state = 'assigned', meeting_id = @MeetingId, assigned_at = @Now, released_at = NULL WHERE pin = @Pin",
            new { MeetingId = meetingId, Now = Now(), Pin = pin },
            transaction);
        return Find(meetingId, connection, transaction)!;
    }

    private long Now() => timeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed class Row
    {
        public required string MeetingId { get; init; }

        public required string Pin { get; init; }

        public required long AssignedAt { get; init; }
    }
}
