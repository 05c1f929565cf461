using System.CommandLine;
using DialIn.Benchmarks.Calls;
using DialIn.Benchmarks.Report;
using DialIn.Media.Relay;

namespace DialIn.Benchmarks.Relay;

/// <summary>The verb <c>relay</c>.</summary>
internal static class RelayCommand
{
    public const string Verb = "relay";

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "A look in two minutes, instead of figures to quote in twelve" };
        var systems = new Option<string[]>("--systems") { Description = "Of direct, floor, rtpengine and dialin; dialin:PROGRAM is another build of this program, floor:FILE another source in C", AllowMultipleArgumentsPerToken = true };
        var calls = new Option<int[]>("--calls") { Description = "Numbers of calls; by default 50, 200, 500, 1000, then more until packets are lost or late", AllowMultipleArgumentsPerToken = true };
        var rounds = new Option<int?>("--rounds") { Description = "How often each is measured" };
        var seconds = new Option<double?>("--seconds") { Description = "How long each time" };
        var warmUp = new Option<double?>("--warm-up") { Description = "Seconds of load before each measure, for the runtime to have compiled what runs often" };
        var threads = new Option<int?>("--threads") { Description = $"Threads of each relay, 1 to {MediaLoopOptions.MostThreads}; by default as many as the media loop takes on this machine" };
        threads.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > MediaLoopOptions.MostThreads)
            {
                result.AddError($"--threads must be 1 to {MediaLoopOptions.MostThreads}");
            }
        });
        var docs = new Option<string?>("--docs") { Description = "Folder of performance.md, which takes the figures; - for none. By default the repository's docs, with --quick none" };
        var command = new Command(Verb, "CPU, delay and memory of the relay, beside rtpengine and a bare relay in C; then the verb calls, unless --systems is given") { quick, systems, calls, rounds, seconds, warmUp, threads, docs };
        command.SetAction(async (parsed, _) =>
        {
            var isQuick = parsed.GetValue(quick);
            var options = new RelayOptions
            {
                Systems = parsed.GetValue(systems) is { Length: > 0 } some ? some : [RelayOptions.Direct, RelayOptions.Floor, RelayOptions.DialIn, RelayOptions.Rtpengine],
                Calls = parsed.GetValue(calls) is { Length: > 0 } numbers ? numbers : isQuick ? [50, 200] : [],
                Rounds = parsed.GetValue(rounds) ?? (isQuick ? 1 : 2),
                WarmUp = parsed.GetValue(warmUp) ?? (isQuick ? 1.5 : 2.5),
                Seconds = parsed.GetValue(seconds) ?? (isQuick ? 2 : 4),
            };
            options = parsed.GetValue(threads) is { } count ? options with { Threads = count } : options;
            var machine = Machine.Describe();
            var measured = RelayBenchmark.Together(await new RelayBenchmark(options).RunAsync());
            Console.WriteLine(string.Join('\n', RelayReport.Lines(options, measured, machine)));
            var folder = PerformanceDocument.FolderOrNone(parsed.GetValue(docs), isQuick);
            if (folder is not null)
            {
                RelayReport.Write(folder, options, measured, machine);
            }

            if (parsed.GetValue(systems) is not { Length: > 0 })
            {
                await CallsCommand.RunAsync(isQuick, atOnce: null, folder);
            }

            return 0;
        });
        return command;
    }
}
