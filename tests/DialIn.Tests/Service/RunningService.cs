using System.Net;
using System.Text.Json;
using DialIn.Calls;
using DialIn.Hosting;
using DialIn.Hosting.Configuration;
using DialIn.Pins;
using DialIn.Simulator;
using DialIn.Simulator.Carriers;
using DialIn.Sip.UserAgents;
using DialIn.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.Service;

/// <summary>The whole service in this process, on free ports: a simulated carrier before it, a simulated BBB server behind it.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    public const string Number = "+4961511234567";
    public const string Caller = "+4915112345634";
    public const string Token = "token-of-the-test-0123456789abcdef";
    private readonly TestFolder _folder = new();
    private Action<IServiceCollection>? _services;

    private RunningService(SimulatedBbbServer server, SimulatedCarrier carrier) => (Server, Carrier) = (server, carrier);

    public SimulatedBbbServer Server { get; }

    public SimulatedCarrier Carrier { get; }

    public FakeLogCollector Log { get; } = new();

    public WebApplication Application { get; private set; } = null!;

    /// <summary>Where configuration, database and keys lie.</summary>
    public TestFolder Folder => _folder;

    /// <summary>The configuration file.</summary>
    public string Configuration => _folder.File("dialin.json");

    public LiveCalls Calls => Application.Services.GetRequiredService<LiveCalls>();

    public ICallRecordStore Records => Application.Services.GetRequiredService<ICallRecordStore>();

    public Uri Http => new(Application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IPEndPoint Sip => Stack.LocalEndPoints[0].Address;

    public SipStack Stack => Application.Services.GetRequiredService<SipStack>();

    /// <param name="cancel">Ends the wait.</param>
    /// <param name="change">Changes the section DialIn before it is read.</param>
    /// <param name="pins">Takes the place of the store of PINs.</param>
    /// <param name="carrierOptions">Another carrier.</param>
    /// <param name="prepare">Changes the service's folder and the section, knowing the carrier.</param>
    /// <param name="serverAddress">Where the server is, if it is elsewhere than the carrier.</param>
    /// <param name="muteKey">The key that mutes callers in the server's conference, as the server and the configuration have it; none by default.</param>
    /// <param name="serverOptions">Another BBB server.</param>
    /// <param name="address">Where the carrier and the server are; 127.0.0.1 if not said.</param>
    /// <param name="services">Changes what the service is made of.</param>
    public static async Task<RunningService> StartAsync(
        CancellationToken cancel,
        Action<Dictionary<string, object>>? change = null,
        IPinStore? pins = null,
        SimulatedCarrierOptions? carrierOptions = null,
        Action<RunningService, Dictionary<string, object>>? prepare = null,
        IPAddress? address = null,
        char? muteKey = null,
        IPAddress? serverAddress = null,
        SimulatedBbbServerOptions? serverOptions = null,
        Action<IServiceCollection>? services = null)
    {
        address ??= IPAddress.Loopback;
        var server = new SimulatedBbbServer(
            (serverOptions ?? new SimulatedBbbServerOptions()) with { Name = "bbb1", Address = serverAddress ?? address, MuteKey = muteKey }, TimeProvider.System, NullLoggerFactory.Instance);
        var carrier = new SimulatedCarrier((carrierOptions ?? new SimulatedCarrierOptions()) with { Address = address }, TimeProvider.System, NullLoggerFactory.Instance);
        await server.StartAsync(cancel);
        await carrier.StartAsync(cancel);
        var service = new RunningService(server, carrier) { _services = services };
        await service.StartAsync(section =>
        {
            section["Servers"] = new[] { new { server.Name, ApiUrl = server.ApiUrl.ToString(), server.Secret, SipUri = server.SipUriTemplate, MuteKey = muteKey?.ToString() } };
            change?.Invoke(section);
            prepare?.Invoke(service, section);
        }, pins, cancel);
        return service;
    }

    /// <summary>Reserves a PIN.</summary>
    public async Task<string> ReserveAsync(string meetingId, CancellationToken cancel)
    {
        var store = Application.Services.GetRequiredService<IPinStore>();
        await new PinGenerator(9).GenerateAsync(store, 1, cancel);
        return (await store.AssignAsync(meetingId, cancel)).Pin.Reveal();
    }

    /// <summary>Calls the central number, as a static trunk does.</summary>
    public Task<SimulatedCall> CallAsync(CancellationToken cancel, CarrierCall? call = null) =>
        Carrier.PlaceCallAsync((call ?? new CarrierCall { From = Caller, To = Number }) with { Direct = Stack.LocalEndPoints[0] }, cancel);

    /// <summary>Calls, and is answered.</summary>
    public async Task<SimulatedCall> AnsweredCallAsync(CancellationToken cancel, CarrierCall? call = null)
    {
        var placed = await CallAsync(cancel, call);
        Assert.Equal(200, (await placed.Answered.WaitAsync(cancel)).StatusCode);
        return placed;
    }

    /// <summary>Calls, and types the PIN as soon as there is somebody to type to.</summary>
    public async Task<SimulatedCall> CallWithPinAsync(string pin, CancellationToken cancel)
    {
        var call = await AnsweredCallAsync(cancel);
        await call.WaitForPromptAsync(cancel);
        await call.SendDigitsAsync(pin, cancel);
        return call;
    }

    /// <summary>The record of the only call, once it is there.</summary>
    public async Task<CallRecord> RecordAsync(CancellationToken cancel)
    {
        await Log.WaitAsync(record => record.Id.Id == 3001, cancel);
        // The record is written right after its line in the log.
        IReadOnlyList<CallRecord> records = [];
        await Waiting.UntilAsync(async () => (records = await Records.ListAsync(1, cancel)).Count > 0, cancel);
        return records[0];
    }

    /// <summary>Ends the service and starts it anew, on the same configuration and database.</summary>
    /// <param name="between">Happens while it is down.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task RestartAsync(Func<Task> between, CancellationToken cancel)
    {
        await Application.StopAsync(cancel);
        await Application.DisposeAsync();
        await between();
        await RunAsync(null, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Carrier.DisposeAsync();
        await Application.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAsync(Action<Dictionary<string, object>> change, IPinStore? pins, CancellationToken cancel)
    {
        var section = new Dictionary<string, object>
        {
            ["PhoneNumbers"] = new[] { new { Number, Languages = new[] { "de", "en" } } },
            ["Sip"] = new { Listen = new[] { "udp://127.0.0.1:0" } },
            ["Media"] = new { Address = "127.0.0.1", PortRange = TestPorts.Range },
            ["Trunks"] = new[] { new { Name = "carrier", Mode = "Static", AllowedSources = new[] { "127.0.0.0/8" } } },
            ["Storage"] = new { ConnectionString = "Data Source=dialin.db" },
            ["Http"] = new { Listen = "http://127.0.0.1:0", ApiToken = Token },
        };
        change(section);
        await File.WriteAllTextAsync(Configuration, JsonSerializer.Serialize(new { DialIn = section }), cancel);
        await RunAsync(pins, cancel);
    }

    private async Task RunAsync(IPinStore? pins, CancellationToken cancel)
    {
        var configuration = ConfigurationLoader.Load(Configuration, new Dictionary<string, string>());
        Assert.DoesNotContain(configuration.Faults.All, fault => !fault.IsWarning);
        Application = await BridgeHost.BuildAsync(configuration, cancel, builder =>
        {
            builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(new FakeLoggerProvider(Log));
            if (pins is not null)
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(pins));
            }

            _services?.Invoke(builder.Services);
        });
        await Application.StartAsync(cancel);
    }
}
