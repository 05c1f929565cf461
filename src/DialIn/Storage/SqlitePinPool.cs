using Dapper;
using DialIn.Pins;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>The upkeep of the pool in a database, and many rooms at once.</summary>
internal sealed class SqlitePinPool(SqliteDatabase database, TimeSpan quarantine, TimeProvider timeProvider) : IPinPool
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Reservation>> AssignManyAsync(IReadOnlyCollection<string> meetingIds, CancellationToken cancellationToken)
    {
        foreach (var meetingId in meetingIds)
        {
            RoomRules.ThrowIfNoMeetingId(meetingId);
        }

        return await database.WriteAsync<IReadOnlyList<Reservation>>(
            (connection, transaction) =>
            {
                var now = Now();
                EndReservations(connection, transaction, now);
                var held = Reservations(connection, transaction);
                string[] missing = [.. meetingIds.Where(id => !held.ContainsKey(id)).Distinct(StringComparer.Ordinal)];
                var free = connection.Query<string>(
                    "SELECT pin FROM pins WHERE state = 'free' ORDER BY shuffle LIMIT @Count", new { Count = missing.Length }, transaction).AsList();
                if (free.Count < missing.Length)
                {
                    throw new PinPoolEmptyException();
                }

                ManyRows.Execute(
                    transaction,
                    "UPDATE pins SET state = 'assigned', meeting_id = v.column2, assigned_at = v.column3 FROM (VALUES",
                    missing.Zip(free, (meetingId, pin) => new object?[] { pin, meetingId, now }),
                    ") AS v WHERE pins.pin = v.column1");
                var all = Reservations(connection, transaction);
                return [.. meetingIds.Select(id => all[id])];
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> EndReservationsAsync(CancellationToken cancellationToken) =>
        database.WriteAsync((connection, transaction) => EndReservations(connection, transaction, Now()), cancellationToken);

    /// <inheritdoc/>
    public Task<int> ForgetRestedAsync(CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "DELETE FROM pins WHERE state = 'quarantined' AND released_at <= @Rested",
            new { Rested = Now() - (long)quarantine.TotalMilliseconds },
            transaction),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<int, int>> CountReservedByLengthAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<int, int>>(
            connection => connection.Query<(long Digits, long Count)>(
                    "SELECT digits, COUNT(*) FROM pins WHERE state = 'assigned' AND (assigned_until IS NULL OR assigned_until > @Now) GROUP BY digits",
                    new { Now = Now() })
                .ToDictionary(static row => (int)row.Digits, static row => (int)row.Count),
            cancellationToken);

    /// <summary>Puts the PINs aside whose time is over, as part of something else. They rest from the end of their time on.</summary>
    internal static int EndReservations(SqliteConnection connection, SqliteTransaction transaction, long now) => connection.Execute(
        """
        UPDATE pins SET state = 'quarantined', meeting_id = NULL, assigned_at = NULL, released_at = assigned_until, assigned_until = NULL,
            meeting_name = NULL, meeting_language = NULL, by_create = 0
        WHERE assigned_until <= @Now
        """,
        new { Now = now },
        transaction);

    private static Dictionary<string, Reservation> Reservations(SqliteConnection connection, SqliteTransaction transaction) => connection
        .Query<(string MeetingId, string Pin, long AssignedAt, long? Until)>(
            "SELECT meeting_id, pin, assigned_at, assigned_until FROM pins WHERE state = 'assigned'", transaction: transaction)
        .Select(static row => new Reservation(
            row.MeetingId,
            Pin.TryParse(row.Pin, out var pin) ? pin : default,
            DateTimeOffset.FromUnixTimeMilliseconds(row.AssignedAt),
            Moment.Read(row.Until)))
        .ToDictionary(static reservation => reservation.MeetingId, StringComparer.Ordinal);

    private long Now() => timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
}
