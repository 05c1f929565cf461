using System.CommandLine;
using DialIn.Benchmarks.Report;

namespace DialIn.Benchmarks.Calls;

/// <summary>The verb <c>calls</c>.</summary>
internal static class CallsCommand
{
    public const string Verb = "calls";

    // The first is the load at which others were measured, and the one that the targets are for.
    public static readonly int[] AtOnce = [200, 40, 10];

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "A look in half a minute, instead of figures to quote" };
        var docs = new Option<string?>("--docs") { Description = "Folder of performance.md, which takes the figures; - for none. By default the repository's docs, with --quick none" };
        var atOnce = new Option<int[]>("--at-once") { Description = "How many calls are up at a time; the targets are held against the first number", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = static _ => AtOnce };
        var command = new Command(Verb, "CPU of a whole call of dialin serve, and the time from the last digit to audio") { quick, atOnce, docs };
        command.SetAction(async (parsed, _) =>
        {
            var isQuick = parsed.GetValue(quick);
            await RunAsync(isQuick, parsed.GetValue(atOnce)!, PerformanceDocument.FolderOrNone(parsed.GetValue(docs), isQuick));
            return 0;
        });
        return command;
    }

    /// <summary>Measures and writes.</summary>
    /// <param name="isQuick">Whether a look is enough.</param>
    /// <param name="atOnce">How many calls are up at a time.</param>
    /// <param name="folder">Where the document is; null for none.</param>
    public static async Task RunAsync(bool isQuick, IReadOnlyList<int> atOnce, string? folder)
    {
        var machine = Machine.Describe();
        string[] lines = [.. CallsReport.Lines(await CallsBenchmark.RunAsync(isQuick ? 80 : 400, atOnce), machine)];
        Console.WriteLine(string.Join('\n', lines));
        if (folder is not null)
        {
            PerformanceDocument.Write(folder, Verb, lines);
        }
    }
}
