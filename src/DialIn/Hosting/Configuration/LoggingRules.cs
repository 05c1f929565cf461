using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for the levels of the section <c>Logging</c>, which the platform reads: one that it would throw at is a fault like all others.</summary>
internal static class LoggingRules
{
    /// <summary>The section.</summary>
    public const string Section = "Logging";

    private static readonly string[] Levels = Enum.GetNames<LogLevel>();

    /// <summary>Checks the levels: those for all, <c>Logging:LogLevel</c>, and those of one output, <c>Logging:Console:LogLevel</c>.</summary>
    public static void Check(IConfigurationSection logging, FaultList faults)
    {
        foreach (var section in logging.GetChildren())
        {
            var isForAll = section.Key.Equals("LogLevel", StringComparison.OrdinalIgnoreCase);
            CheckLevels(isForAll ? section : section.GetSection("LogLevel"), faults);
        }
    }

    private static void CheckLevels(IConfigurationSection levels, FaultList faults)
    {
        foreach (var (key, value) in levels.AsEnumerable())
        {
            if (!string.IsNullOrEmpty(value) && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
            {
                faults.Add(key, value, $"must be {string.Join(", ", Levels[..^1])} or {Levels[^1]}");
            }
        }
    }
}
