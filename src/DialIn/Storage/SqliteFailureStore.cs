using Dapper;
using DialIn.Pins;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>Wrong PINs of the last hour in a database.</summary>
internal sealed class SqliteFailureStore(SqliteDatabase database) : IFailureStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<FailureKey, int>> AddAsync(
        IReadOnlyDictionary<FailureKey, int> more, long firstStep, CancellationToken cancellationToken)
    {
        // Nothing is written while nobody types a wrong PIN.
        var all = more.Count > 0 ? null : await database.ReadAsync(static connection => Read(connection, null), cancellationToken);
        return all is not null && !all.Keys.Any(key => key.Step < firstStep)
            ? all
            : await database.WriteAsync((connection, transaction) => Add(more, firstStep, connection, transaction), cancellationToken);
    }

    private static Dictionary<FailureKey, int> Add(
        IReadOnlyDictionary<FailureKey, int> more, long firstStep, SqliteConnection connection, SqliteTransaction transaction)
    {
        connection.Execute("DELETE FROM pin_failures WHERE step < @FirstStep", new { FirstStep = firstStep }, transaction);
        ManyRows.Execute(
            transaction,
            "INSERT INTO pin_failures (subject, step, failures) VALUES",
            more.Where(entry => entry.Key.Step >= firstStep).Select(static entry => new object?[] { entry.Key.Subject, entry.Key.Step, entry.Value }),
            "ON CONFLICT (subject, step) DO UPDATE SET failures = pin_failures.failures + excluded.failures");
        return Read(connection, transaction);
    }

    private static Dictionary<FailureKey, int> Read(SqliteConnection connection, SqliteTransaction? transaction) => connection
        .Query<(string Subject, long Step, long Failures)>("SELECT subject, step, failures FROM pin_failures", transaction: transaction)
        .ToDictionary(static row => new FailureKey(row.Subject, row.Step), static row => (int)row.Failures);
}
