using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Telemetry;

/// <summary>The names that the instruments of docs/telemetry.md have for Prometheus.</summary>
internal static partial class MetricNames
{
    public static IReadOnlySet<string> Documented()
    {
        var names = from line in File.ReadLines(Checkout.Path("docs/telemetry.md"))
                    let row = Row().Match(line)
                    where row.Success
                    from name in NamesOf(row.Groups["name"].Value.Replace('.', '_'), row.Groups["kind"].Value, row.Groups["unit"].Value)
                    select name;
        return names.ToHashSet(StringComparer.Ordinal);
    }

    // https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
    private static IEnumerable<string> NamesOf(string name, string kind, string unit)
    {
        var whole = unit == "s" ? $"{name}_seconds" : name;
        return kind switch
        {
            "counter" => [$"{whole}_total"],
            "histogram" => [$"{whole}_bucket", $"{whole}_sum", $"{whole}_count"],
            _ => [whole],
        };
    }

    [GeneratedRegex(@"^\| `(?<name>dialin\.[\w.]+)` \| (?<kind>\w+) \| `(?<unit>[^`]+)` \|")]
    private static partial Regex Row();
}
