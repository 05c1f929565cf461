using System.Text.RegularExpressions;

namespace DialIn.Tests.Repository;

/// <summary>
/// docs/rfc-conformance.md and the citations in the code say the same: each cited section has a row, each row names a file
/// and a test that exist.
/// </summary>
public partial class RfcConformanceTests
{
    private static readonly string Table = File.ReadAllText(Path.Combine(Checkout.Root, "docs/rfc-conformance.md"));

    private static readonly IReadOnlyList<Row> Rows = [.. Table.Split('\n')
        .Select(line => RowPattern().Match(line))
        .Where(match => match.Success)
        .Select(match => new Row(match.Groups[1].Value, match.Groups[2].Value.Trim(), match.Groups[3].Value.Trim(), match.Groups[4].Value.Trim()))];

    [Fact]
    public void Citations_HaveTheOneFormat()
    {
        var wrong = from file in Checkout.SourceFiles("src")
                    from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
                    from Match match in AnyMention().Matches(line.text)
                    where !Citation().IsMatch(line.text[match.Index..])
                    select $"{Checkout.Relative(file)}:{line.number}: {line.text.Trim()}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Citations_EachHaveARow()
    {
        var listed = Rows.Select(row => row.Section).ToHashSet();
        // The simulator's rules are those of a peer: it is no part of what conforms.
        var missing = from file in Checkout.SourceFiles("src/DialIn", "src/DialIn.Sip", "src/DialIn.Media")
                      from Match match in Citation().Matches(File.ReadAllText(file))
                      let section = match.Groups["section"].Success ? $"RFC {match.Groups["rfc"].Value} §{match.Groups["section"].Value}" : null
                      where section is not null && !listed.Contains(section)
                      select $"{section} in {Checkout.Relative(file)}";

        Assert.Empty(missing.Distinct().Order());
    }

    [Fact]
    public void Rows_NameFilesAndTestsThatExist()
    {
        var testSources = Checkout.SourceFiles("tests").Select(file => (Name: Path.GetFileNameWithoutExtension(file), Text: File.ReadAllText(file))).ToList();
        var faults = new List<string>();
        foreach (var row in Rows)
        {
            faults.AddRange(Code().Matches(row.Files).Select(match => match.Groups[1].Value)
                .Where(file => !File.Exists(Path.Combine(Checkout.Root, file)))
                .Select(file => $"{row.Section}: no file {file}"));
            foreach (Match match in Code().Matches(row.Tests))
            {
                var parts = match.Groups[1].Value.Split('.');
                var found = testSources.Any(source => (source.Name == parts[0] || source.Text.Contains($"class {parts[0]}", StringComparison.Ordinal))
                    && (parts.Length == 1 || Regex.IsMatch(source.Text, $@"\b{Regex.Escape(parts[1])}\(")));
                if (!found)
                {
                    faults.Add($"{row.Section}: no test {match.Groups[1].Value}");
                }
            }
        }

        Assert.NotEmpty(Rows);
        Assert.Empty(faults);
    }

    [GeneratedRegex(@"^\| (RFC \d+ §[\w.]+) \|([^|]*)\|([^|]*)\|([^|]*)\|")]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"\bRFC\s?\d+")]
    private static partial Regex AnyMention();

    [GeneratedRegex(@"\bRFC (?<rfc>\d{4})( §(?<section>(?:\d+|[A-Z])(?:\.\d+)*))?(?![\d§])")]
    private static partial Regex Citation();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    private sealed record Row(string Section, string Files, string Tests, string Deviation);
}
