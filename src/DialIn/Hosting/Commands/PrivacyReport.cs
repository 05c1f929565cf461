using System.Globalization;
using DialIn.Hosting.Configuration;
using DialIn.Storage;

namespace DialIn.Hosting.Commands;

/// <summary>The table of <c>dialin privacy report</c>.</summary>
internal sealed class PrivacyReport(DialInOptions options, Terminal terminal)
{
    private static readonly string[] Headings = ["Table", "Rows", "Oldest (UTC)", "A row is", "About whom, by which columns", "Kept"];

    private readonly RetentionTimes _times = new(options.Storage.KeepCallRecords, options.Storage.KeepAudit, options.CallerNames.Keep, options.Pins.Quarantine);

    /// <summary>Writes it.</summary>
    /// <param name="file">The database.</param>
    /// <param name="tables">What is in it.</param>
    /// <returns>Whether the program knows all that is there.</returns>
    public bool Write(string file, IReadOnlyList<TableContent> tables)
    {
        terminal.WriteRows(Headings, tables.Select(Row));
        if (terminal.IsForPeople)
        {
            terminal.Output.WriteLine(
                $"""
                {file}; journal: a line for each call with a masked number, as long as your journal keeps it; memory: whole numbers while a call lasts.
                Nothing else is stored, and no audio. Callers' numbers are stored nowhere. docs/privacy has a record of processing activities to fill in.
                """);
        }

        foreach (var copy in DatabaseCopies.Beside(file))
        {
            terminal.Error.WriteLine($"A copy of the database lies in {copy}; the service deletes it after {Duration.Format(_times.CallRecords)}.");
        }

        var unknown = tables.Where(static table => table.UnknownColumns.Count > 0).ToList();
        foreach (var table in unknown)
        {
            terminal.Error.WriteLine($"This program does not know what is in {table.Table.Name}: {string.Join(", ", table.UnknownColumns)}");
        }

        return unknown.Count == 0;
    }

    private IReadOnlyList<string> Row(TableContent content) =>
    [
        content.Table.Name,
        content.Rows.ToString(CultureInfo.InvariantCulture),
        content.Oldest?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "",
        content.Table.Holds,
        content.Table.Personal.Count == 0
            ? "nobody"
            : string.Join("; ", content.Table.Personal.GroupBy(static column => column.Value, static column => column.Key).Select(static same => $"{string.Join(", ", same)}: {same.Key}")),
        content.Table.KeptFor is { } time ? content.Table.Kept.Replace("{}", Duration.Format(time(_times)), StringComparison.Ordinal) : content.Table.Kept,
    ];
}
