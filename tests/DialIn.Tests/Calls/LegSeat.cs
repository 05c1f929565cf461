using System.Net;
using System.Text;
using System.Threading.Channels;
using DialIn.Calls;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Calls;

/// <summary>
/// One leg of a call alone: a real SIP stack on a network in memory whose time stands still, a peer that the test plays message by
/// message, and the mailbox, which the test reads when it likes.
/// </summary>
internal sealed class LegSeat : ISipApplication, ISipTransportEvents, IAsyncDisposable
{
    private const string Bridge = "192.0.2.1:5060";
    private const string Peer = "192.0.2.2:5060";

    // Two of them at once are still no pause.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(30);

    private readonly Channel<Func<CallEvent?>> _mailbox = Channel.CreateUnbounded<Func<CallEvent?>>();
    private readonly Channel<SipMessage> _atPeer = Channel.CreateUnbounded<SipMessage>();
    private readonly TaskCompletionSource<PendingInvite> _invited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeTimeProvider _time = new();
    private readonly SimulatedTransport _peer;
    private readonly MediaLoop _loop;
    private readonly CallMedia _media;
    private readonly PortPool _ports;
    private readonly CallServices _services;
    private uint _cseq;

    public LegSeat()
    {
        var network = new SimulatedNetwork(_time);
        var node = network.AddNode(Bridge);
        _peer = network.AddNode(Peer);
        _loop = new MediaLoop(new MediaLoopOptions { Threads = 1 }, _time, NullLoggerFactory.Instance);
        _ports = new PortPool(new PortPoolOptions { Address = IPAddress.Loopback, First = TestPorts.First, Last = TestPorts.Last }, TimeProvider.System);
        _media = CallMedia.Create(_loop, _ports);
        Stack = new SipStack(new SipStackOptions { Listen = [] }, this, _time, NullLoggerFactory.Instance, [node]);
        _services = new CallServices
        {
            Stack = Stack,
            Loop = _loop,
            Ports = _ports,
            MediaAddresses = new MediaAddresses([]),
            FromHost = "192.0.2.1",
            Codecs = new CodecPreferences(new Dictionary<string, IReadOnlyList<AudioCodec>>(), new Dictionary<string, IReadOnlyList<AudioCodec>>()),
            Options = new CallsOptions(),
            PseudonymKey = default,
            PinLength = 9,
            Time = _time,
            // A leg alone plays nothing and looks nothing up.
            Prompts = null!,
            Pins = null!,
            Meetings = null!,
            Addresses = null!,
            Records = null!,
            Names = null!,
            Encryption = null!,
            Guesses = null!,
        };
    }

    public SipStack Stack { get; }

    public static async Task<LegSeat> StartAsync()
    {
        var seat = new LegSeat();
        await seat.Stack.StartAsync(CancellationToken.None);
        await seat._peer.StartAsync(seat, CancellationToken.None);
        return seat;
    }

    /// <summary>Calls the peer's conference.</summary>
    public ConferenceSide Call(AudioCodec codec, MediaSecurity? security = null) => new(
        1,
        SipUri.Parse($"sip:71001@{Peer}"),
        family: null,
        new NameAddress(SipUri.Parse("sip:telefon@192.0.2.1")),
        codec,
        security ?? MediaSecurity.Off,
        _media,
        _services,
        Post,
        goesPlain: () => { });

    /// <summary>The peer calls, in some payload types, and is answered.</summary>
    public async Task<TrunkSide> AnswerAsync(string payloadTypes)
    {
        await SendAsync(Request("INVITE", ++_cseq, toTag: null, Sdp(payloadTypes)));
        var trunk = new TrunkSide(
            await _invited.Task.WaitAsync(Limits.Generous), AudioCodec.All, MediaSecurity.Off, InBandDigits.Never, null, _media, _services, Post);
        Assert.Null(trunk.Answer());
        var answer = await ResponseAsync(200);
        ToTag = answer.To!.Tag;
        await SendAsync(Request("ACK", _cseq, ToTag));
        Assert.IsType<TrunkCodecAgreed>(await NextAsync());
        Assert.IsType<TrunkConfirmed>(await NextAsync());
        return trunk;
    }

    /// <summary>The peer calls without an offer, and answers ours in the ACK in some payload types.</summary>
    public async Task AnswerLateAsync(string payloadTypes)
    {
        await SendAsync(Request("INVITE", ++_cseq, toTag: null));
        var trunk = new TrunkSide(
            await _invited.Task.WaitAsync(Limits.Generous), AudioCodec.All, MediaSecurity.Off, InBandDigits.Never, null, _media, _services, Post);
        Assert.Null(trunk.Answer());
        ToTag = (await ResponseAsync(200)).To!.Tag;
        await SendAsync(Request("ACK", _cseq, ToTag, Sdp(payloadTypes)));
    }

    /// <summary>Our tag in a dialog that the peer has begun.</summary>
    public string? ToTag { get; private set; }

    /// <summary>How many pairs of ports the legs hold. What was asked of the legs before has been carried out by then.</summary>
    public async Task<int> PortsInUseAsync()
    {
        foreach (var leg in _media.Legs)
        {
            await leg.MeasureAsync(CancellationToken.None).WaitAsync(Limits.Generous);
        }

        return _ports.InUse;
    }

    /// <summary>What the mailbox says next; reading it is what the call does.</summary>
    public async Task<CallEvent> NextAsync()
    {
        while (true)
        {
            if ((await _mailbox.Reader.ReadAsync().AsTask().WaitAsync(Limits.Generous))() is { } happened)
            {
                return happened;
            }
        }
    }

    /// <summary>The mailbox has nothing to say.</summary>
    public void AssertQuiet()
    {
        while (_mailbox.Reader.TryRead(out var read))
        {
            Assert.Null(read());
        }
    }

    /// <summary>Waits until something is in the mailbox, without reading it.</summary>
    public async Task WaitForPostAsync() => Assert.True(await _mailbox.Reader.WaitToReadAsync().AsTask().WaitAsync(Limits.Generous));

    /// <summary>The next request that reaches the peer; it is of this method.</summary>
    public async Task<SipRequest> RequestAsync(string method)
    {
        var request = Assert.IsType<SipRequest>(await _atPeer.Reader.ReadAsync().AsTask().WaitAsync(Limits.Generous));
        Assert.Equal(method, request.Method.Name);
        return request;
    }

    /// <summary>The next final response that reaches the peer; it has this status.</summary>
    public async Task<SipResponse> ResponseAsync(int status)
    {
        SipResponse response;
        do
        {
            response = Assert.IsType<SipResponse>(await _atPeer.Reader.ReadAsync().AsTask().WaitAsync(Limits.Generous));
        }
        while (response.IsProvisional);

        Assert.Equal(status, response.StatusCode);
        return response;
    }

    /// <summary>The peer answers a request.</summary>
    public Task RespondAsync(SipRequest request, int status, string? payloadTypes = null, int version = 1, string direction = "sendrecv", string? warning = null) => SendAsync(Encoding.UTF8.GetString(SipWriter.ToBytes(
        SipResponse.For(
            request,
            status,
            null,
            "peer",
            (warning is null ? SipHeaders.Empty : SipHeaders.Empty.WithAdded(HeaderNames.Warning, warning))
                .WithAdded(HeaderNames.Contact, $"<sip:peer@{Peer}>").WithAdded("Content-Type", "application/sdp"),
            payloadTypes is null ? default : Encoding.UTF8.GetBytes(Sdp(payloadTypes, version, direction).ReplaceLineEndings("\r\n"))))));

    /// <summary>The peer sends a request in the dialog that we have begun.</summary>
    public Task SendInOurDialogAsync(SipRequest invite, string method, uint cseq, string payloadTypes)
    {
        var body = Sdp(payloadTypes, 2);
        return SendAsync($"""
            {method} sip:{Bridge} SIP/2.0
            Via: SIP/2.0/UDP {Peer};branch=z9hG4bK-peer-{cseq}
            Max-Forwards: 70
            From: {invite.Headers[HeaderNames.To]};tag=peer
            To: {invite.Headers[HeaderNames.From]}
            Call-ID: {invite.Headers[HeaderNames.CallId]}
            CSeq: {cseq} {method}
            Contact: <sip:peer@{Peer}>
            Content-Type: application/sdp
            Content-Length: {body.ReplaceLineEndings("\r\n").Length}

            {body}
            """);
    }

    /// <summary>The peer tells a key.</summary>
    public Task InfoAsync(string body) => SendAsync(Request("INFO", ++_cseq, ToTag, body, InfoDigit.ContentType));

    /// <summary>The two legs hear each other.</summary>
    public void Join(TrunkSide trunk, ConferenceSide conference) => _media.Join(trunk.Leg!, conference.Leg);

    /// <summary>The peer sends a re-INVITE in its dialog.</summary>
    public Task ReinviteAsync(string payloadTypes, string direction = "sendrecv") => SendAsync(Request("INVITE", ++_cseq, ToTag, Sdp(payloadTypes, 2, direction)));

    /// <summary>The peer has the answer to its last re-INVITE.</summary>
    public Task AckAsync() => SendAsync(Request("ACK", _cseq, ToTag));

    /// <summary>Time goes on.</summary>
    public void Advance(TimeSpan by) => _time.Advance(by);

    /// <summary>Time goes on in steps that the legs notice: longer ones would be pauses of the machine, which are no silence of the peer.</summary>
    public async Task LiveAsync(TimeSpan time)
    {
        for (var lived = TimeSpan.Zero; lived < time; lived += Step)
        {
            Advance(Step);
            await PortsInUseAsync();
        }
    }

    /// <summary>The peer hangs up in its dialog.</summary>
    public Task ByeAsync() => SendAsync(Request("BYE", ++_cseq, ToTag));

    /// <summary>The peer takes its last re-INVITE back.</summary>
    public Task CancelAsync() => SendAsync(Request("CANCEL", _cseq, ToTag));

    public bool Admit(SipProtocol protocol, IPEndPoint source) => true;

    public void OnInvite(PendingInvite invite) => _invited.TrySetResult(invite);

    public void OnMessage(SipMessage message, Flow flow) => _atPeer.Writer.TryWrite(message);

    public void OnMalformed(SipParseError error, SipMessage? framed, Flow flow) => Assert.Fail($"the stack sent {error}");

    public void OnDropped(DropReason reason)
    {
    }

    public void OnFlowClosed(Flow flow)
    {
    }

    public async ValueTask DisposeAsync()
    {
        _media.Dispose();
        await Stack.DisposeAsync();
        _loop.Dispose();
    }

    private static string Sdp(string payloadTypes, int version = 1, string direction = "sendrecv") => $"""
        v=0
        o=- 1 {version} IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio 40000 RTP/AVP {payloadTypes}
        a={direction}

        """;

    private static string Request(string method, uint cseq, string? toTag, string body = "", string contentType = "application/sdp") => $"""
        {method} sip:4711@192.0.2.1 SIP/2.0
        Via: SIP/2.0/UDP {Peer};branch=z9hG4bK-{(method == "ACK" ? "ack" : "invite")}-{cseq}
        Max-Forwards: 70
        From: <sip:carrier@192.0.2.2>;tag=carrier
        To: <sip:4711@192.0.2.1>{(toTag is null ? "" : ";tag=" + toTag)}
        Call-ID: seat
        CSeq: {cseq} {method}
        Contact: <sip:carrier@{Peer}>
        Supported: timer
        Content-Type: {contentType}
        Content-Length: {body.ReplaceLineEndings("\r\n").Length}

        {body}
        """;

    private void Post(Func<CallEvent?> read) => _mailbox.Writer.TryWrite(read);

    private async Task SendAsync(string text) =>
        await _peer.SendAsync(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), new SipEndPoint(SipProtocol.Udp, IPEndPoint.Parse(Bridge)), 0, CancellationToken.None);
}
