using System.Net;
using DialIn.Hosting;
using DialIn.Hosting.Configuration;
using DialIn.Hosting.Reload;
using DialIn.Sip.Locating;
using DialIn.Testing;
using DialIn.Tests.Trunks;
using DialIn.Trunks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Hosting;

public sealed class ConfigurationReloadTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<ConfigurationReload> _log = new();
    private readonly TrunkSources _sources = new();
    private readonly LoadedConfiguration _loaded;
    private readonly LiveLogging _logging;
    private readonly TrunkAddresses _addresses;
    private readonly ConfigurationReload _reload;

    public ConfigurationReloadTests()
    {
        _loaded = Settings.Load(Write(Settings.Documented));
        _logging = new LiveLogging(_loaded.Root);
        var finder = new ServerFinder(new ScriptedDns());
        _addresses = new TrunkAddresses(_loaded.Options.Trunks, _sources, finder, Lists.None, _time, NullLogger<TrunkAddresses>.Instance);
        _addresses.Seen(_loaded.Options.Trunks[0], []);
        _reload = new ConfigurationReload(_loaded, new Dictionary<string, string>(), new LiveOptions(_loaded.Options, _addresses, _logging), _time, _log);
        _reload.Look();
        _reload.Reload();
        _log.Collector.Clear();
    }

    public void Dispose()
    {
        _reload.Dispose();
        _addresses.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Networks_OfATrunk_HoldAtOnce_AndThoseLeftOutDoNot()
    {
        Change("\"127.0.0.0/8\"", "\"192.0.2.0/24\", \"198.51.100.7\"");
        _reload.Reload();

        Assert.Equal(SourceKind.Trunk, _sources.KindOf(IPAddress.Parse("192.0.2.9")));
        Assert.Equal(SourceKind.Trunk, _sources.KindOf(IPAddress.Parse("198.51.100.7")));
        Assert.Equal(SourceKind.Stranger, _sources.KindOf(IPAddress.Loopback));
        Assert.Equal("The configuration has changed; it holds from now on: DialIn:Trunks:0:AllowedSources", Only(3620));
    }

    [Fact]
    public void NamesAndLists_OfATrunk_HoldAtOnce()
    {
        Change("\"127.0.0.0/8\"", "\"carrier.example\", \"https://carrier.example/voice.json#/signaling\"");
        _reload.Reload();

        Assert.Equal(["carrier.example", "https://carrier.example/voice.json#/signaling"], _loaded.Options.Trunks[0].AllowedSources.Select(static source => source.ToString()));
        Assert.Equal(SourceKind.Stranger, _sources.KindOf(IPAddress.Loopback));
        Assert.Equal("The configuration has changed; it holds from now on: DialIn:Trunks:0:AllowedSources", Only(3620));
    }

    [Fact]
    public void Limits_Hold_AndWhatDoesNotIsNamedWithoutItsValue()
    {
        Change("\"Pins\":    { \"Length\": 9 }", "\"Pins\": { \"Length\": 10 }, \"Calls\": { \"MaxCalls\": 7, \"DrainTimeout\": \"1 min\" }");
        Change("\"AllowedSources\": [\"127.0.0.0/8\"]", "\"AllowedSources\": [\"127.0.0.0/8\"], \"MaxCalls\": 3, \"MediaSources\": [\"192.0.2.0/24\"]");
        Change("\"s3cret\"", "\"an0ther\"");
        _reload.Reload();

        Assert.Equal((7, 3, 9), (_loaded.Options.Calls.MaxCalls, _loaded.Options.Trunks[0].MaxCalls, _loaded.Options.Pins.Length));
        Assert.Equal("192.0.2.0/24", Assert.Single(_loaded.Options.Trunks[0].MediaSources).ToString());
        Assert.Equal(TimeSpan.FromMinutes(30), _loaded.Options.Calls.DrainTimeout);
        Assert.Equal("The configuration has changed; it holds from now on: DialIn:Calls:MaxCalls, DialIn:Trunks:0:MaxCalls, DialIn:Trunks:0:MediaSources", Only(3620));
        Assert.Equal("The configuration has changed and needs a restart: DialIn:Calls:DrainTimeout, DialIn:Pins:Length, DialIn:Servers:0:Secret", Only(3621));
        Assert.DoesNotContain(_log.Collector.GetSnapshot(), static record => record.Message.Contains("an0ther", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"AllowedSources\": [\"127.0.0.0/8\"]", "\"AllowedSources\": [], \"CertificateNames\": [\"carrier.example\"]", "DialIn:Trunks:0:AllowedSources, DialIn:Trunks:0:CertificateNames:0")]
    [InlineData("\"Name\": \"carrier\"", "\"Name\": \"another\", \"MaxCalls\": 3", "DialIn:Trunks:0:MaxCalls, DialIn:Trunks:0:Name")]
    [InlineData("udp://127.0.0.1:5060", "udp://127.0.0.1:5062", "DialIn:Sip:Listen:0")]
    public void Change_ThatCannotHold_ChangesNothing(string before, string after, string keys)
    {
        Change(before, after);
        _reload.Reload();

        Assert.Equal($"The configuration has changed and needs a restart: {keys}", Only(3621));
        Assert.DoesNotContain(_log.Collector.GetSnapshot(), static record => record.Id.Id == 3620);
        Assert.Null(_loaded.Options.Trunks[0].MaxCalls);
        Assert.Equal(SourceKind.Trunk, _sources.KindOf(IPAddress.Loopback));
    }

    [Fact]
    public void Keys_OfATrunk_AreAllTaken()
    {
        var values = new Dictionary<string, string>
        {
            [nameof(TrunkOptions.AllowedSources)] = "[\"192.0.2.0/24\"]",
            [nameof(TrunkOptions.MediaSources)] = "[\"198.51.100.0/24\"]",
            [nameof(TrunkOptions.MaxCalls)] = "3",
            [nameof(TrunkOptions.MaxPendingCalls)] = "4",
            [nameof(TrunkOptions.FullStatus)] = "486",
            [nameof(TrunkOptions.AlarmWithoutCallsFor)] = "\"1 h\"",
        };
        Assert.Equal(values.Keys.Order(), LiveOptions.TrunkKeys.Order());
        var expected = Settings.Load(Change("\"AllowedSources\": [\"127.0.0.0/8\"]", string.Join(", ", values.Select(static value => $"\"{value.Key}\": {value.Value}"))));
        _reload.Reload();

        Assert.All(LiveOptions.TrunkKeys, key =>
        {
            var property = typeof(TrunkOptions).GetProperty(key)!;
            Assert.Equal(property.GetValue(expected.Options.Trunks[0]), property.GetValue(_loaded.Options.Trunks[0]));
        });
        Assert.Equal($"The configuration has changed; it holds from now on: {string.Join(", ", values.Keys.Order().Select(static key => $"DialIn:Trunks:0:{key}"))}", Only(3620));
    }

    [Fact]
    public void Trunk_ThatCameBeforeAnother_LeavesItAsItWas()
    {
        Change("\"Trunks\":  [", "\"Trunks\":  [ { \"Name\": \"new\", \"AllowedSources\": [\"192.0.2.0/24\"], \"MaxCalls\": 3 },");
        _reload.Reload();
        // The places have not changed since the file before; those of the start count.
        Change("\"MaxCalls\": 3", "\"MaxCalls\": 4");
        Change("\"127.0.0.0/8\"", "\"198.51.100.0/24\"");
        Change("\"Username\": \"123456\"", "\"Username\": \"123456\", \"MaxCalls\": 5");
        _reload.Reload();

        Assert.DoesNotContain(_log.Collector.GetSnapshot(), static record => record.Id.Id is not 3621);
        Assert.Equal(
            "The configuration has changed and needs a restart: DialIn:Trunks:0:MaxCalls, DialIn:Trunks:1:AllowedSources, DialIn:Trunks:2:MaxCalls",
            _log.LatestRecord.Message);
        Assert.All(_loaded.Options.Trunks, static trunk => Assert.Null(trunk.MaxCalls));
        Assert.Equal(SourceKind.Trunk, _sources.KindOf(IPAddress.Loopback));
        Assert.Equal(SourceKind.Stranger, _sources.KindOf(IPAddress.Parse("192.0.2.9")));
    }

    [Fact]
    public void Trunk_ThatWent_LeavesTheOthersAsTheyWere_AndWhereItIsBackItsValuesHold()
    {
        var trunk = "{ \"Name\": \"carrier\", \"Mode\": \"Static\", \"AllowedSources\": [\"127.0.0.0/8\"] },";
        Change(trunk, "");
        Change("\"Username\": \"123456\"", "\"Username\": \"123456\", \"MaxCalls\": 5");
        _reload.Reload();
        Change("\"MaxCalls\": 5", "\"MaxCalls\": 6");
        _reload.Reload();
        Assert.All(_loaded.Options.Trunks, static trunk => Assert.Null(trunk.MaxCalls));
        Assert.DoesNotContain(_log.Collector.GetSnapshot(), static record => record.Id.Id is not 3621);

        Change("\"Trunks\":  [", $"\"Trunks\":  [ {trunk.Replace("] }", "], \"MaxCalls\": 6 }", StringComparison.Ordinal)}");
        _reload.Reload();
        Assert.Equal([6, 6], _loaded.Options.Trunks.Select(static trunk => trunk.MaxCalls));
    }

    [Fact]
    public void Error_InWhatTakesIt_IsLoggedAndNoMore()
    {
        using var listener = _logging.Root.GetReloadToken().RegisterChangeCallback(static _ => throw new InvalidOperationException("no"), null);
        Write(Settings.Documented.TrimEnd().TrimEnd('}') + ", \"Logging\": { \"LogLevel\": { \"DialIn\": \"Debug\" } } }");
        _reload.Reload();

        Assert.NotEmpty(Only(3624));
        _reload.Reload();
        Assert.NotEmpty(Only(3620));
    }

    [Theory]
    [InlineData("{ \"DialIn\"", "{ \"Logging\": { \"LogLevel\": { \"DialIn\": \"Verbose\" } }, \"DialIn\"")]
    [InlineData("\"127.0.0.0/8\"", "\"127.0.0.0/80\"")]
    [InlineData("{ \"DialIn\"", "{ { \"DialIn\"")]
    public void File_WithAFault_ChangesNothing(string before, string after)
    {
        Change(before, after);
        _reload.Reload();

        Assert.NotEmpty(Only(3622));
        Assert.Single(_log.Collector.GetSnapshot());
        Assert.Equal(SourceKind.Trunk, _sources.KindOf(IPAddress.Loopback));

        Write(Settings.Documented);
        _reload.Reload();
        Assert.NotEmpty(Only(3623));
    }

    [Fact]
    public void Levels_OfTheLog_HoldAtOnce()
    {
        using var factory = LoggerFactory.Create(builder => builder.AddDialInLogging(_logging.Root).AddProvider(new FakeLoggerProvider()));
        var logger = factory.CreateLogger("DialIn.Calls");
        Assert.False(logger.IsEnabled(LogLevel.Debug));

        Write(Settings.Documented.TrimEnd().TrimEnd('}') + ", \"Logging\": { \"LogLevel\": { \"DialIn\": \"Debug\" } } }");
        _reload.Reload();

        Assert.True(logger.IsEnabled(LogLevel.Debug));
        Assert.Contains("Logging:LogLevel:DialIn", Only(3620), StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatIsStillBeingWritten_IsWaitedFor()
    {
        Change("\"127.0.0.0/8\"", "\"192.0.2.0/24\"");
        _reload.Look();
        Change("\"192.0.2.0/24\"", "\"192.0.2.0/25\"");
        _reload.Look();
        Assert.Equal(0, _log.Collector.Count);

        _reload.Look();
        Assert.NotEmpty(Only(3620));
        _reload.Look();
        Assert.Equal(1, _log.Collector.Count);
        Assert.Equal(SourceKind.Stranger, _sources.KindOf(IPAddress.Parse("192.0.2.200")));
    }

    private string Write(string text) => _folder.Write("dialin.json", text, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private string Change(string before, string after)
    {
        var text = File.ReadAllText(_folder.File("dialin.json"));
        Assert.Contains(before, text, StringComparison.Ordinal);
        return Write(text.Replace(before, after, StringComparison.Ordinal));
    }

    private string Only(int id) => Assert.Single(_log.Collector.GetSnapshot(), record => record.Id.Id == id).Message;
}
