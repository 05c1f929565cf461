using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for the levels of the section <c>Logging</c>, which the platform reads: one that does not exist is a fault like all others.</summary>
internal static class LoggingRules
{
    /// <summary>The section.</summary>
    public const string Section = "Logging";

    private static readonly string[] Names = Enum.GetNames<LogLevel>();
    private static readonly ScalarTypes.Scalar Named = ScalarTypes.For(typeof(LogLevel))!;

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
            if (!string.IsNullOrEmpty(value) && !IsLevel(value.Trim()))
            {
                faults.Add(key, ShownValue.WithoutUserAndQuery(value), $"must be {string.Join(", ", Names[..^1])} or {Names[^1]}");
            }
        }
    }

    // The platform takes numbers too, and would take any at that.
    private static bool IsLevel(string text) =>
        Named.Parse(text) is not null
        || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Enum.IsDefined((LogLevel)number));
}
