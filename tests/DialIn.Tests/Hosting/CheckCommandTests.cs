using DialIn.Tests.BigBlueButton;

namespace DialIn.Tests.Hosting;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_AllWell_IsZeroAndSaysSo()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("bbb-2.3.xml"));
        var file = Write(bbb.ApiUrl);
        await CommandRun.OfAsync(file, false, "pins", "generate", "--count", "10");

        var run = await CommandRun.OfAsync(file, isForPeople: false, "check");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("No faults, warnings: 2.", run.Lines[^1]);
        Assert.Contains(run.Lines, static l => l.StartsWith("ok\tstorage\t", StringComparison.Ordinal) && l.Contains("10 PINs free, 0 assigned, 0 resting", StringComparison.Ordinal));
        Assert.Matches(@"(?m)^ok\tserver bbb1\t2 meetings, after \d+ ms\t$", run.Output);
        Assert.Contains("ok\ttrunk carrier\tcalls from 127.0.0.0/8\t", run.Lines);
    }

    [Theory]
    [InlineData("checksum-error-new.xml", "checksumError, after", "Secret must be what bbb-conf --secret prints")]
    [InlineData("web-server.html", "the answer is not one of a BBB API", "ApiUrl must be the base of the BBB API")]
    [InlineData("server-unavailable.xml", "serverUnavailable", "see the server's log")]
    public async Task Check_ServerThatAnswersWrongly_SaysWhatToDo(string document, string finding, string remedy)
    {
        await using var bbb = await HttpBbb.StartAsync(http => http.Response.SendAsync(document));

        var run = await CommandRun.OfAsync(Write(bbb.ApiUrl), isForPeople: false, "check");

        Assert.Equal(1, run.ExitCode);
        var line = Assert.Single(run.Lines, static l => l.StartsWith("FAULT", StringComparison.Ordinal));
        Assert.StartsWith($"FAULT\tserver bbb1\t{finding}", line, StringComparison.Ordinal);
        Assert.Contains(remedy, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_MeetingsThatCannotBeCalled_IsAWarning()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("odd-meetings.xml"));
        var run = await CommandRun.OfAsync(Write(bbb.ApiUrl), isForPeople: false, "check");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning\tserver bbb1\t4 of 7 meetings cannot be called\t", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ServerDown_IsAFault()
    {
        var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("empty.xml"));
        await bbb.StopAsync();
        var run = await CommandRun.OfAsync(Write(bbb.ApiUrl), isForPeople: false, "check");
        await bbb.DisposeAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAULT\tserver bbb1\tnothing listens there", run.Output, StringComparison.Ordinal);
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
        Assert.Equal("Faults: 3, warnings: 3. Calls would fail.", run.Lines[^1]);
    }

    [Fact]
    public async Task Check_NoDatabaseYet_LeavesNone()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("empty.xml"));
        var run = await CommandRun.OfAsync(Write(bbb.ApiUrl), isForPeople: false, "check");
        Assert.Contains("does not exist yet; it can be created", run.Output, StringComparison.Ordinal);
        Assert.Equal([_folder.File("dialin.json")], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Check_DatabaseThatIsNone_IsAFault()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("empty.xml"));
        _folder.Write("dialin.db", new string('x', 5000));
        var run = await CommandRun.OfAsync(Write(bbb.ApiUrl), isForPeople: false, "check");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"(?m)^FAULT\tstorage\t.*not a database", run.Output);
    }

    [Fact]
    public async Task Check_FileThatEverybodyReads_IsAWarning()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("empty.xml"));
        var file = Write(bbb.ApiUrl);
        Assert.DoesNotContain("everybody can read it", (await CommandRun.OfAsync(file, false, "check")).Output, StringComparison.Ordinal);
        _folder.Write("dialin.json", Content(bbb.ApiUrl), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("everybody can read it", (await CommandRun.OfAsync(file, false, "check")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ForPeople_IsATableAndNeverShowsTheSecret()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("checksum-error-new.xml"));
        var run = await CommandRun.OfAsync(Write(bbb.ApiUrl), isForPeople: true, "check");
        Assert.Contains("│ What to do", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Output + run.Error, StringComparison.Ordinal);
    }

    private static string Content(string apiUrl) => Settings.Documented.Replace("http://127.0.0.1:8090/bigbluebutton/api/", apiUrl, StringComparison.Ordinal);

    private string Write(string apiUrl) => _folder.Write("dialin.json", Content(apiUrl), UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
