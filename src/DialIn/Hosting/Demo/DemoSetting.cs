using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DialIn.Hosting.Configuration;
using DialIn.Secrets;
using DialIn.Simulator;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Hosting.Demo;

/// <summary>What stands around the bridge in the demo: a carrier, two BBB servers, and the configuration that names them.</summary>
internal sealed class DemoSetting : IAsyncDisposable
{
    /// <summary>The central number.</summary>
    public const string Number = "+4961511234567";

    /// <summary>The account that the bridge has at the carrier.</summary>
    public const string Account = "dialin-demo";

    /// <summary>What the HTTP interface and the console take.</summary>
    public const string ApiToken = "demo-token";

    private const string Password = "demo-password";

    // The first one needs no port in the softphone's address. All are below the range in which the system hands out ports by
    // itself: what was free a moment ago still is.
    private static readonly IEnumerable<int> SipPorts = Enumerable.Range(0, 20).Select(static i => 5060 + (2 * i));
    private static readonly string[] ServerNames = ["bbb1", "bbb2"];
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private DemoSetting(string folder, SimulatedCarrier carrier, IReadOnlyList<SimulatedBbbServer> servers, int sipPort, LoadedConfiguration configuration) =>
        (Folder, Carrier, Servers, SipPort, Configuration) = (folder, carrier, servers, sipPort, configuration);

    /// <summary>Where the demo keeps its files.</summary>
    public string Folder { get; }

    /// <summary>The carrier.</summary>
    public SimulatedCarrier Carrier { get; }

    /// <summary>The BBB servers.</summary>
    public IReadOnlyList<SimulatedBbbServer> Servers { get; }

    /// <summary>Where the bridge takes SIP.</summary>
    public int SipPort { get; }

    /// <summary>The bridge's configuration, read from the file in <see cref="Folder"/>.</summary>
    public LoadedConfiguration Configuration { get; }

    /// <summary>Starts carrier and servers, and writes the configuration that a real installation would have.</summary>
    public static async Task<DemoSetting> StartAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var carrier = new SimulatedCarrier(
            new SimulatedCarrierOptions { Users = new Dictionary<string, string> { [Account] = Password } }, TimeProvider.System, NullLoggerFactory.Instance);
        var servers = ServerNames
            .Select(name => new SimulatedBbbServer(
                new SimulatedBbbServerOptions { Name = name, Secret = $"{name}-secret" }, TimeProvider.System, NullLoggerFactory.Instance))
            .ToList();
        await carrier.StartAsync(cancellationToken);
        foreach (var server in servers)
        {
            await server.StartAsync(cancellationToken);
        }

        var sipPort = FreePort();
        var file = Write(folder, carrier, servers, sipPort);
        return new DemoSetting(folder, carrier, servers, sipPort, ConfigurationLoader.Load(file, new Dictionary<string, string>()));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Carrier.DisposeAsync();
        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }
    }

    private static string Write(string folder, SimulatedCarrier carrier, IReadOnlyList<SimulatedBbbServer> servers, int sipPort)
    {
        var password = Path.Combine(folder, "carrier.password");
        WritePrivate(password, Password);
        var configuration = new
        {
            DialIn = new
            {
                PhoneNumbers = new[] { new { Number, Label = "Demo", Languages = new[] { "de", "en" } } },
                Sip = new { Listen = new[] { $"udp://127.0.0.1:{sipPort}", $"tcp://127.0.0.1:{sipPort}" } },
                Media = new { Address = "127.0.0.1", PortRange = "20000-29999" },
                Trunks = new object[]
                {
                    new { Name = "carrier", Mode = "Register", Registrar = $"sip:{carrier.SipEndPoint}", Username = Account, PasswordFile = password },
                    new { Name = "softphone", Mode = "Static", AllowedSources = new[] { "127.0.0.0/8" } },
                },
                Servers = servers.Select(server => new { server.Name, ApiUrl = server.ApiUrl.ToString(), server.Secret, SipUri = server.SipUriTemplate }),
                Storage = new { ConnectionString = "Data Source=dialin.db" },
                Http = new { Listen = "http://127.0.0.1:0", ApiToken },
                BbbEndpoint = new { Enabled = true, PickServer = "FewestMeetings", FrontEnds = new[] { new { Name = "demo", DemoFrontEnd.Secret } } },
            },
        };
        var file = Path.Combine(folder, "dialin.json");
        WritePrivate(file, JsonSerializer.Serialize(configuration, Readable));
        return file;
    }

    private static void WritePrivate(string file, string text)
    {
        using var writer = new StreamWriter(file, PrivateFile.Options(FileMode.Create));
        writer.Write(text);
    }

    private static int FreePort()
    {
        foreach (var port in SipPorts)
        {
            try
            {
                using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                tcp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another SIP program runs here.
            }
        }

        throw new IOException($"Of the ports {SipPorts.First()}, {SipPorts.ElementAt(1)}, … {SipPorts.Last()} none is free for UDP and TCP on 127.0.0.1.");
    }
}
