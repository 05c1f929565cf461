using Dapper;
using DialIn.Secrets;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>The audit in a database.</summary>
internal sealed class SqliteAuditLog(SqliteDatabase database) : IAuditLog
{
    /// <summary>Adds a record within a transaction, so that it is there exactly if what it tells of is.</summary>
    public static void Add(DateTimeOffset at, AuditAction action, string subject, string outcome, string who, SqliteConnection connection, SqliteTransaction transaction) =>
        connection.Execute(
            """
            INSERT INTO audit (id, happened_at, action, subject, outcome, who)
            VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM audit), @At, @Action, @Subject, @Outcome, @Who)
            """,
            new { At = at.ToUnixTimeMilliseconds(), Action = action.ToString(), Subject = subject, Outcome = outcome, Who = who },
            transaction);

    /// <inheritdoc/>
    public Task AddAsync(DateTimeOffset at, AuditAction action, string subject, string outcome, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                Add(at, action, subject, outcome, who, connection, transaction);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(string? subject, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<AuditEntry>>(
            connection =>
            [
                .. connection.Query<Row>(
                    """
                    SELECT id AS Id, happened_at AS HappenedAt, action AS Action, subject AS Subject, outcome AS Outcome, who AS Who
                    FROM audit WHERE id > @After AND (@Subject IS NULL OR subject = @Subject) ORDER BY id DESC LIMIT @Limit
                    """,
                    new { After = after, Subject = subject, Limit = limit }).Select(static row => row.ToEntry()).Reverse(),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "DELETE FROM audit WHERE happened_at < @Moment", new { Moment = moment.ToUnixTimeMilliseconds() }, transaction),
        cancellationToken);

    private sealed class Row
    {
        public required long Id { get; init; }

        public required long HappenedAt { get; init; }

        public required string Action { get; init; }

        public required string Subject { get; init; }

        public required string Outcome { get; init; }

        public required string Who { get; init; }

        public AuditEntry ToEntry() => new(Id, DateTimeOffset.FromUnixTimeMilliseconds(HappenedAt), Action, Subject, Outcome, Who);
    }
}
