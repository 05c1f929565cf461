using System.Net;
using System.Text;
using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>
/// Two stacks on a network in memory, in virtual time. Time moves from timer to timer, and at each all work until nothing is left to
/// do; what they leave to chance is thrown with seeded dice: so a run is repeatable.
/// </summary>
internal sealed class TwoStacks : IAsyncDisposable
{
    public const string CallerAddress = "192.0.2.1:5060";
    public const string CalleeAddress = "192.0.2.2:5060";

    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    private readonly FakeLogCollector _logs = new();
    private readonly FakeLoggerProvider _provider;
    private readonly Microsoft.Extensions.Logging.LoggerFactory _loggers = new();

    public TwoStacks(ulong seed = 1, SipProtocol protocol = SipProtocol.Udp, IDnsQueries? dns = null, SipStackOptions? options = null, bool callerHasTcp = false, bool calleeHasUdp = false)
    {
        _provider = new FakeLoggerProvider(_logs);
        _loggers.AddProvider(_provider);
        Network = new SimulatedNetwork(Time, seed);
        CallerNode = Network.AddNode(CallerAddress, protocol);
        CalleeNode = Network.AddNode(CalleeAddress, protocol);
        options ??= new SipStackOptions { Listen = [] };
        Caller = new SipStack(options, CallerApplication, Time, _loggers, callerHasTcp ? [CallerNode, Network.AddNode(CallerAddress, SipProtocol.Tcp)] : [CallerNode], dns, new Random((int)seed).NextDouble);
        Callee = new SipStack(options, CalleeApplication, Time, _loggers, calleeHasUdp ? [Network.AddNode(CalleeAddress), CalleeNode] : [CalleeNode], dns, new Random((int)seed + 1).NextDouble);
    }

    public VirtualTime Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public SimulatedNetwork Network { get; }

    /// <summary>A log event that this test brings about; any other one is a fault.</summary>
    public int? ExpectedEvent { get; set; }

    public SimulatedTransport CallerNode { get; }

    public SimulatedTransport CalleeNode { get; }

    public TestApplication CallerApplication { get; } = new();

    public TestApplication CalleeApplication { get; } = new();

    public SipStack Caller { get; }

    public SipStack Callee { get; }

    /// <summary>Who else works on the network: each completes once nothing is left to do there.</summary>
    public List<Func<Task>> Others { get; } = [];

    /// <summary>The events of the calls as the caller sees them.</summary>
    public EventLog CallerLog { get; } = new();

    /// <summary>The events of the calls as the callee sees them.</summary>
    public EventLog CalleeLog { get; } = new();

    public static ReadOnlyMemory<byte> Sdp { get; } = Encoding.ASCII.GetBytes("v=0\r\n");

    public static async Task<TwoStacks> StartAsync(ulong seed = 1, SipProtocol protocol = SipProtocol.Udp, IDnsQueries? dns = null, SipStackOptions? options = null, bool callerHasTcp = false, bool calleeHasUdp = false)
    {
        var stacks = new TwoStacks(seed, protocol, dns, options, callerHasTcp, calleeHasUdp);
        await stacks.Caller.StartAsync(CancellationToken.None);
        await stacks.Callee.StartAsync(CancellationToken.None);
        return stacks;
    }

    public OutgoingInvite Call(string target = "sip:4711@192.0.2.2") => new()
    {
        Target = SipUri.Parse(CallerNode.Protocol == SipProtocol.Tcp ? target + ";transport=tcp" : target),
        From = new NameAddress(SipUri.Parse("sip:alice@192.0.2.1")),
        Body = Sdp,
    };

    public InviteSession Invite(OutgoingInvite? invite = null) => Caller.Invite(invite ?? Call(), CallerLog.Add);

    /// <summary>Has the callee accept every call.</summary>
    public TwoStacks AcceptAll()
    {
        CalleeApplication.Invited = invite => CalleeSession = invite.Accept(Sdp, "application/sdp", CalleeLog.Add);
        return this;
    }

    /// <summary>The session that <see cref="AcceptAll"/> made last.</summary>
    public InviteSession? CalleeSession { get; set; }

    /// <summary>The session of a call that a test has placed.</summary>
    public InviteSession? CallerSession { get; set; }

    /// <summary>A call that both sides hold to be established.</summary>
    public async Task<InviteSession> EstablishAsync(OutgoingInvite? invite = null)
    {
        AcceptAll();
        var session = Invite(invite);
        await SettleAsync();
        CallerLog.Single<SessionAnswered>();
        CalleeLog.Single<SessionConfirmed>();
        return session;
    }

    /// <summary>From now on three of ten datagrams are lost, two come twice, two are held back, and all of them take a while.</summary>
    public void SpoilTheNetwork()
    {
        Network.LossRate = 0.3;
        Network.DuplicationRate = 0.2;
        Network.ReorderRate = 0.2;
        Network.MinDelay = TimeSpan.FromMilliseconds(10);
        Network.MaxDelay = TimeSpan.FromMilliseconds(90);
        Network.ReorderDelay = TimeSpan.FromMilliseconds(300);
    }

    /// <summary>Lets all on the network work until nothing is left to do at this moment.</summary>
    public async Task SettleAsync()
    {
        int before;
        do
        {
            before = Network.Log.Count;
            await Caller.IdleAsync().WaitAsync(Generous);
            await Callee.IdleAsync().WaitAsync(Generous);
            foreach (var idle in Others)
            {
                await idle().WaitAsync(Generous);
            }
        }
        while (Network.Log.Count != before);
    }

    /// <summary>Lets time pass.</summary>
    public Task PassAsync(double seconds) => Time.PassAsync(TimeSpan.FromSeconds(seconds), SettleAsync);

    /// <summary>The first lines of what was sent, as "caller INVITE", "callee 200 INVITE".</summary>
    public IReadOnlyList<string> Sent() => [.. Network.Log.Select(Describe)];

    /// <summary>The messages of one side, of one kind.</summary>
    public IReadOnlyList<T> From<T>(string address, Func<T, bool>? wanted = null)
        where T : SipMessage =>
        [.. Network.Log.Where(datagram => datagram.From.Equals(IPEndPoint.Parse(address))).Select(datagram => datagram.Message).OfType<T>().Where(wanted ?? (_ => true))];

    public int Count(string what) => Sent().Count(line => line == what);

    /// <summary>A third party on the network.</summary>
    public async Task<RawPeer> AddPeerAsync(SipProtocol? protocol = null)
    {
        var node = Network.AddNode(RawPeer.Address, protocol ?? CalleeNode.Protocol);
        var peer = new RawPeer(this, node);
        await node.StartAsync(peer, CancellationToken.None);
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        await Caller.DisposeAsync().AsTask().WaitAsync(Generous);
        await Callee.DisposeAsync().AsTask().WaitAsync(Generous);
        _loggers.Dispose();
        var faults = _logs.GetSnapshot().Where(record => record.Level >= Microsoft.Extensions.Logging.LogLevel.Information && record.Id.Id != ExpectedEvent).Select(record => $"{record.Message} {record.Exception}").ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static string Describe(SimulatedDatagram datagram)
    {
        var who = datagram.From.ToString() switch
        {
            CallerAddress => "caller",
            CalleeAddress => "callee",
            _ => "peer",
        };
        return datagram.Message switch
        {
            SipRequest request => $"{who} {request.Method}",
            SipResponse response => $"{who} {response.StatusCode} {response.CSeq.Method}",
            _ => $"{who} ?",
        };
    }
}
