using System.Text.RegularExpressions;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Installation;

/// <summary>Scripts that operators paste out of the documents into files are ones that the kernel and a shell take.</summary>
public sealed partial class PastedScriptsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scripts_BeginWithTheirInterpreter_AndAreMadeExecutable()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs/operations.md"), Token);
        var scripts = Pasted().Matches(text).Select(static match => (File: match.Groups["file"].Value, Content: match.Groups["content"].Value)).ToList();

        Assert.Equal(["/etc/cron.daily/dialin", "/etc/letsencrypt/renewal-hooks/deploy/dialin"], scripts.Select(static script => script.File).Order(StringComparer.Ordinal));
        foreach (var (file, content) in scripts)
        {
            Assert.StartsWith("#!/bin/sh\n", content, StringComparison.Ordinal);
            Assert.Contains($"\nchmod 755 {file}\n", text, StringComparison.Ordinal);
            await Tool.SucceedAsync("sh", ["-n", "-c", content], Token);
        }
    }

    [GeneratedRegex(@"^cat >(?<file>\S+) <<'EOF'\n(?<content>.*?)^EOF$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Pasted();
}
