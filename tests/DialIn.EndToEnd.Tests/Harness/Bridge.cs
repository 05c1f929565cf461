using System.Text.Json;
using DialIn.Simulator;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>The built <c>dialin serve</c> as a process, in front of simulated BBB servers.</summary>
internal sealed class Bridge : IAsyncDisposable
{
    private const string ApiToken = "end-to-end";
    private const int StartAttempts = 3;

    /// <summary>Its ports for media, unless there are many calls.</summary>
    public const int UsualMediaPorts = 48;

    /// <summary>
    /// The program itself. DIALIN_PROGRAM names one that was published ready-compiled: about a hundred starts then cost half of the time.
    /// </summary>
    public static readonly string Program = Environment.GetEnvironmentVariable("DIALIN_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "dialin");
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(3);
    private readonly ScratchFolder _folder;
    private readonly IReadOnlyDictionary<string, string>? _environment;
    private readonly HttpClient _http;
    private bool _hasPool;

    private Bridge(ScratchFolder folder, string configuration, int sipPort, int tlsPort, int httpPort, IReadOnlyDictionary<string, string>? environment)
    {
        (_folder, Configuration, SipPort, TlsPort, _environment) = (folder, configuration, sipPort, tlsPort, environment);
        Process = Serve();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}/") };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", ApiToken);
    }

    /// <summary>The configuration file.</summary>
    public string Configuration { get; }

    /// <summary>Where it takes SIP, UDP and TCP, on 127.0.0.1.</summary>
    public int SipPort { get; }

    /// <summary>Where it takes SIP over TLS, if it has a certificate.</summary>
    public int TlsPort { get; }

    /// <summary>Its HTTP interface.</summary>
    public Uri Http => _http.BaseAddress!;

    /// <summary>The running service.</summary>
    public ProgramProcess Process { get; private set; }

    /// <summary>All that the service has logged.</summary>
    public string Log => Process.Output;

    /// <summary>The database's file.</summary>
    public string Database => _folder.File("dialin.db");

    /// <summary>Starts the service with DESIGN's configuration on own ports, and waits for Ready.</summary>
    /// <param name="folder">Scratch space of the test.</param>
    /// <param name="servers">The BBB servers, started.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="extra">More sections of <c>DialIn</c>, such as <c>"Calls": { "RingFor": "00:00:03" }</c>.</param>
    /// <param name="trunks">The trunks as JSON; a static one of 127.0.0.0/8 by default.</param>
    /// <param name="certificate">Certificate and key, to take SIP over TLS with.</param>
    /// <param name="environment">Further variables for the service, such as <c>DialIn__Sip__RegistrationLease</c>.</param>
    /// <param name="mediaPorts">How many ports it has for media: four for each call.</param>
    public static async Task<Bridge> StartAsync(
        ScratchFolder folder,
        IEnumerable<SimulatedBbbServer> servers,
        CancellationToken cancel,
        string? extra = null,
        string? trunks = null,
        (string File, string KeyFile)? certificate = null,
        IReadOnlyDictionary<string, string>? environment = null,
        int mediaPorts = UsualMediaPorts)
    {
        for (var attempt = 1; ; attempt++)
        {
            var bridge = Start(folder, servers, extra, trunks, certificate, environment, mediaPorts);
            try
            {
                await bridge.WaitUntilReadyAsync(cancel);
                return bridge;
            }
            catch (InvalidOperationException) when (attempt < StartAttempts && bridge.Log.Contains("Address already in use", StringComparison.Ordinal))
            {
                // Between the look at a port and its use another program took it.
                await bridge.DisposeAsync();
            }
            catch
            {
                await bridge.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Fills the pool and reserves a PIN, with the program's own verbs beside the running service.</summary>
    public async Task<string> ReservePinAsync(string meetingId, CancellationToken cancel)
    {
        if (!_hasPool)
        {
            await RunAsync(["pins", "generate", "--count", "50"], cancel);
            _hasPool = true;
        }

        var line = await RunAsync(["pins", "assign", meetingId], cancel);
        return line.Split('\t')[1];
    }

    /// <summary>The service's HTTP interface, with its token.</summary>
    /// <param name="path">Without a slash at its start, such as <c>api/v1/trunks</c>.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancel) => _http.GetAsync(new Uri(path, UriKind.Relative), cancel);

    /// <summary>Looks on, as the console does.</summary>
    public async Task<StreamReader> WatchAsync(CancellationToken cancel) => new(await _http.GetStreamAsync(new Uri("api/v1/events", UriKind.Relative), cancel));

    /// <summary>Starts another verb on the same configuration.</summary>
    public ProgramProcess StartVerb(params IEnumerable<string> verb) => StartProgram(_folder, [.. verb, "--config", Configuration]);

    /// <summary>Starts the program with any arguments.</summary>
    public static ProgramProcess StartProgram(ScratchFolder folder, params IEnumerable<string> arguments) => new(Program, arguments, folder.Path);

    /// <summary>Runs another verb on the same configuration and gives what it printed; it must end with 0.</summary>
    /// <param name="verb">The verb and its arguments.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="typed">A line that it is given, if it asks for one.</param>
    public async Task<string> RunAsync(IEnumerable<string> verb, CancellationToken cancel, string? typed = null)
    {
        await using var process = new ProgramProcess(Program, [.. verb, "--config", Configuration], _folder.Path, isTyped: typed is not null);
        if (typed is not null)
        {
            await process.TypeAsync(typed, cancel);
        }

        var code = await process.WaitForExitAsync(StartWithin, cancel);
        Assert.True(code == 0, $"dialin {string.Join(' ', verb)} ended with {code}: {process.Output}");
        return process.Output.Trim();
    }

    /// <summary>Starts the service again, after it was ended or killed.</summary>
    public async Task RestartAsync(CancellationToken cancel)
    {
        await Process.DisposeAsync();
        Process = Serve();
        await WaitUntilReadyAsync(cancel);
    }

    /// <summary>What the outside sees of the database, by the sqlite3 program.</summary>
    public async Task<string> QueryAsync(string sql, CancellationToken cancel)
    {
        await using var sqlite = new ProgramProcess("sqlite3", ["-readonly", "-cmd", ".timeout 60000", Database, sql], _folder.Path);
        var code = await sqlite.WaitForExitAsync(TimeSpan.FromMinutes(2), cancel);
        Assert.True(code == 0, sqlite.Output);
        return sqlite.Output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _http.Dispose();

        // The runner shows it when the test has failed.
        TestContext.Current.TestOutputHelper?.WriteLine(Log);
    }

    private static Bridge Start(ScratchFolder folder, IEnumerable<SimulatedBbbServer> servers, string? extra, string? trunks, (string File, string KeyFile)? certificate, IReadOnlyDictionary<string, string>? environment, int mediaPorts)
    {
        var sip = FreePorts.Next();
        var tls = FreePorts.Next();
        var http = FreePorts.Next();
        var media = FreePorts.NextRange(mediaPorts);
        var file = folder.Write("dialin.json", $$"""
            { "DialIn": {
              "PhoneNumbers": [ { "Number": "+4961511234567", "Label": "Darmstadt", "Languages": ["de", "en"] },
                                { "Number": "+493023125000", "Label": "Berlin", "Languages": ["en"] } ],
              "Sip": { "Listen": ["udp://127.0.0.1:{{sip}}", "tcp://127.0.0.1:{{sip}}"{{(certificate is null ? "" : $", \"tls://127.0.0.1:{tls}\"")}}], "PublicAddress": null
                       {{(certificate is { } files ? $", \"CertificateFile\": \"{files.File}\", \"CertificateKeyFile\": \"{files.KeyFile}\"" : "")}} },
              "Media": { "Address": "127.0.0.1", "PublicAddress": null, "PortRange": "{{media}}-{{media + mediaPorts - 1}}" },
              "Trunks": {{trunks ?? """[ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"] } ]"""}},
              "Servers": [ {{string.Join(", ", servers.Select(ServerJson))}} ],
              "Pins": { "Length": 9 },
              "Storage": { "Provider": "Sqlite", "ConnectionString": "Data Source=dialin.db" },
              "Http": { "Listen": "http://127.0.0.1:{{http}}", "ApiToken": "{{ApiToken}}" }
              {{(extra is null ? "" : ", " + extra)}} } }
            """);
        return new Bridge(folder, file, sip, tls, http, environment);
    }

    private ProgramProcess Serve() => new(
        Program,
        ["serve", "--config", Configuration],
        _folder.Path,
        new Dictionary<string, string>(_environment ?? new Dictionary<string, string>()) { ["Logging__LogLevel__Default"] = "Debug" });

    private static string ServerJson(SimulatedBbbServer server) => $$"""
        { "Name": {{JsonSerializer.Serialize(server.Name)}}, "ApiUrl": "{{server.ApiUrl}}", "Secret": {{JsonSerializer.Serialize(server.Secret)}}, "SipUri": "{{server.SipUriTemplate}}" }
        """;

    private async Task WaitUntilReadyAsync(CancellationToken cancel) =>
        await Process.WaitForLineAsync(line => line == "Ready", StartWithin, cancel);
}
