using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>
/// One statement for many rows: <c>… (VALUES (…), (…), …) …</c>. A round trip for each row would make a hundred thousand PINs
/// a matter of minutes on a database across the network.
/// </summary>
internal static class ManyRows
{
    // SQLite looks for each parameter's name among all of them: ten times as many rows at once take longer, not less.
    private const int RowsAtOnce = 100;

    /// <summary>Runs a statement as often as needed.</summary>
    /// <param name="transaction">The transaction that it is part of.</param>
    /// <param name="before">What comes before the rows, such as <c>INSERT INTO t (a, b) VALUES</c>.</param>
    /// <param name="rows">The rows, each of the same length.</param>
    /// <param name="after">What comes after them.</param>
    /// <returns>How many rows were changed in all.</returns>
    public static int Execute(SqliteTransaction transaction, string before, IEnumerable<object?[]> rows, string after) =>
        rows.Chunk(RowsAtOnce).GroupBy(static chunk => chunk.Length).Sum(chunks => ExecuteAlike(transaction, before, [.. chunks], after));

    // The full chunks share one prepared statement.
    private static int ExecuteAlike(SqliteTransaction transaction, string before, List<object?[][]> chunks, string after)
    {
        var (height, width) = (chunks[0].Length, chunks[0][0].Length);
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"{before} {Placeholders(height, width)} {after}";
        for (var i = 0; i < height * width; i++)
        {
            command.Parameters.Add(new SqliteParameter(Name(i), null));
        }

        var changed = 0;
        foreach (var chunk in chunks)
        {
            for (var i = 0; i < height * width; i++)
            {
                command.Parameters[i].Value = chunk[i / width][i % width] ?? DBNull.Value;
            }

            changed += command.ExecuteNonQuery();
        }

        return changed;
    }

    private static string Placeholders(int height, int width)
    {
        var text = new StringBuilder();
        for (var i = 0; i < height * width; i++)
        {
            text.Append(i == 0 ? "(" : i % width == 0 ? "), (" : ", ").Append(Name(i));
        }

        return text.Append(')').ToString();
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"@p{i}");
}
