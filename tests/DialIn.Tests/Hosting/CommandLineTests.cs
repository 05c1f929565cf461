namespace DialIn.Tests.Hosting;

public class CommandLineTests
{
    [Theory]
    [InlineData("serve")]
    [InlineData("demo")]
    [InlineData("check")]
    [InlineData("pins")]
    public async Task Help_NamesEveryVerb(string verb)
    {
        var run = await CommandRun.OfAsync(null, false, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"  {verb} ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sreve")]
    [InlineData("pins", "asign")]
    [InlineData("pins", "assign")]
    [InlineData("pins", "generate", "--cuont", "3")]
    public async Task Arguments_ThatMeanNothing_AreOne(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(null, false, arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.NotEmpty(run.Error);
    }

    [Theory]
    [InlineData("--config must name a file.", "check", "--config", "")]
    [InlineData("--from-file must name a file.", "pins", "assign", "--from-file", "")]
    [InlineData("--from-file must name a file.", "trunk", "rotate", "carrier", "--from-file", "")]
    [InlineData("--pin-file must name a file.", "call", "--pin-file", "")]
    [InlineData("FILE must name a file.", "backup", "")]
    [InlineData("FILE must name a file.", "restore", "")]
    [InlineData("FILE must name a file.", "pins", "export", "")]
    public async Task File_WithoutAName_IsRefused(string expected, params string[] arguments)
    {
        var run = await CommandRun.OfAsync(null, false, arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_FaultyConfiguration_ListsEveryFaultAndDoesNotStart()
    {
        using var folder = new TestFolder();
        var file = folder.Write("dialin.json", """{ "DialIn": { "Trunk": [], "Pins": { "Length": 3 } } }""");

        var run = await CommandRun.OfAsync(file, false, "serve");

        Assert.Equal(78, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("fault: DialIn:Trunk: is unknown; did you mean Trunks?", run.Error, StringComparison.Ordinal);
        Assert.Contains("fault: DialIn:Pins:Length = \"3\": must be 5 to 12", run.Error, StringComparison.Ordinal);
        Assert.Contains("fault: DialIn:Servers: is missing", run.Error, StringComparison.Ordinal);
    }
}
