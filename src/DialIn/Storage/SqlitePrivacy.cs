using Dapper;
using DialIn.Calls;
using DialIn.Secrets;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>What is stored about people, from the database itself, and how it is erased.</summary>
internal sealed class SqlitePrivacy(SqliteDatabase database)
{
    private const string OfNames = "FROM caller_names WHERE caller_key = @NameKey";
    private const string OfFailures = "FROM pin_failures WHERE subject = @FailureSubject";
    private const string OfRecords = "FROM call_records WHERE caller IN @MaskedNumbers";

    /// <summary>Every table that is there, in the order of <see cref="StoredTables"/>; those that it does not know come last.</summary>
    public Task<IReadOnlyList<TableContent>> ReadAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<TableContent>>(
        static connection =>
        {
            var there = connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'").ToList();
            return
            [
                .. StoredTables.All.Where(table => there.Contains(table.Name)).Select(table => Read(table, connection)),
                .. there.Except(StoredTables.All.Select(static table => table.Name)).Order(StringComparer.Ordinal).Select(name => Read(new StoredTable(name, "", ""), connection)),
            ];
        },
        cancellationToken);

    /// <summary>What is stored of one caller.</summary>
    public Task<CallerData> FindAsync(CallerTraces traces, CancellationToken cancellationToken) => database.ReadAsync(
        connection => new CallerData(
            connection.ExecuteScalar<string?>($"SELECT name {OfNames}", traces),
            [.. connection.Query<long>($"SELECT started_at {OfRecords} ORDER BY started_at", traces).Select(DateTimeOffset.FromUnixTimeMilliseconds)],
            connection.ExecuteScalar<int>($"SELECT COALESCE(SUM(failures), 0) {OfFailures}", traces)),
        cancellationToken);

    /// <summary>Erases it, and leaves a record that says how much and not whose.</summary>
    /// <param name="traces">The caller.</param>
    /// <param name="at">Now.</param>
    /// <param name="who">Who erases.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>How many rows went, and whether they are gone from the write-ahead log too.</returns>
    public async Task<ErasedRows> EraseAsync(CallerTraces traces, DateTimeOffset at, string who, CancellationToken cancellationToken)
    {
        var erased = await database.WriteAsync(
            (connection, transaction) =>
            {
                var rows = new ErasedRows(
                    connection.Execute($"DELETE {OfNames}", traces, transaction),
                    connection.Execute($"DELETE {OfRecords}", traces, transaction),
                    connection.Execute($"DELETE {OfFailures}", traces, transaction),
                    IsGoneFromLog: false);
                SqliteAuditLog.Add(at, AuditAction.CallerErased, "caller", $"erased: {rows}", who, connection, transaction);
                return rows;
            },
            cancellationToken);
        return erased with { IsGoneFromLog = await database.EmptyLogAsync(cancellationToken) };
    }

    // The names come from this file or from the schema itself.
    private static TableContent Read(StoredTable table, SqliteConnection connection)
    {
        var columns = connection.Query<string>("SELECT name FROM pragma_table_info(@Name)", new { table.Name }).ToList();
        var oldest = table.Age is { } age && columns.Contains(age) ? connection.ExecuteScalar<long?>($"SELECT MIN({age}) FROM {table.Name}") : null;
        return new TableContent(
            table,
            connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM \"{table.Name}\""),
            Moment.Read(oldest),
            [.. columns.Except(table.Personal.Keys).Except(table.Others)]);
    }
}

/// <summary>A table of the real database.</summary>
/// <param name="Table">What it is.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Oldest">When the oldest one came; null where that is not known.</param>
/// <param name="UnknownColumns">Columns that this program does not know, and so cannot say anything about.</param>
internal sealed record TableContent(StoredTable Table, long Rows, DateTimeOffset? Oldest, IReadOnlyList<string> UnknownColumns);

/// <summary>What is stored of one caller.</summary>
/// <param name="Name">The name that a front end gave; null if none.</param>
/// <param name="Calls">When the calls of the same masked number began; some may be those of others.</param>
/// <param name="WrongPins">How many wrong PINs in the last hour.</param>
internal sealed record CallerData(string? Name, IReadOnlyList<DateTimeOffset> Calls, int WrongPins);

/// <summary>How many rows were erased.</summary>
/// <param name="Names">Names.</param>
/// <param name="Records">Call records.</param>
/// <param name="Failures">Counts of wrong PINs.</param>
/// <param name="IsGoneFromLog">Whether nothing of it stands in the write-ahead log any more.</param>
internal sealed record ErasedRows(int Names, int Records, int Failures, bool IsGoneFromLog)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Names} names, {Records} call records, {Failures} counts of wrong PINs";
}
