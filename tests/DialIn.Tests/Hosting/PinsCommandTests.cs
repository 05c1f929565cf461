using DialIn.Pins;
using DialIn.Storage;

namespace DialIn.Tests.Hosting;

public sealed class PinsCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _file;

    public PinsCommandTests() => _file = _folder.Write("dialin.json", Settings.Documented);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Generate_Count_AddsThemAndSaysHowManyThereAre()
    {
        Assert.Equal("Added 20 PINs of 9 digits. Pool: 20 free, 0 assigned, 0 resting.", Assert.Single((await RunAsync("generate", "--count", "20")).Lines));
        Assert.Equal("Added 5 PINs of 9 digits. Pool: 25 free, 0 assigned, 0 resting.", Assert.Single((await RunAsync("generate", "-n", "5")).Lines));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10000001")]
    [InlineData("many")]
    public async Task Generate_CountOutOfRange_IsRefused(string count)
    {
        var run = await RunAsync("generate", "--count", count);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--count must be 1 to 10000000.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("dialin.db")));
    }

    [Fact]
    public async Task Assign_ForPeople_GroupsThePinInThrees()
    {
        await RunAsync("generate", "--count", "1");
        var run = await CommandRun.OfAsync(_file, isForPeople: true, "pins", "assign", "math [101]");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^PIN \d{3} \d{3} \d{3} leads to math \[101\]\.\n$", run.Output);
    }

    [Fact]
    public async Task Assign_ForScripts_IsOneLineWithTabsAndIdempotent()
    {
        await RunAsync("generate", "--count", "3");
        var first = await RunAsync("assign", "math-101");
        var second = await RunAsync("assign", "math-101");
        Assert.Matches(@"^math-101\t\d{9}\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$", first.Output);
        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task Assign_EmptyPool_MakesPinsAtOnce()
    {
        var run = await RunAsync("assign", "math-101");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("math-101\t", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assign_IdThatNoMeetingHas_SaysWhatOneIs()
    {
        var run = await RunAsync("assign", "a,b");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("2 to 256 characters, no comma", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assign_UntilATime_SaysSo()
    {
        await RunAsync("generate", "--count", "1");
        Assert.EndsWith("\t2099-12-24T18:00:00Z\n", (await RunAsync("assign", "seminar", "--until", "2099-12-24T18:00Z")).Output, StringComparison.Ordinal);
        var people = await CommandRun.OfAsync(_file, isForPeople: true, "pins", "assign", "seminar", "--until", "2099-12-24 20:00 +02:00");
        Assert.EndsWith(" leads to seminar until 2099-12-24T18:00:00Z.\n", people.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--until is over already.", "room", "--until", "2001-01-01")]
    [InlineData("--until must be a time", "room", "--until", "soon")]
    [InlineData("--until must be a time", "room", "--until", "3/4/2099")]
    [InlineData("--until must be a time", "room", "--until", "18:00")]
    [InlineData("Say either MEETING-ID", "room", "--from-file", "rooms.txt")]
    [InlineData("Say either MEETING-ID")]
    [InlineData("cannot be read", "--from-file", "/nowhere/rooms.txt")]
    public async Task Assign_Nonsense_IsRefused(string expected, params string[] arguments)
    {
        await RunAsync("generate", "--count", "1");
        var run = await RunAsync(["assign", .. arguments]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty((await RunAsync("list")).Output);
    }

    [Fact]
    public async Task Assign_FromFile_GivesAllRoomsPins_OrNone()
    {
        var rooms = _folder.Write("rooms.txt", "aa\n\nb,b\ncc\nd\n");
        var bad = await RunAsync("assign", "--from-file", rooms);
        Assert.Equal(1, bad.ExitCode);
        Assert.Equal(["line 3", "line 5", "No PIN was given to any room."], bad.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(':')[0]));
        Assert.Empty((await RunAsync("list")).Output);

        _folder.Write("rooms.txt", "cc\naa\n bb \n");
        var good = await RunAsync("assign", "--from-file", rooms);
        Assert.Equal(["cc", "aa", "bb"], good.Lines.Select(static line => line.Split('\t')[0]));
        Assert.Equal(good.Output, (await RunAsync("assign", "--from-file", rooms)).Output);
    }

    [Fact]
    public async Task Assign_FromAFileOfAnotherKind_GivesNoPin_AndDoesNotFloodTheScreen()
    {
        var rooms = _folder.File("rooms.txt");
        File.WriteAllBytes(rooms, "B\u00fchne\n"u8.ToArray().Prepend((byte)0xE4).ToArray());
        Assert.Equal($"{rooms} is not UTF-8; save it so, and ids keep their letters.\n", (await RunAsync("assign", "--from-file", rooms)).Error);

        _folder.Write("rooms.txt", string.Concat(Enumerable.Repeat("a,b\n", 1_000)));
        var run = await RunAsync("assign", "--from-file", rooms);
        Assert.EndsWith("\nand 950 more lines\nNo PIN was given to any room.\n", run.Error, StringComparison.Ordinal);

        _folder.Write("rooms.txt", "\n \n");
        run = await RunAsync("assign", "--from-file", rooms);
        Assert.Equal((0, "", $"warning: {rooms} names no meeting\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Empty((await RunAsync("list")).Output);
    }

    [Fact]
    public async Task List_ForScripts_IsALineForEachRoom()
    {
        await RunAsync("generate", "--count", "3");
        await RunAsync("assign", "bb");
        await RunAsync("assign", "aa");
        Assert.Equal(["aa", "bb"], (await RunAsync("list")).Lines.Select(static line => line.Split('\t')[0]));
        Assert.Equal(["bb"], (await RunAsync("list", "--meeting", "bb")).Lines.Select(static line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task List_ForPeople_IsATable()
    {
        await RunAsync("generate", "--count", "1");
        await RunAsync("assign", "[red]x[/]");
        var run = await CommandRun.OfAsync(_file, isForPeople: true, "pins", "list");
        Assert.Contains("[red]x[/]", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"│ \d{3} \d{3} \d{3} │", run.Output);
    }

    [Fact]
    public async Task List_RoomWithoutPin_SaysWhatToDo()
    {
        var run = await RunAsync("list", "--meeting", "nobody");
        Assert.Equal((1, "nobody has no PIN. Run: dialin pins assign nobody\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Release_RoomWithPin_SaysForHowLongItRests()
    {
        await RunAsync("generate", "--count", "1");
        await RunAsync("assign", "room");
        Assert.Equal("The PIN of room leads nowhere now and rests for 30 d.\n", (await RunAsync("release", "room")).Output);
        var again = await RunAsync("release", "room");
        Assert.Equal((1, "room has no PIN.\n"), (again.ExitCode, again.Error));
        Assert.Empty((await RunAsync("list")).Output);
    }

    [Fact]
    public async Task BesideARunningService_BothSeeTheSamePins()
    {
        using var service = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        await service.MigrateAsync(Token);
        var store = new SqlitePinStore(service, TimeSpan.FromDays(30), TimeProvider.System);

        await RunAsync("generate", "--count", "2");
        var byService = await store.AssignAsync("by-service", Token);
        await RunAsync("assign", "by-operator");

        Assert.Contains(byService.Pin.Reveal(), (await RunAsync("list", "-m", "by-service")).Output, StringComparison.Ordinal);
        Assert.NotNull(await store.FindByMeetingAsync("by-operator", Token));
        Assert.Equal(new PinPoolCounts(0, 2, 0), await store.CountAsync(Token));
    }

    [Fact]
    public async Task OtherSections_AreNotNeeded()
    {
        var file = _folder.Write("pins-only.json", """{ "DialIn": { "Pins": { "Length": 6 }, "Trunks": [ { "Name": "half done" } ] }, "Logging": { "LogLevel": { "Default": "Verbose" } } }""");
        var run = await CommandRun.OfAsync(file, false, "pins", "generate", "--count", "1");
        Assert.Equal((0, "Added 1 PINs of 6 digits. Pool: 1 free, 0 assigned, 0 resting.\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("""{ "DialIn": { "Pins": { "Length": 99 } } }""", "fault: DialIn:Pins:Length = \"99\": must be 5 to 12")]
    [InlineData("""{ "DialIn": { "Storage": { "ConnectionString": "Data Source=none/x.db" } } }""", "lies in a folder that does not exist")]
    [InlineData("""{ "DialIn": """, "line 1 is not JSON")]
    public async Task OwnSectionFaulty_IsSaidAndNothingIsDone(string content, string expected)
    {
        var run = await CommandRun.OfAsync(_folder.Write("faulty.json", content), false, "pins", "generate", "--count", "1");
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync(_file, isForPeople: false, ["pins", .. arguments]);
}
