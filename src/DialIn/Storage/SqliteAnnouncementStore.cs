using Dapper;
using DialIn.Announcements;

namespace DialIn.Storage;

/// <summary>What was announced, in a database. Times are stored in whole milliseconds.</summary>
internal sealed class SqliteAnnouncementStore(SqliteDatabase database) : IAnnouncementStore
{
    private const string Select =
        """
        SELECT server AS ServerName, internal_id AS InternalId, way AS Way, recipient AS Recipient, meeting_id AS MeetingId,
            tried_at AS TriedAt, outcome AS Outcome, attempts AS Attempts
        FROM announcements
        """;

    private const string Upsert =
        """
        INSERT INTO announcements (server, internal_id, way, recipient, meeting_id, tried_at, outcome, attempts)
        VALUES (@ServerName, @InternalId, @Way, @Recipient, @MeetingId, @TriedAt, @Outcome, @Attempts)
        ON CONFLICT (server, internal_id, way, recipient) DO UPDATE SET
            meeting_id = excluded.meeting_id, tried_at = excluded.tried_at, outcome = excluded.outcome, attempts = excluded.attempts
        WHERE announcements.outcome <> 'Announced'
        """;

    private const string Behind =
        "(MAX(tried_at) < @LastAt OR (MAX(tried_at) = @LastAt AND (server > @Server OR (server = @Server AND internal_id > @InternalId))))";

    private static readonly string[] NoFailures = [.. AnnouncementOutcomes.NoFailures.Select(static outcome => outcome.ToString())];

    // The public hint tells nobody a PIN.
    private const string Failed =
        """
        SUM(CASE WHEN way <> 'PublicHint' AND outcome = 'Announced' THEN 1 ELSE 0 END) = 0
        AND SUM(CASE WHEN way <> 'PublicHint' AND outcome NOT IN @NoFailures THEN 1 ELSE 0 END) > 0
        """;

    /// <inheritdoc/>
    public Task RecordAsync(Announcement announcement, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Upsert, Row.From(announcement, announcement.Outcome), transaction),
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryBeginAsync(Announcement announcement, DateTimeOffset staleBefore, CancellationToken cancellationToken)
    {
        var row = Row.From(announcement, AnnouncementOutcome.Pending);
        row.StaleBefore = staleBefore.ToUnixTimeMilliseconds();
        return database.WriteAsync(
            (connection, transaction) => connection.Execute(
                Upsert + " AND (announcements.outcome <> 'Pending' OR announcements.tried_at < @StaleBefore)", row, transaction) > 0,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Announcement>> ListMeetingsAsync(
        (DateTimeOffset LastAt, string ServerName, string InternalId)? after, int limit, bool isFailed, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        string[] having = [.. after is null ? Array.Empty<string>() : [Behind], .. isFailed ? [Failed] : Array.Empty<string>()];
        return database.ReadAsync<IReadOnlyList<Announcement>>(
            connection =>
            [
                .. connection.Query<Row>(
                    $"""
                    {Select} JOIN (
                        SELECT server AS on_server, internal_id AS of_meeting, MAX(tried_at) AS last_at FROM announcements
                        GROUP BY server, internal_id {(having.Length > 0 ? $"HAVING {string.Join(" AND ", having)}" : "")} ORDER BY MAX(tried_at) DESC, server, internal_id LIMIT @Limit) AS listed
                    ON server = on_server AND internal_id = of_meeting ORDER BY last_at DESC, server, internal_id, way, recipient
                    """,
                    new { Limit = limit, LastAt = after?.LastAt.ToUnixTimeMilliseconds(), Server = after?.ServerName, after?.InternalId, NoFailures })
                    .Select(static row => row.ToAnnouncement()),
            ],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Announcement>> OfMeetingsAsync(string serverName, IReadOnlyCollection<string> internalIds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Announcement>>(
            connection =>
            [
                .. connection.Query<Row>($"{Select} WHERE server = @Server AND internal_id IN @InternalIds", new { Server = serverName, InternalIds = internalIds })
                    .Select(static row => row.ToAnnouncement()),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Announcement>> OfMeetingAsync(string serverName, string internalId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Announcement>>(
            connection =>
            [
                .. connection.Query<Row>(
                        $"{Select} WHERE server = @Server AND internal_id = @InternalId ORDER BY way, recipient", new { Server = serverName, InternalId = internalId })
                    .Select(static row => row.ToAnnouncement()),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "DELETE FROM announcements WHERE tried_at < @Moment", new { Moment = moment.ToUnixTimeMilliseconds() }, transaction),
        cancellationToken);

    private sealed class Row
    {
        public required string ServerName { get; init; }

        public required string InternalId { get; init; }

        public required string Way { get; init; }

        public required string Recipient { get; init; }

        public required string MeetingId { get; init; }

        public required long TriedAt { get; init; }

        public required string Outcome { get; init; }

        public required long Attempts { get; init; }

        public long StaleBefore { get; set; }

        public static Row From(Announcement announcement, AnnouncementOutcome outcome) => new()
        {
            ServerName = announcement.ServerName,
            InternalId = announcement.InternalId,
            Way = announcement.Way.ToString(),
            Recipient = announcement.Recipient,
            MeetingId = announcement.MeetingId,
            TriedAt = announcement.At.ToUnixTimeMilliseconds(),
            Outcome = outcome.ToString(),
            Attempts = announcement.Attempts,
        };

        public Announcement ToAnnouncement() => new(
            MeetingId, InternalId, ServerName, Enum.Parse<AnnouncementWay>(Way), DateTimeOffset.FromUnixTimeMilliseconds(TriedAt), Enum.Parse<AnnouncementOutcome>(Outcome))
        {
            Recipient = Recipient,
            Attempts = (int)Attempts,
        };
    }
}
