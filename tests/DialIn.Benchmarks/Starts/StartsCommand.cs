using System.CommandLine;
using DialIn.Benchmarks.Calls;
using DialIn.Benchmarks.Report;

namespace DialIn.Benchmarks.Starts;

/// <summary>The verb <c>starts</c>.</summary>
internal static class StartsCommand
{
    public const string Verb = "starts";

    private const int Rounds = 10;

    public static Command Create()
    {
        var program = new Option<string>("--program") { Description = "The program as it was published; by default the one beside this, which is compiled as it starts", DefaultValueFactory = static _ => ServedBridge.Program };
        var docs = new Option<string?>("--docs") { Description = "Folder of performance.md, which takes the figures; - for none. By default the repository's docs" };
        var command = new Command(Verb, "Time and CPU until dialin serve takes calls") { program, docs };
        command.SetAction(async (parsed, _) =>
        {
            var machine = Machine.Describe();
            string[] lines = [.. StartsReport.Lines(await StartsBenchmark.RunAsync(parsed.GetValue(program)!, Rounds), machine)];
            Console.WriteLine(string.Join('\n', lines));
            if (PerformanceDocument.FolderOrNone(parsed.GetValue(docs), isQuick: false) is { } folder)
            {
                PerformanceDocument.Write(folder, Verb, lines);
            }

            return 0;
        });
        return command;
    }
}
