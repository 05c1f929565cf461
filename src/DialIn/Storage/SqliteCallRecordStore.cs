using Dapper;
using DialIn.Calls;

namespace DialIn.Storage;

/// <summary>The records of ended calls in a database. Times are stored in whole milliseconds.</summary>
internal sealed class SqliteCallRecordStore(SqliteDatabase database) : ICallRecordStore
{
    /// <inheritdoc/>
    public Task AddAsync(CallRecord record, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            """
            INSERT INTO call_records
                (id, started_at, answered_at, ended_at, trunk, called_number, caller, server, meeting_id, codec, result, reason, sip_status, trunk_cause, conference_cause,
                trunk_quality, conference_quality)
            VALUES
                (@Id, @StartedAt, @AnsweredAt, @EndedAt, @Trunk, @CalledNumber, @Caller, @Server, @MeetingId, @Codec, @Result, @Reason, @SipStatus, @TrunkCause, @ConferenceCause,
                @TrunkQuality, @ConferenceQuality)
            ON CONFLICT (id) DO UPDATE SET
                started_at = excluded.started_at, answered_at = excluded.answered_at, ended_at = excluded.ended_at,
                trunk = excluded.trunk, called_number = excluded.called_number, caller = excluded.caller,
                server = excluded.server, meeting_id = excluded.meeting_id, codec = excluded.codec,
                result = excluded.result, reason = excluded.reason, sip_status = excluded.sip_status,
                trunk_cause = excluded.trunk_cause, conference_cause = excluded.conference_cause,
                trunk_quality = excluded.trunk_quality, conference_quality = excluded.conference_quality
            """,
            CallRecordRow.From(record),
            transaction),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallRecord>> ListAsync(int limit, CancellationToken cancellationToken) => ListAfterAsync(null, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallRecord>> ListAfterAsync(CallRecordPlace? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var behind = after is null ? "" : "WHERE ended_at <= @EndedAt AND (ended_at < @EndedAt OR id > @Id)";
        return database.ReadAsync<IReadOnlyList<CallRecord>>(
            connection =>
            [
                .. connection.Query<CallRecordRow>(
                    $"""
                    SELECT id AS Id, started_at AS StartedAt, answered_at AS AnsweredAt, ended_at AS EndedAt, trunk AS Trunk,
                        called_number AS CalledNumber, caller AS Caller, server AS Server, meeting_id AS MeetingId, codec AS Codec,
                        result AS Result, reason AS Reason, sip_status AS SipStatus, trunk_cause AS TrunkCause, conference_cause AS ConferenceCause,
                        trunk_quality AS TrunkQuality, conference_quality AS ConferenceQuality
                    FROM call_records {behind} ORDER BY ended_at DESC, id LIMIT @Limit
                    """,
                    new { Limit = limit, after?.EndedAt, after?.Id }).Select(static row => row.ToRecord()),
            ],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> DeleteEndedBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken) => database.EraseAsync(
        (connection, transaction) => connection.Execute(
            "DELETE FROM call_records WHERE ended_at < @Moment", new { Moment = moment.ToUnixTimeMilliseconds() }, transaction),
        cancellationToken);
}
