using System.Security.Cryptography;
using Dapper;
using DialIn.Pins;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>The pool of PINs in a database. Its SQL is plain enough for PostgreSQL; only the locking is SQLite's.</summary>
internal sealed partial class SqlitePinStore(SqliteDatabase database, TimeSpan quarantine, TimeProvider timeProvider) : IPinStore, IReservationStore
{
    private const string Columns =
        "SELECT meeting_id AS MeetingId, pin AS Pin, assigned_at AS AssignedAt, assigned_until AS Until, meeting_name AS Name, meeting_language AS Language, by_create AS ByCreate FROM pins";

    // A reservation ends at its time, not when somebody gets round to it.
    private const string Holds = "state = 'assigned' AND (assigned_until IS NULL OR assigned_until > @Now)";

    // Each call asks this: eight looks into an index, however many rooms there are.
    private static readonly string LengthsInUse =
        $"SELECT column1 FROM (VALUES {string.Join(", ", Enumerable.Range(Pin.MinLength, Pin.MaxLength - Pin.MinLength + 1).Select(static length => $"({length})"))}) AS v "
        + "WHERE EXISTS (SELECT 1 FROM pins WHERE state = 'assigned' AND digits = column1) ORDER BY column1";

    /// <inheritdoc/>
    public Task<int> AddAsync(IReadOnlyCollection<Pin> pins, CancellationToken cancellationToken) => database.WriteAsync(
        (_, transaction) => ManyRows.Execute(
            transaction,
            "INSERT INTO pins (state, pin, digits, shuffle) SELECT 'free', column1, LENGTH(column1), column2 FROM (VALUES",
            pins.Select(static pin => new object?[] { pin.Reveal(), NextShuffle() }),
            ") AS v WHERE true ON CONFLICT DO NOTHING"),
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            """
            UPDATE pins SET state = 'quarantined', meeting_id = NULL, assigned_at = NULL, assigned_until = NULL, meeting_name = NULL,
                meeting_language = NULL, by_create = 0, released_at = @Now
            WHERE meeting_id = @MeetingId
            """,
            new { MeetingId = meetingId, Now = Now() },
            transaction) > 0,
        cancellationToken);

    /// <inheritdoc/>
    public Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken) => database.ReadAsync(
        connection => ToReservation(connection.QueryFirstOrDefault<Row>($"{Columns} WHERE pin = @Pin AND {Holds}", new { Pin = pin.Reveal(), Now = Now() })),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(meetingId, connection, null), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Reservation>>(
        connection => [.. connection.Query<Row>($"{Columns} WHERE {Holds} ORDER BY meeting_id", new { Now = Now() }).Select(static row => ToReservation(row)!)],
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
    public Task<IReadOnlyList<int>> LengthsAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<int>>(
        static connection => connection.Query<int>(LengthsInUse).AsList(),
        cancellationToken);

    /// <summary>The number by which free PINs are put in order.</summary>
    internal static long NextShuffle() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private static Reservation? ToReservation(Row? row) =>
        row is not null && Pin.TryParse(row.Pin, out var pin)
            ? new Reservation(
                row.MeetingId, pin, DateTimeOffset.FromUnixTimeMilliseconds(row.AssignedAt), Moment.Read(row.Until), row.Name, row.Language, row.ByCreate != 0)
            : null;

    private Reservation? Find(string meetingId, SqliteConnection connection, SqliteTransaction? transaction) => ToReservation(connection.QueryFirstOrDefault<Row>(
        $"{Columns} WHERE meeting_id = @MeetingId AND {Holds}", new { MeetingId = meetingId, Now = Now() }, transaction));

    private long Now() => timeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed class Row
    {
        public required string MeetingId { get; init; }

        public required string Pin { get; init; }

        public required long AssignedAt { get; init; }

        public long? Until { get; init; }

        public string? Name { get; init; }

        public string? Language { get; init; }

        public required long ByCreate { get; init; }
    }
}
