using Dapper;
using DialIn.Pins;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <content>Giving rooms PINs, and reading them page by page.</content>
internal sealed partial class SqlitePinStore
{
    /// <inheritdoc/>
    public async Task<Reservation> AssignAsync(string meetingId, DateTimeOffset? until, CancellationToken cancellationToken) =>
        (await ReserveAsync(new ReservationRequest(meetingId, until), cancellationToken)).Reservation;

    /// <inheritdoc/>
    public async Task<(Reservation Reservation, bool IsNew)> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken)
    {
        RoomRules.ThrowIfNoMeetingId(request.MeetingId);
        if (request.Until <= timeProvider.GetUtcNow())
        {
            throw new ArgumentException("The end of a reservation lies in the future.", nameof(request));
        }

        // Front ends ask again and again for the same room; such a question must not wait for a writer.
        return await FindByMeetingAsync(request.MeetingId, cancellationToken) is { } existing && With(existing, request) == existing
            ? (existing, false)
            : await database.WriteAsync((connection, transaction) => Reserve(request, connection, transaction), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Reservation>> ListAfterAsync(string? after, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Reservation>>(
        connection => [.. connection
            .Query<Row>($"{Columns} WHERE meeting_id > @After AND {Holds} ORDER BY meeting_id LIMIT @Limit", new { After = after ?? "", Now = Now(), Limit = limit })
            .Select(static row => ToReservation(row)!)],
        cancellationToken);

    private static Reservation With(Reservation existing, ReservationRequest request) => request.IsByCreate && !existing.IsByCreate
        ? existing
        : existing with
        {
            Until = existing.Until is { } end && (request.Until is null || request.Until > end) ? Moment.Read(Moment.Write(request.Until)) : existing.Until,
            Name = request.Name ?? existing.Name,
            Language = request.Language ?? existing.Language,
            IsByCreate = request.IsByCreate,
        };

    private (Reservation Reservation, bool IsNew) Reserve(ReservationRequest request, SqliteConnection connection, SqliteTransaction transaction)
    {
        // Another thread or process may have been quicker; from here on nobody can be.
        if (Find(request.MeetingId, connection, transaction) is { } existing)
        {
            var changed = With(existing, request);
            connection.Execute(
                "UPDATE pins SET assigned_until = @Until, meeting_name = @Name, meeting_language = @Language, by_create = @ByCreate WHERE meeting_id = @MeetingId",
                new { changed.MeetingId, Until = Moment.Write(changed.Until), changed.Name, changed.Language, ByCreate = changed.IsByCreate ? 1 : 0 },
                transaction);
            return (changed, false);
        }

        // The room's own last PIN may have come to its end a moment ago.
        SqlitePinPool.EndReservations(connection, transaction, Now());
        var pin = connection.ExecuteScalar<string?>(
                "SELECT pin FROM pins WHERE state = 'free' ORDER BY shuffle LIMIT 1", transaction: transaction)
            ?? connection.ExecuteScalar<string?>(
                "SELECT pin FROM pins WHERE state = 'quarantined' AND released_at <= @Rested ORDER BY released_at LIMIT 1",
                new { Rested = Now() - (long)quarantine.TotalMilliseconds },
                transaction)
            ?? throw new PinPoolEmptyException();
        connection.Execute(
            """
            UPDATE pins SET state = 'assigned', meeting_id = @MeetingId, assigned_at = @Now, assigned_until = @Until, meeting_name = @Name,
                meeting_language = @Language, by_create = @ByCreate, released_at = NULL
            WHERE pin = @Pin
            """,
            new { request.MeetingId, Now = Now(), Until = Moment.Write(request.Until), request.Name, request.Language, ByCreate = request.IsByCreate ? 1 : 0, Pin = pin },
            transaction);
        return (ToReservation(connection.QueryFirst<Row>($"{Columns} WHERE pin = @Pin", new { Pin = pin }, transaction))!, true);
    }
}
