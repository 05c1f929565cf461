using System.Collections.Concurrent;
using System.Net;
using DialIn.Media.Codecs;
using DialIn.Simulator;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;
using DialIn.Sip.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>All that a call needs: BBB servers named bbb1, bbb2, …, the bridge before them, and a carrier that places calls.</summary>
internal sealed class Site : IAsyncDisposable
{
    /// <summary>The number that callers dial.</summary>
    public const string CentralNumber = "+4961511234567";

    private static readonly TimeSpan LongestTest = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentBag<string> _typed = [];
    private readonly ConcurrentBag<string> _callers = [];

    private Site(IReadOnlyList<SimulatedBbbServer> servers, TimeSpan longest)
    {
        Servers = servers;
        _deadline.CancelAfter(longest);
    }

    /// <summary>Ends every wait of a test that has gone wrong.</summary>
    public CancellationToken Cancel => _deadline.Token;

    /// <summary>The BBB servers.</summary>
    public IReadOnlyList<SimulatedBbbServer> Servers { get; }

    /// <summary>The service.</summary>
    public Bridge Bridge { get; private set; } = null!;

    /// <summary>Who brings the calls.</summary>
    public SimulatedCarrier Carrier { get; } = new(new SimulatedCarrierOptions(), TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>Starts everything.</summary>
    /// <param name="folder">Scratch space of the test.</param>
    /// <param name="servers">How many BBB servers.</param>
    /// <param name="calls">Content of the section <c>Calls</c>, such as <c>"ReconnectFor": "00:00:15"</c>.</param>
    /// <param name="trunks">The trunks as JSON; one static trunk by default.</param>
    /// <param name="certificate">Certificate and key, to take SIP over TLS with.</param>
    /// <param name="longest">How long the test may take; five minutes by default.</param>
    /// <param name="serverCodecs">What the servers' conferences speak; all codecs by default.</param>
    /// <param name="waitAfterEnd">How long callers are kept whose meeting has ended; not at all by default.</param>
    /// <param name="extra">More sections of <c>DialIn</c>, such as <c>"Telemetry": { … }</c>.</param>
    /// <param name="environment">Further variables for the service.</param>
    /// <param name="mediaPorts">How many ports the service has for media: four for each call.</param>
    public static async Task<Site> StartAsync(ScratchFolder folder, int servers = 1, string? calls = null, string? trunks = null, (string File, string KeyFile)? certificate = null, TimeSpan? longest = null, IReadOnlyList<AudioCodec>? serverCodecs = null, TimeSpan? waitAfterEnd = null, string? extra = null, IReadOnlyDictionary<string, string>? environment = null, int mediaPorts = Bridge.UsualMediaPorts)
    {
        // A server that goes away leaves its ports: nobody else may get them then, so the system does not choose them.
        var site = new Site([.. Enumerable.Range(1, servers).Select(number => new SimulatedBbbServer(
            new SimulatedBbbServerOptions { Name = $"bbb{number}", SipPort = FreePorts.Next(), HttpPort = FreePorts.Next(), Codecs = serverCodecs ?? AudioCodec.All }, TimeProvider.System, NullLoggerFactory.Instance))], longest ?? LongestTest);
        try
        {
            await Task.WhenAll(site.Servers.Select(server => server.StartAsync(site.Cancel)));
            await site.Carrier.StartAsync(site.Cancel);
            var sections = $"\"Calls\": {{ \"WaitAfterEnd\": \"{waitAfterEnd ?? TimeSpan.Zero}\"{(calls is null ? "" : ", " + calls)} }}{(extra is null ? "" : ", " + extra)}";
            site.Bridge = await Bridge.StartAsync(folder, site.Servers, site.Cancel, sections, trunks, certificate, environment, mediaPorts);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a meeting on a server, with its first moderator in it.</summary>
    public static SimulatedMeeting Open(SimulatedBbbServer server, string meetingId, string voiceBridge) =>
        server.CreateMeeting(new MeetingRequest(meetingId, meetingId) { VoiceBridge = voiceBridge });

    /// <summary>A call to the central number, answered, with the prompt in the caller's ear.</summary>
    public async Task<SimulatedCall> CallAsync(string caller)
    {
        _callers.Add(caller);
        var call = await Carrier.PlaceCallAsync(
            new CarrierCall
            {
                From = caller,
                To = CentralNumber,
                Direct = new SipEndPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, Bridge.SipPort)),
            },
            Cancel);
        var answer = await call.Answered.WaitAsync(Cancel);
        Assert.True(answer.IsAnswered, $"the bridge said {answer.StatusCode} {answer.Reason}");
        await call.WaitForPromptAsync(Cancel);
        return call;
    }

    /// <summary>A call whose PIN is typed into the prompt.</summary>
    public async Task<SimulatedCall> CallAsync(string caller, string pin)
    {
        var call = await CallAsync(caller);
        await TypeAsync(call, pin);
        return call;
    }

    /// <summary>Types a PIN.</summary>
    public async Task TypeAsync(SimulatedCall call, string pin)
    {
        _typed.Add(pin);
        await call.SendDigitsAsync(pin, Cancel);
    }

    /// <summary>Notes what somebody else typed or called from, for <see cref="AssertNoLeakAsync"/>.</summary>
    public void Note(string caller, string? pin = null)
    {
        _callers.Add(caller);
        if (pin is not null)
        {
            _typed.Add(pin);
        }
    }

    /// <summary>Waits until the service says that a call ended for a reason, by its name in the code.</summary>
    public Task WaitForEndAsync(string reason) => Bridge.Process.WaitForLineAsync(
        line => line.Contains($", {reason} (server", StringComparison.Ordinal), TimeSpan.FromMinutes(2), Cancel);

    /// <summary>Waits until that many calls in all have ended.</summary>
    public Task WaitForEndsAsync(int calls) => Bridge.Process.WaitForLinesAsync(
        static line => line.Contains("[3001] Call", StringComparison.Ordinal), calls, TimeSpan.FromMinutes(2), Cancel);

    /// <summary>Neither the log nor the database has a PIN that was typed, or a caller's number.</summary>
    public Task AssertNoLeakAsync() => Leaks.AssertNoneAsync(Bridge, _typed, _callers, Cancel);

    /// <summary>As <see cref="AssertNoLeakAsync"/>, and the service has logged no error.</summary>
    public Task AssertCleanAsync()
    {
        Assert.DoesNotMatch("(?m)^.{20,30} (fail|crit): .*$", Bridge.Log);
        return AssertNoLeakAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Carrier.DisposeAsync();
        if (Bridge is not null)
        {
            await Bridge.DisposeAsync();
        }

        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }

        _deadline.Dispose();
    }
}
