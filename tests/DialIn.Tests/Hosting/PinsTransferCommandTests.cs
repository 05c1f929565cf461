namespace DialIn.Tests.Hosting;

public sealed class PinsTransferCommandTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TestFolder _folder = new();
    private readonly TestFolder _other = new();
    private readonly string _file;
    private readonly string _pins;

    public PinsTransferCommandTests()
    {
        _file = _folder.Write("dialin.json", Settings.Documented);
        _pins = _folder.File("pins.csv");
    }

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task ExportAndImport_MovesThePoolToAnotherDatabase()
    {
        await RunAsync("generate", "--count", "5");
        await RunAsync("assign", "aa");
        await RunAsync("assign", "bb", "--until", "2099-12-24T18:00Z");
        await RunAsync("assign", "gone");
        await RunAsync("release", "gone");

        var export = await RunAsync("export", _pins);
        Assert.Equal($"Wrote {_pins}: 2 reserved, 1 resting, 0 free PINs. Whoever reads it knows the PINs: delete it when it is imported.\n", export.Output);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(_pins));
        }

        var there = _other.Write("dialin.json", Settings.Documented);
        var import = await CommandRun.OfAsync(there, isForPeople: false, "pins", "import", _pins);
        Assert.Equal((0, "Read 2 reserved, 1 resting, 0 free PINs. New in the pool: 3; the others were there already.\n", ""), (import.ExitCode, import.Output, import.Error));
        Assert.Equal((await RunAsync("list")).Output, (await CommandRun.OfAsync(there, isForPeople: false, "pins", "list")).Output);

        var again = await CommandRun.OfAsync(there, isForPeople: false, "pins", "import", _pins);
        Assert.Contains("New in the pool: 0;", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_FileExists_LeavesItAsItIs()
    {
        _folder.Write("pins.csv", "mine");
        var run = await RunAsync("export", _pins);
        Assert.Equal((1, $"{_pins} exists already; export writes new files only.\n"), (run.ExitCode, run.Error));
        Assert.Equal("mine", File.ReadAllText(_pins));
    }

    [Fact]
    public async Task Export_WhereNobodyCanWrite_SaysSo()
    {
        var run = await RunAsync("export", "/proc/pins.csv");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("/proc/pins.csv cannot be written: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export")]
    [InlineData("import")]
    public async Task NoName_IsRefused(string verb)
    {
        var run = await RunAsync(verb, "");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FILE must name a file.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export", "-")]
    [InlineData("export", "/dev/stdout")]
    [InlineData("import", "-")]
    public async Task StandardStreams_AreRefused(string verb, string file)
    {
        var run = await RunAsync(verb, file);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PINs in bulk go to a file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_BadLines_NamesEachAndImportsNothing()
    {
        _folder.Write("pins.csv", "pin,meeting\n481205937,math-101\n4812,short\n481205937,again\n739154826,x\n", OwnerOnly);

        var run = await RunAsync("import", _pins);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            """
            line 3: the PIN is not 5 to 12 digits
            line 4: the PIN stands on line 2 already
            line 5: a meeting id has 2 to 256 characters, no comma, no control character, and no blank at either end
            Bad lines: 3. Nothing was imported.

            """,
            run.Error);
        Assert.Empty((await RunAsync("list")).Output);
    }

    [Fact]
    public async Task Import_AgainstThePool_NamesTheLineOfTheFile()
    {
        _folder.Write("pins.csv", "pin,meeting\n\n481205937,math-101\n", OwnerOnly);
        await RunAsync("import", _pins);
        _folder.Write("pins.csv", "pin,meeting\n\n481205936,other\n481205937,stranger\n", OwnerOnly);

        var run = await RunAsync("import", _pins);

        Assert.Equal("line 4: the PIN leads to another room here\nBad lines: 1. Nothing was imported.\n", run.Error);
        Assert.Equal(["math-101"], (await RunAsync("list")).Lines.Select(static line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task Import_WeakPinsAndAFileThatOthersRead_AreToldAndTaken()
    {
        _folder.Write("pins.csv", "pin,meeting\n123456789,math-101\n", OwnerOnly | UnixFileMode.OtherRead);

        var run = await RunAsync("import", _pins);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"Run: chmod 600 {_pins}", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 of the PINs are what a stranger tries first", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("123456789", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_AnotherEncoding_IsRefused_SinceIdsWouldLoseLetters()
    {
        File.WriteAllBytes(_pins, System.Text.Encoding.Latin1.GetBytes("pin,meeting\n481205937,Bühne\n"));

        var run = await RunAsync("import", _pins);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{_pins} is not UTF-8; save it so, and ids keep their letters.", run.Error, StringComparison.Ordinal);
        Assert.Empty((await RunAsync("list")).Output);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public async Task Import_WithAByteOrderMark_IsRead(string encoding)
    {
        File.WriteAllText(_pins, "pin,meeting\r\n481205937,Bühne\r\n", System.Text.Encoding.GetEncoding(encoding));

        Assert.Equal(0, (await RunAsync("import", _pins)).ExitCode);
        Assert.StartsWith("Bühne\t481205937\t", (await RunAsync("list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_NoFile_SaysSo() =>
        Assert.Contains("cannot be read", (await RunAsync("import", _pins)).Error, StringComparison.Ordinal);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync(_file, isForPeople: false, ["pins", .. arguments]);
}
