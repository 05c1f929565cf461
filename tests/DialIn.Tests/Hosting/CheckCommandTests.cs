using DialIn.Tests.BigBlueButton;
using DialIn.Tests.Trunks;

namespace DialIn.Tests.Hosting;

/// <summary>The verb as a whole. Its parts have tests of their own.</summary>
public sealed class CheckCommandTests : IAsyncDisposable
{
    private readonly TestFolder _folder = new();

    // Every name has the address 192.0.2.66.
    private readonly ForgingNameServer _nameServer = new(static _ => { });

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _nameServer.DisposeAsync();
    }

    [Fact]
    public async Task Check_AllWell_IsZeroAndSaysSo()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("bbb-2.3.xml"));
        var file = Write(bbb.ApiUrl);
        await CommandRun.OfAsync(file, false, "pins", "generate", "--count", "10");

        var run = await CommandRun.OfAsync(file, isForPeople: false, "check");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("No faults, warnings: 3.", run.Lines[^1]);
        Assert.Contains(run.Lines, static l => l.StartsWith("ok\tstorage\t", StringComparison.Ordinal) && l.Contains("10 PINs free, 0 assigned, 0 resting", StringComparison.Ordinal));
        Assert.Matches(@"(?m)^ok\tserver bbb1\t2 meetings, after \d+ ms\t$", run.Output);
        Assert.Contains(run.Lines, static l => l.StartsWith("warning\tchat of bbb1\tits moderators are told neither number nor PIN", StringComparison.Ordinal));
        Assert.Contains("ok\tprompts\ten\t", run.Lines);
        Assert.Contains("ok\ttrunk carrier\tcalls from 127.0.0.0/8\t", run.Lines);
        Assert.Contains("ok\ttrunk sipgate, targets\trequests go to udp:192.0.2.66:5060\t", run.Lines);
    }

    [Fact]
    public async Task Check_FaultyConfiguration_NamesEveryFaultAndStillChecksTheRest()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("empty.xml"));
        var content = Content(bbb.ApiUrl).Replace("+4961511234567", "110", StringComparison.Ordinal).Replace("\"Length\": 9", "\"Length\": 3, \"Lenght\": 9", StringComparison.Ordinal);

        var run = await CommandRun.OfAsync(_folder.Write("dialin.json", content, UnixFileMode.UserRead | UnixFileMode.UserWrite), isForPeople: false, "check");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAULT\tDialIn:PhoneNumbers:0:Number\t\"110\"\tmust be a number in E.164", run.Output, StringComparison.Ordinal);
        Assert.Contains("FAULT\tDialIn:Pins:Length\t\"3\"\tmust be 5 to 12", run.Output, StringComparison.Ordinal);
        Assert.Contains("FAULT\tDialIn:Pins:Lenght\t\tis unknown; did you mean Length?", run.Output, StringComparison.Ordinal);
        Assert.Contains("ok\tserver bbb1\t0 meetings", run.Output, StringComparison.Ordinal);
        Assert.Equal("Faults: 3, warnings: 4. Calls would fail.", run.Lines[^1]);
    }

    [Fact]
    public async Task Check_FileThatIsNotJson_NamesFileAndLine()
    {
        var file = _folder.Write("dialin.json", "{\n  \"DialIn\": {\n  ]\n}");
        var run = await CommandRun.OfAsync(file, isForPeople: false, "check");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"FAULT\t{file}\t\tline 3 is not JSON: ", run.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ForPeople_IsATableAndNeverShowsTheSecret()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("checksum-error-new.xml"));
        var run = await CommandRun.OfAsync(Write(bbb.ApiUrl), isForPeople: true, "check");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("│ What to do", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Output + run.Error, StringComparison.Ordinal);
    }

    // One language: all its prompts are read and encoded, and once is enough to show that they are.
    private string Content(string apiUrl) => Settings.Documented
        .Replace("\"PublicAddress\": null }", $"\"NameServers\": [\"{_nameServer.Address}\"] }}", StringComparison.Ordinal)
        .Replace("http://127.0.0.1:8090/bigbluebutton/api/", apiUrl, StringComparison.Ordinal)
        .Replace("\"de\", \"en\"", "\"en\"", StringComparison.Ordinal);

    private string Write(string apiUrl) => _folder.Write("dialin.json", Content(apiUrl), UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
