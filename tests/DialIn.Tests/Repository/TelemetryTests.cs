using System.Text.RegularExpressions;

namespace DialIn.Tests.Repository;

/// <summary>docs/telemetry.md lists every instrument of the code, and no other, with its kind.</summary>
public partial class TelemetryTests
{
    [Fact]
    public void Instruments_AreThoseOfTheDocument()
    {
        var inCode = from file in Checkout.SourceFiles("src")
                     from Match match in Creation().Matches(File.ReadAllText(file))
                     select $"{match.Groups["name"].Value} {KindOf(match.Groups["kind"].Value)}";
        var documented = from line in File.ReadLines(Path.Combine(Checkout.Root, "docs/telemetry.md"))
                         let match = Row().Match(line)
                         where match.Success
                         select $"{match.Groups["name"].Value} {match.Groups["kind"].Value}";

        var names = inCode.Order().ToList();
        Assert.True(names.Count > 5, "the pattern finds no instruments");
        Assert.Equal(names, documented.Order());
    }

    private static string KindOf(string method) => method.Replace("Observable", "", StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex("""\.Create(?<kind>(?:Observable)?(?:Counter|Gauge|UpDownCounter)|Histogram)(?:<\w+>)?\(\s*"(?<name>[^"]+)""")]
    private static partial Regex Creation();

    [GeneratedRegex(@"^\| `(?<name>dialin\.[\w.]+)` \| (?<kind>\w+) \|")]
    private static partial Regex Row();
}
