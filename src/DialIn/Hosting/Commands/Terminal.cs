using Spectre.Console;

namespace DialIn.Hosting.Commands;

/// <summary>Where a command writes: for people with tables, for scripts and files as plain lines with tabs.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Complaints.</param>
/// <param name="isForPeople">Whether results go to a screen.</param>
/// <param name="input">What is piped in; <see langword="null"/>: a keyboard, or nothing.</param>
/// <param name="isClosed">Whether there is no input at all.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isForPeople, TextReader? input = null, bool isClosed = false)
{
    /// <summary>Results go here.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Complaints go here.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Whether results go to a screen, else into a file or another program.</summary>
    public bool IsForPeople { get; } = isForPeople;

    /// <summary>The terminal that the process was started on.</summary>
    public static Terminal OfProcess() => StandardInput.IsClosed()
        ? new Terminal(Console.Out, Console.Error, !Console.IsOutputRedirected, isClosed: true)
        : new Terminal(Console.Out, Console.Error, !Console.IsOutputRedirected, Console.IsInputRedirected ? Console.In : null);

    /// <summary>Reads one line that nobody may see: from what is piped in, else from the keyboard, without showing it.</summary>
    /// <param name="prompt">What a person at a keyboard is asked for.</param>
    /// <exception cref="IOException">There is nothing to read from.</exception>
    public string ReadHiddenLine(string prompt)
    {
        if (isClosed)
        {
            throw new IOException("standard input is closed");
        }

        if (input is not null)
        {
            return input.ReadLine() ?? "";
        }

        Error.Write(prompt);
        var line = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                line.Length = Math.Max(0, line.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                line.Append(key.KeyChar);
            }
        }

        Error.WriteLine();
        var text = line.ToString();
        line.Clear();
        return text;
    }

    /// <summary>Writes rows: a table for people, else a line per row, values parted by tabs, no heading.</summary>
    /// <param name="headings">One for each column.</param>
    /// <param name="rows">The values.</param>
    public void WriteRows(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!IsForPeople)
        {
            foreach (var row in rows)
            {
                Output.WriteLine(string.Join('\t', row.Select(static value => value.ReplaceLineEndings(" ").Replace('\t', ' '))));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in headings)
        {
            table.AddColumn(Markup.Escape(heading));
        }

        foreach (var row in rows)
        {
            // Text, not markup: a meeting's id may well hold square brackets.
            table.AddRow(row.Select(static value => new Text(value)));
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Output) }).Write(table);
    }
}
