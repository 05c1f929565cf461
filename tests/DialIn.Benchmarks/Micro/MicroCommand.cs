using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DialIn.Benchmarks.Report;

namespace DialIn.Benchmarks.Micro;

/// <summary>The verb <c>micro</c>: BenchmarkDotNet, in this process, because its own builds do not know how this repository is built.</summary>
internal static class MicroCommand
{
    public const string Verb = "micro";

    public static Command Create()
    {
        var filter = new Option<string>("--filter") { Description = "Which benchmarks, such as *Srtp*", DefaultValueFactory = static _ => "*" };
        var quick = new Option<bool>("--quick") { Description = "Three iterations each" };
        var docs = new Option<string?>("--docs") { Description = "Folder of performance.md, which takes the figures; - for none. By default the repository's docs, with --quick none" };
        var command = new Command(Verb, "SIP parser, RTP, G.722 and SRTP, by BenchmarkDotNet") { filter, quick, docs };
        command.SetAction(parsed =>
        {
            var isQuick = parsed.GetValue(quick);
            var machine = Machine.Describe();
            string[] lines = ["", $"{machine}.", "", .. Table(Run(parsed.GetValue(filter)!, isQuick))];
            Console.WriteLine(string.Join('\n', lines));
            if (PerformanceDocument.FolderOrNone(parsed.GetValue(docs), isQuick) is { } folder)
            {
                PerformanceDocument.Write(folder, Verb, lines);
            }
        });
        return command;
    }

    private static IEnumerable<Summary> Run(string filter, bool isQuick)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob((isQuick ? Job.ShortRun : Job.MediumRun.WithLaunchCount(1)).WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "dialin-micro"));
        return BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", filter], config);
    }

    private static IEnumerable<string> Table(IEnumerable<Summary> summaries)
    {
        yield return "| what | mean, ns | ± | bytes allocated |";
        yield return "| --- | ---: | ---: | ---: |";
        foreach (var report in summaries.SelectMany(static summary => summary.Reports).Where(static report => report.ResultStatistics is not null))
        {
            var (run, statistics) = (report.BenchmarkCase, report.ResultStatistics!);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {run.Descriptor.Type.Name.Replace("Benchmarks", "", StringComparison.Ordinal)} {run.Descriptor.WorkloadMethod.Name} {string.Join(' ', run.Parameters.Items.Select(static item => item.Value))} | {statistics.Mean:F0} | {statistics.ConfidenceInterval.Margin:F0} | {report.GcStats.GetBytesAllocatedPerOperation(run) ?? 0} |");
        }
    }
}
