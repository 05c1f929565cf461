using System.Text.RegularExpressions;

namespace DialIn.Tests.Repository;

/// <summary>The documents hang together: what a page points at exists, and each decision has a number of its own.</summary>
public partial class DocumentTests
{
    private static readonly string Docs = Path.Combine(Checkout.Root, "docs");

    [Fact]
    public void Links_LeadToFilesThatExist()
    {
        string[] pages = [Path.Combine(Checkout.Root, "README.md"), .. Directory.GetFiles(Docs, "*.md", SearchOption.AllDirectories)];
        var broken = from page in pages
                     from Match match in LocalLink().Matches(File.ReadAllText(page))
                     let target = Path.Combine(Path.GetDirectoryName(page)!, match.Groups["path"].Value)
                     where !Path.Exists(target)
                     select $"{Checkout.Relative(page)}: {match.Groups["path"].Value}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Decisions_AreNumberedOnce_AndSayTheirNumber()
    {
        var files = Directory.GetFiles(Path.Combine(Docs, "decisions"), "*.md").Order(StringComparer.Ordinal).ToList();

        Assert.Distinct(files.Select(file => Path.GetFileName(file)[..4]));
        Assert.All(files, file => Assert.StartsWith($"# {Path.GetFileName(file)[..4]} ", File.ReadLines(file).First(), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\]\((?!https?:|mailto:|tel:|#)(?<path>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex LocalLink();
}
