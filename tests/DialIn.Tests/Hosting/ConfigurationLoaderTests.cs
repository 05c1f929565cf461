using System.Net;
using DialIn.Hosting.Commands;
using DialIn.Hosting.Configuration;
using DialIn.Trunks;

namespace DialIn.Tests.Hosting;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Documented_AsItIsPrinted_IsAccepted()
    {
        var loaded = Settings.Documentation(_folder);

        Assert.Empty(loaded.Faults());
        Assert.Equal(
            [
                "DialIn:Trunks:1:PasswordFile: is missing; without a password from dialin trunk set-password, trunk sipgate is not registered",
                "DialIn:Http:ApiToken: is short enough to be guessed; openssl rand -hex 32 makes a good one",
            ],
            loaded.Warnings().OrderDescending());
        Assert.Equal(_folder.Path, loaded.BaseFolder);
    }

    [Fact]
    public void Documented_EveryValue_ArrivesTyped()
    {
        var options = Settings.Documentation(_folder).Options;

        var number = Assert.Single(options.PhoneNumbers);
        Assert.Equal(("+4961511234567", "Darmstadt"), (number.Number, number.Label));
        Assert.Equal(["de", "en"], number.Languages);
        Assert.Equal(["udp://127.0.0.1:5060", "tcp://127.0.0.1:5060"], options.Sip.Listen.Select(static l => l.ToString()));
        Assert.Null(options.Sip.PublicAddress);
        Assert.Equal(new AddressPair(IPAddress.Loopback, null), options.Media.Address);
        Assert.Equal(new PortRange(20000, 29999), options.Media.PortRange);
        Assert.Equal([TrunkMode.Static, TrunkMode.Register], options.Trunks.Select(static t => t.Mode));
        Assert.Equal(IPNetwork.Parse("127.0.0.0/8"), Assert.Single(options.Trunks[0].AllowedSources).Network);
        Assert.Equal(("sip:sipconnect.sipgate.de", "123456"), (options.Trunks[1].Registrar, options.Trunks[1].Username));
        Assert.Equal("s3cret", Assert.Single(options.Servers).Secret);
        Assert.Equal(9, options.Pins.Length);
        Assert.Equal("...", options.Http.ApiToken);
    }

    [Fact]
    public void NoConfiguration_NamesWhatIsMissing()
    {
        var faults = Settings.Load(null).Faults();

        Assert.Contains(faults, static f => f.StartsWith("DialIn:PhoneNumbers: is missing", StringComparison.Ordinal));
        Assert.Contains(faults, static f => f.StartsWith("DialIn:Trunks: is missing", StringComparison.Ordinal));
        Assert.Contains(faults, static f => f.StartsWith("DialIn:Servers: is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void InstalledFile_CountsWhereNothingIsNamed_AndIsTold()
    {
        var installed = _folder.Write("installed.json", Settings.Documented);
        using var error = new StringWriter();
        var config = new ConfigOption(new Terminal(TextWriter.Null, error, isForPeople: false));

        var loaded = config.Load(null, installed);

        Assert.Equal((installed, _folder.Path), (loaded.File, loaded.BaseFolder));
        Assert.Equal($"Configuration: {installed}\n", error.ToString());
        // What is named goes before it, and one that is not there is nothing.
        Assert.NotEqual(installed, config.Load(_folder.Write("mine.json", Settings.Documented), installed).File);
        Assert.Null(config.Load(null, _folder.File("nowhere.json")).File);
        Assert.Equal($"Configuration: {installed}\n", error.ToString());
    }

    [Fact]
    public void Environment_OverridesTheFile()
    {
        var loaded = Settings.Documentation(
            _folder, ("Pins:Length", "10"), ("Servers:0:Secret", "other"), ("Calls:DrainTimeout", "5 min"), ("Sip:Listen:1", "tcp://127.0.0.2:5060"));

        Assert.Empty(loaded.Faults());
        Assert.Equal(10, loaded.Options.Pins.Length);
        Assert.Equal("other", loaded.Options.Servers[0].Secret);
        Assert.Equal(TimeSpan.FromMinutes(5), loaded.Options.Calls.DrainTimeout);
        Assert.Equal(["udp://127.0.0.1:5060", "tcp://127.0.0.2:5060"], loaded.Options.Sip.Listen.Select(static l => l.ToString()));
    }

    [Fact]
    public void Environment_SameOptionTwice_IsNamed()
    {
        var environment = new Dictionary<string, string> { ["DialIn__Pins__Length"] = "10", ["DIALIN__PINS__LENGTH"] = "11", ["OTHER__A"] = "", ["Other__A"] = "" };

        var loaded = ConfigurationLoader.Load(null, environment);

        Assert.Equal(
            "DIALIN__PINS__LENGTH: and DialIn__Pins__Length in the environment set the same option; remove all but one",
            loaded.Faults().Single(static fault => fault.Contains("LENGTH", StringComparison.Ordinal)));
    }

    [Fact]
    public void List_InTheFile_ReplacesItsDefault()
    {
        var file = _folder.Write("a.json", """{ "DialIn": { "Sip": { "Listen": ["udp://127.0.0.1:5070"] }, "PhoneNumbers": [ { "Languages": ["de"] } ] } }""");
        var options = Settings.Load(file).Options;
        Assert.Equal("udp://127.0.0.1:5070", Assert.Single(options.Sip.Listen).ToString());
        Assert.Equal(["de"], Assert.Single(options.PhoneNumbers).Languages);
    }

    [Fact]
    public void CommentsAndTrailingCommas_AreAllowed()
    {
        var file = _folder.Write("a.json", "{ // why\n \"DialIn\": { /* yes */ \"Pins\": { \"Length\": 11, }, }, }");
        Assert.Equal(11, Settings.Load(file).Options.Pins.Length);
    }

    [Theory]
    [InlineData("{\n  \"DialIn\": {\n    \"Pins\": { \"Length\": 9 \n    \"Sip\": {}\n  }\n}", "line 4 is not JSON: ")]
    [InlineData("{ \"DialIn\": {", "line 1 is not JSON: ")]
    [InlineData("", "line 1 is not JSON: ")]
    [InlineData("[]", "Top-level JSON element must be an object")]
    [InlineData("{ \"DialIn\": { \"Pins\": {}, \"pins\": { \"Length\": 9 }, \"Pins\": { \"Length\": 8 } } }", "duplicate key")]
    public void Malformed_File_IsNamedWithItsLineAndNothingElse(string content, string expected)
    {
        var file = _folder.Write("bad.json", content);

        var fault = Assert.Single(Settings.Load(file).Faults());

        Assert.StartsWith($"{file}: ", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void MissingFile_IsNamed()
    {
        var fault = Assert.Single(Settings.Load(_folder.File("none.json")).Faults());
        Assert.StartsWith($"{_folder.File("none.json")}: cannot be read", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "DailIn": {} }""", "DailIn: is unknown in ", "did you mean DialIn?")]
    [InlineData("""{ "Trunks": [] }""", "Trunks: must be inside the section DialIn", "")]
    public void SectionBesideOurs_IsNamed(string content, string expected, string alsoExpected)
    {
        var file = _folder.Write("a.json", content);
        Assert.Contains(Settings.Load(file).Faults(), f => f.StartsWith(expected, StringComparison.Ordinal) && f.EndsWith(alsoExpected, StringComparison.Ordinal));
    }

    [Fact]
    public void SectionsOfTheHost_AreNobodysFault()
    {
        var file = _folder.Write("a.json", Settings.Documented.Replace("{ \"DialIn\"", "{ \"Logging\": { \"LogLevel\": { \"Default\": \"Debug\" } }, \"DialIn\"", StringComparison.Ordinal));
        var loaded = Settings.Load(file);
        Assert.Empty(loaded.Faults());
        Assert.Equal("Debug", loaded.Root["Logging:LogLevel:Default"]);
    }

    [Theory]
    [InlineData("LogLevel:Default", "Verbose")]
    [InlineData("Console:LogLevel:DialIn.Calls", "17x")]
    [InlineData("LogLevel:Default", "99")]
    [InlineData("LogLevel:Default", "7")]
    [InlineData("LogLevel:Default", "-1")]
    [InlineData("LogLevel:Default", "Debug,Error")]
    public void Level_ThatIsNone_IsNamed(string key, string value)
    {
        var environment = new Dictionary<string, string> { [$"Logging__{key.Replace(":", "__", StringComparison.Ordinal)}"] = value };
        var loaded = ConfigurationLoader.Load(_folder.Write("a.json", Settings.Documented, UnixFileMode.UserRead | UnixFileMode.UserWrite), environment);
        Assert.Equal([$"Logging:{key} = \"{value}\": must be Trace, Debug, Information, Warning, Error, Critical or None"], loaded.Faults());
    }

    [Fact]
    public void Level_ThatIsAnAddressBySlip_IsNamed_WithoutItsUserAndQuery()
    {
        var environment = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "https://erika:hunter22@collector.example/?code=hunter23" };
        var loaded = ConfigurationLoader.Load(_folder.Write("a.json", Settings.Documented, UnixFileMode.UserRead | UnixFileMode.UserWrite), environment);
        Assert.Equal(
            ["Logging:LogLevel:Default = \"https://…@collector.example/?…\": must be Trace, Debug, Information, Warning, Error, Critical or None"], loaded.Faults());
    }

    [Theory]
    [InlineData("debug")]
    [InlineData("2")]
    [InlineData("6")]
    [InlineData(" Information ")]
    [InlineData("")]
    public void Level_InAnyCase_OrNone_IsNoFault(string value)
    {
        var environment = new Dictionary<string, string> { ["Logging__Console__LogLevel__Default"] = value };
        Assert.Empty(ConfigurationLoader.Load(_folder.Write("a.json", Settings.Documented, UnixFileMode.UserRead | UnixFileMode.UserWrite), environment).Faults());
    }

    [Fact]
    public void BesideTheProgram_LieDefaultsOnly()
    {
        using var shipped = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.json")));
        Assert.Equal("{}", shipped.RootElement.GetProperty("DialIn").GetRawText());
        Assert.Equal("None", shipped.RootElement.GetProperty("Logging").GetProperty("LogLevel").GetProperty("System.Net.Http.HttpClient").GetString());
    }
}
