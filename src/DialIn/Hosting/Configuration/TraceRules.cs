using DialIn.Operations.Traces;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:Trace</c>.</summary>
internal static class TraceRules
{
    private static readonly TimeSpan ShortestKeeping = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestKeeping = TimeSpan.FromDays(90);

    /// <summary>Checks them.</summary>
    public static void Check(TraceOptions trace, string baseFolder, FaultList faults)
    {
        if (trace.Folder is { } folder)
        {
            CheckFolder(folder, baseFolder, faults);
        }

        if (trace.Keep < ShortestKeeping || trace.Keep > LongestKeeping)
        {
            faults.Add(OptionsRules.Key($"Trace:Keep"), Duration.Format(trace.Keep), $"must be {Duration.Format(ShortestKeeping)} to {Duration.Format(LongestKeeping)}");
        }
    }

    private static void CheckFolder(string folder, string baseFolder, FaultList faults)
    {
        if (folder.Trim().Length == 0 || folder.Contains('\0', StringComparison.Ordinal))
        {
            faults.Add(OptionsRules.Key($"Trace:Folder"), folder, "must name a folder, such as /var/lib/dialin/traces");
        }
        else if (File.Exists(Path.GetFullPath(folder, baseFolder)))
        {
            faults.Add(OptionsRules.Key($"Trace:Folder"), folder, "is a file and must be a folder");
        }
    }
}
