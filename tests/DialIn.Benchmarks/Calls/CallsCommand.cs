using System.CommandLine;
using DialIn.Benchmarks.Report;

namespace DialIn.Benchmarks.Calls;

/// <summary>The verb <c>calls</c>.</summary>
internal static class CallsCommand
{
    public const string Verb = "calls";

    // As many as a bridge of the benchmark takes of one caller.
    private const int MostAtOnce = 1000;

    // The first is the load at which others were measured.
    private static readonly int[] AtOnce = [200, 40, 10];
    private static readonly int[] QuickAtOnce = [40];

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "A look in a minute or two, instead of figures to quote" };
        var docs = new Option<string?>("--docs") { Description = "Folder of performance.md, which takes the figures; - for none. By default the repository's docs, with --quick none" };
        var atOnce = new Option<int[]>("--at-once") { Description = $"How many calls are up at a time, 1 to {MostAtOnce}; the target for CPU is held against the first number, that for the wait against each. By default 200 40 10, with --quick 40", AllowMultipleArgumentsPerToken = true };
        atOnce.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int[]>() is { } numbers && numbers.Any(static number => number is < 1 or > MostAtOnce))
            {
                result.AddError($"--at-once must be 1 to {MostAtOnce}");
            }
        });
        var command = new Command(Verb, "CPU of a whole call of dialin serve, and the time from the last digit to audio") { quick, atOnce, docs };
        command.SetAction(async (parsed, _) =>
        {
            var isQuick = parsed.GetValue(quick);
            await RunAsync(isQuick, parsed.GetValue(atOnce) is { Length: > 0 } numbers ? numbers : null, PerformanceDocument.FolderOrNone(parsed.GetValue(docs), isQuick));
            return 0;
        });
        return command;
    }

    /// <summary>Measures and writes.</summary>
    /// <param name="isQuick">Whether a look is enough.</param>
    /// <param name="atOnce">How many calls are up at a time; null for the usual numbers.</param>
    /// <param name="folder">Where the document is; null for none.</param>
    public static async Task RunAsync(bool isQuick, IReadOnlyList<int>? atOnce, string? folder)
    {
        var machine = Machine.Describe();
        string[] lines = [.. CallsReport.Lines(await CallsBenchmark.RunAsync(isQuick ? 80 : 400, atOnce ?? (isQuick ? QuickAtOnce : AtOnce)), machine)];
        Console.WriteLine(string.Join('\n', lines));
        if (folder is not null)
        {
            PerformanceDocument.Write(folder, Verb, lines);
        }
    }
}
