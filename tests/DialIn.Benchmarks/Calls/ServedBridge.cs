using System.Net;
using DialIn.Simulator;

namespace DialIn.Benchmarks.Calls;

/// <summary>The whole program, <c>dialin serve</c>, as a process with a scratch folder.</summary>
internal sealed class ServedBridge : IDisposable
{
    public const string Number = "+4961511234567";

    /// <summary>The program beside this one.</summary>
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "dialin");

    private const int Looks = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialin-benchmark-");
    private readonly string _configuration;
    private readonly HttpClient _http;
    private readonly string _program;
    private ChildProcess? _process;

    public ServedBridge(SimulatedBbbServer meetings, IPEndPoint conference, string? program = null)
    {
        _program = program ?? Program;
        Sip = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{FreePort.Next()}") };
        _configuration = Path.Combine(_folder.FullName, "dialin.json");
        File.WriteAllText(_configuration, $$"""
            { "Logging": { "LogLevel": { "Default": "Warning" } },
              "DialIn": {
              "PhoneNumbers": [ { "Number": "{{Number}}", "Label": "benchmark", "Languages": ["en"] } ],
              "Sip": { "Listen": ["udp://{{Sip}}"], "MaxCallsPerSecond": 1000 },
              "Media": { "Address": "127.0.0.1", "PortRange": "10000-31999" },
              "Trunks": [ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"], "MaxPendingCalls": 1000, "MaxCallsPerSecond": 1000 } ],
              "Servers": [ { "Name": "bbb1", "ApiUrl": "{{meetings.ApiUrl}}", "Secret": "{{meetings.Secret}}", "SipUri": "sip:{voiceBridge}@{{conference}}" } ],
              "Calls": { "MaxCallsPerCaller": 1000 },
              "Storage": { "Provider": "Sqlite", "ConnectionString": "Data Source={{Path.Combine(_folder.FullName, "dialin.db")}}" },
              "Http": { "Listen": "{{_http.BaseAddress}}", "ApiToken": "no-one-asks-for-this-in-a-benchmark" } } }
            """);
    }

    /// <summary>Where it takes SIP.</summary>
    public IPEndPoint Sip { get; }

    /// <summary>Its process.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Starts it, and waits until it takes calls.</summary>
    public async Task StartAsync()
    {
        _process = Serve();
        while (await _process.ReadAsync() != "Ready")
        {
        }

        _process.Discard();
    }

    /// <summary>What its runtime has counted since its start.</summary>
    public async Task<RuntimeFigures> CountAsync() => RuntimeFigures.Parse(await _http.GetStringAsync("/metrics"));

    /// <summary>The same once the last call is over and recorded.</summary>
    public async Task<RuntimeFigures> CountAtRestAsync()
    {
        for (var looks = 0; looks < Looks; looks++)
        {
            if (await CountAsync() is { Calls: 0 } counted)
            {
                return counted;
            }

            await Task.Delay(LookEvery, TimeProvider.System);
        }

        throw new BenchmarkException("a call does not end");
    }

    /// <summary>Starts it for somebody else, who ends it.</summary>
    public ChildProcess Serve() => ChildProcess.Start(_program, "serve", "--config", _configuration);

    /// <summary>Reserves a PIN with the program's own verbs.</summary>
    public async Task<string> ReserveAsync(string meetingId)
    {
        await RunAsync("pins", "generate", "--count", "10");
        return (await RunAsync("pins", "assign", meetingId)).Split('\t')[1].Trim();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<string> RunAsync(params string[] verb)
    {
        using var process = ChildProcess.Start(_program, [.. verb, "--config", _configuration]);
        return await process.ReadToEndAsync();
    }
}
