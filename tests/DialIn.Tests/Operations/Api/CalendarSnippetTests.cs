using System.Text;
using DialIn.Announcements;
using DialIn.Operations.Api;
using DialIn.Testing;
using DialIn.Tests.Pins;

namespace DialIn.Tests.Operations.Api;

public class CalendarSnippetTests
{
    private static readonly DialInNumber[] Numbers = [new("+4961511234567", "Darmstadt; Süd, \"Altbau\"", ["de"]), new("+12125550123", null, ["en"])];

    [Fact]
    [Rfc(5545, "3.1")]
    public void Lines_AreFoldedBeforeTheir76thOctet_AndEndWithCrLf()
    {
        var snippet = CalendarSnippet.Of("de", string.Concat(Enumerable.Repeat("Grüße aus Köln 🎓\n", 20)), Numbers, "481205937".ToPin());

        Assert.EndsWith("\r\n", snippet, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', snippet.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.All(snippet.Split("\r\n"), static line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
    }

    [Fact]
    [Rfc(5545, "3.3.11")]
    public void Description_IsEscaped_AndReadsAsItWas()
    {
        const string Text = "Seminar; Teil 1, \\ \"x\"\nPIN: 481 205 937";
        var line = Unfolded(CalendarSnippet.Of("de", Text, Numbers, "481205937".ToPin()))[0];
        Assert.Equal("""DESCRIPTION;LANGUAGE=de:Seminar\; Teil 1\, \\ "x"\nPIN: 481 205 937""", line);
    }

    [Fact]
    [Rfc(7986, "5.11")]
    public void Conference_IsALinkForEachNumber()
    {
        var lines = Unfolded(CalendarSnippet.Of("de", "x", Numbers, "481205937".ToPin()));
        Assert.Equal(3, lines.Count);
        Assert.StartsWith("CONFERENCE;VALUE=URI;FEATURE=PHONE;LABEL=", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(":tel:+4961511234567,,481205937", lines[1], StringComparison.Ordinal);
        // RFC 5545 §3.2: a value with a comma or a semicolon is quoted, and no quotation mark is in it.
        Assert.Contains("LABEL=\"Darmstadt; Süd, ", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines[1].Count(static c => c == '"'));
        Assert.Equal("CONFERENCE;VALUE=URI;FEATURE=PHONE;LABEL=+1 212-555-0123:tel:+12125550123,,481205937", lines[2]);
    }

    private static List<string> Unfolded(string snippet) =>
        [.. snippet.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
}
