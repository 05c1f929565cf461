using Dapper;
using DialIn.Pins;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>The pool in a database, as a whole.</summary>
internal sealed class SqlitePinArchive(SqliteDatabase database, TimeProvider timeProvider) : IPinArchive
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<PinRecord>> ExportAsync(bool withFree, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<PinRecord>>(
        (connection, transaction) =>
        {
            // A reservation whose time is over is none.
            SqlitePinPool.EndReservations(connection, transaction, Now());
            return [.. Rows(connection, transaction, withFree).Select(static row => row.ToRecord())];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ImportResult> ImportAsync(IReadOnlyList<PinRecord> records, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            SqlitePinPool.EndReservations(connection, transaction, Now());
            var known = Rows(connection, transaction, withFree: false).Select(static row => row.ToRecord()).ToDictionary(static record => record.Pin);
            var rooms = known.Values.Where(static record => record.MeetingId is not null).ToDictionary(static record => record.MeetingId!, StringComparer.Ordinal);
            var conflicts = records.Index()
                .Select(entry => (entry.Index, Conflict: ConflictOf(entry.Item, known.GetValueOrDefault(entry.Item.Pin), rooms)))
                .Where(static entry => entry.Conflict is not null)
                .Select(static entry => (entry.Index, entry.Conflict!.Value))
                .ToList();
            if (conflicts.Count > 0)
            {
                return new ImportResult(0, conflicts);
            }

            var added = Put([.. records.Where(record => !known.ContainsKey(record.Pin))], transaction);
            SqlitePinPool.EndReservations(connection, transaction, Now());
            return new ImportResult(added, []);
        },
        cancellationToken);

    private static ImportConflict? ConflictOf(PinRecord record, PinRecord? here, Dictionary<string, PinRecord> rooms) => (record.State, here?.State) switch
    {
        (PinState.Reserved, PinState.Quarantined) => ImportConflict.PinRests,
        (PinState.Reserved, PinState.Reserved) when here!.MeetingId != record.MeetingId => ImportConflict.PinLeadsElsewhere,
        (PinState.Quarantined, PinState.Reserved) => ImportConflict.PinLeadsElsewhere,
        (PinState.Reserved, null) when rooms.ContainsKey(record.MeetingId!) => ImportConflict.RoomHasAnother,
        _ => null,
    };

    private static IEnumerable<Row> Rows(SqliteConnection connection, SqliteTransaction transaction, bool withFree) => connection.Query<Row>(
        $"""
        SELECT pin AS Pin, state AS State, meeting_id AS MeetingId, assigned_at AS AssignedAt, assigned_until AS Until, released_at AS ReleasedAt,
            meeting_name AS Name, meeting_language AS Language, by_create AS ByCreate
        FROM pins {(withFree ? "" : "WHERE state <> 'free'")} ORDER BY pin
        """,
        transaction: transaction);

    // Those that are here are free ones: they become what the record says.
    private int Put(IReadOnlyList<PinRecord> records, SqliteTransaction transaction) => ManyRows.Execute(
        transaction,
        """
        INSERT INTO pins (digits, pin, state, shuffle, meeting_id, assigned_at, assigned_until, released_at, meeting_name, meeting_language, by_create)
        SELECT LENGTH(column1), column1, column2, column3, column4, column5, column6, column7, column8, column9, column10 FROM (VALUES
        """,
        records.Select(record => new object?[]
        {
            record.Pin.Reveal(),
            record.State switch { PinState.Reserved => "assigned", PinState.Quarantined => "quarantined", _ => "free" },
            SqlitePinStore.NextShuffle(),
            record.MeetingId,
            record.State == PinState.Reserved ? Moment.Write(record.Since) ?? Now() : null,
            Moment.Write(record.Until),
            record.State == PinState.Quarantined ? Moment.Write(record.Since) ?? Now() : null,
            record.Name,
            record.Language,
            record.IsByCreate ? 1 : 0,
        }),
        """
        ) AS v WHERE true ON CONFLICT (pin) DO UPDATE SET state = excluded.state, meeting_id = excluded.meeting_id, assigned_at = excluded.assigned_at,
        assigned_until = excluded.assigned_until, released_at = excluded.released_at, meeting_name = excluded.meeting_name,
        meeting_language = excluded.meeting_language, by_create = excluded.by_create
        """);

    private long Now() => timeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed class Row
    {
        public required string Pin { get; init; }

        public required string State { get; init; }

        public string? MeetingId { get; init; }

        public long? AssignedAt { get; init; }

        public long? Until { get; init; }

        public long? ReleasedAt { get; init; }

        public string? Name { get; init; }

        public string? Language { get; init; }

        public long ByCreate { get; init; }

        public PinRecord ToRecord()
        {
            _ = Pins.Pin.TryParse(Pin, out var pin);
            return State switch
            {
                "assigned" => new PinRecord(pin, PinState.Reserved, MeetingId, Moment.Read(AssignedAt), Moment.Read(Until), Name, Language, ByCreate != 0),
                "quarantined" => new PinRecord(pin, PinState.Quarantined, Since: Moment.Read(ReleasedAt)),
                _ => new PinRecord(pin, PinState.Free),
            };
        }
    }
}
