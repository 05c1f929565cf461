using System.Collections.Concurrent;
using System.Text.Json;
using DialIn.Announcements;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Endpoint;
using DialIn.Hosting;
using DialIn.Hosting.Configuration;
using DialIn.Meetings;
using DialIn.Pins;
using DialIn.Secrets;
using DialIn.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>The endpoint as it is composed, with its web server, before servers that answer as the test says. Nothing polls them.</summary>
internal sealed class EndpointFixture : IAsyncDisposable
{
    public const string FrontEndSecret = "secret-of-greenlight-63925";
    public const string ServerSecret = "secret-of-the-server-9dd8";

    private readonly TestFolder _folder = new();
    private readonly List<HttpBbb> _servers = [];
    private WebApplication _application = null!;

    private EndpointFixture() => Pins = new MemoryPins(Time);

    public Uri Http => new(_application.Urls.Single());

    public FakeTimeProvider Time { get; } = new();

    public FakeLogCollector Log { get; } = new();

    public MemoryPins Pins { get; }

    public MemoryAnnouncements Announcements { get; } = new();

    public MeetingDirectory Directory => Services.GetRequiredService<MeetingDirectory>();

    public IServiceProvider Services => _application.Services;

    /// <summary>What came to the servers.</summary>
    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    /// <summary>The only request that came to a server.</summary>
    public SeenRequest Only => Assert.Single(Seen);

    /// <summary>Base of a server's API.</summary>
    public string ServerUrl(int server = 0) => _servers[server].ApiUrl;

    /// <summary>How the servers answer.</summary>
    public Func<HttpContext, SeenRequest, Task> Answer { get; set; } = CreatedAsync;

    /// <summary>How the servers answer, without the body read before; null for <see cref="Answer"/>.</summary>
    public RequestDelegate? Serve { get; set; }

    public static async Task<EndpointFixture> StartAsync(
        CancellationToken cancel,
        string frontEndSecret = FrontEndSecret,
        Action<Dictionary<string, object>>? endpoint = null,
        ChecksumAlgorithm checksum = ChecksumAlgorithm.Sha256,
        bool asLoadBalancer = false,
        int servers = 1,
        int freePins = 3,
        int refillTo = 5000,
        bool filterLog = true,
        Func<string?, Pin, string>? message = null)
    {
        var fixture = new EndpointFixture();
        for (var i = 0; i < servers; i++)
        {
            fixture._servers.Add(await HttpBbb.StartAsync(fixture.ServeAsync));
        }

        await fixture.RunAsync(frontEndSecret, endpoint, checksum, asLoadBalancer, message, refillTo, filterLog, cancel);
        if (freePins > 0)
        {
            await new PinGenerator(9).GenerateAsync(fixture.Pins, freePins, cancel);
        }

        return fixture;
    }

    /// <summary>Signs as a front end does.</summary>
    public static string Sign(string call, string query, string secret = FrontEndSecret, ChecksumAlgorithm algorithm = ChecksumAlgorithm.Sha256) =>
        BbbChecksum.Sign(call, query, secret, algorithm);

    /// <summary>A GET of a signed call; the whole answer.</summary>
    public Task<string> GetAsync(string call, string query, CancellationToken cancel, string secret = FrontEndSecret) =>
        RawHttp.SendAsync(Http, "GET", $"/bigbluebutton/api/{call}?{Sign(call, query, secret)}", cancel);

    /// <summary>The PIN of a room, as people read it.</summary>
    public async Task<string> PinOfAsync(string meetingId, CancellationToken cancel) =>
        (await Pins.FindByMeetingAsync(meetingId, cancel))!.Pin.RevealGrouped();

    /// <summary>Waits until all that was to be recorded is; nothing is from then on.</summary>
    public Task RecordAllAsync(CancellationToken cancel) => Services.GetRequiredService<CreateRecorder>().StopAsync(cancel);

    /// <summary>A server is gone: nothing listens there.</summary>
    public Task StopServerAsync(int server = 0) => _servers[server].StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _folder.Dispose();
    }

    public static async Task CreatedAsync(HttpContext http, SeenRequest request)
    {
        http.Response.ContentType = "text/xml;charset=utf-8";
        await http.Response.WriteAsync(CreateDocument.Of(request.Parameters.GetValueOrDefault("meetingID", "")));
    }

    private async Task RunAsync(
        string frontEndSecret, Action<Dictionary<string, object>>? change, ChecksumAlgorithm checksum, bool asLoadBalancer, Func<string?, Pin, string>? message, int refillTo, bool filterLog, CancellationToken cancel)
    {
        var section = new Dictionary<string, object>
        {
            ["Enabled"] = true,
            ["FrontEnds"] = new[] { new { Name = "greenlight", Secret = frontEndSecret } },
        };
        if (asLoadBalancer)
        {
            section["LoadBalancer"] = new { ApiUrl = ServerUrl(), Secret = ServerSecret, Checksum = checksum.ToString() };
        }

        change?.Invoke(section);
        var configuration = ConfigurationLoader.Load(
            _folder.Write("dialin.json", JsonSerializer.Serialize(new
            {
                DialIn = new
                {
                    PhoneNumbers = new[] { new { Number = "+4961511234567", Languages = new[] { "de", "en" } } },
                    Sip = new { Listen = new[] { "udp://127.0.0.1:0" } },
                    Media = new { Address = "127.0.0.1" },
                    Trunks = new[] { new { Name = "carrier", AllowedSources = new[] { "127.0.0.0/8" } } },
                    Servers = _servers.Select((server, i) => new
                    {
                        Name = $"bbb{i + 1}",
                        ApiUrl = asLoadBalancer ? "http://127.0.0.1:1/bigbluebutton/api/" : server.ApiUrl,
                        Secret = ServerSecret,
                        Checksum = checksum.ToString(),
                        SipUri = "sip:{voiceBridge}@127.0.0.1:5090",
                    }),
                    Pins = new { LowWater = 0, RefillTo = refillTo },
                    BbbEndpoint = section,
                },
            }), UnixFileMode.UserRead | UnixFileMode.UserWrite),
            new Dictionary<string, string>());
        Assert.Empty(configuration.Faults());

        var builder = WebApplication.CreateSlimBuilder();
        if (filterLog)
        {
            builder.Logging.AddDialInLogging(configuration.Root);
        }

        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(Log));
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(EndpointSetup.Configure);
        builder.Services
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new RotationMachine(new RotationTimings()))
            .AddSingleton<SecretVault>()
            .AddSingleton<ServerSecrets>()
            .AddSingleton<MeetingDirectory>()
            .AddSingleton(provider => new RefillingPinStore(
                Pins,
                Pins,
                new PinGenerator(9),
                RefillingPinStore.RefillOf(configuration.Options.Pins),
                provider.GetRequiredService<ILogger<RefillingPinStore>>()))
            .AddSingleton<IPinStore>(static provider => provider.GetRequiredService<RefillingPinStore>())
            .AddSingleton<IReservationStore>(static provider => provider.GetRequiredService<RefillingPinStore>())
            .AddSingleton<IAnnouncementStore>(Announcements)
            .AddSingleton(TextSetup.Load(configuration))
            .AddBbbApiClient()
            .AddBbbEndpoint(configuration.Options, message);
        _application = builder.Build();
        foreach (var server in configuration.Options.Servers)
        {
            Directory.AddServer(server.Name);
        }

        _application.MapBbbEndpoint(configuration.Options.BbbEndpoint);
        await _application.StartAsync(cancel);
    }

    private async Task ServeAsync(HttpContext http)
    {
        if (Serve is not null)
        {
            await Serve(http);
            return;
        }

        var request = await SeenRequest.OfAsync(http);
        Seen.Enqueue(request);
        await Answer(http, request);
    }
}
