using System.Net;
using System.Text;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>
/// A carrier that calls the callee of <see cref="TwoStacks"/> over whatever network there is: transactions that repeat
/// themselves, and beyond that only what a test says. It confirms reliable provisional responses and answers, and says 200 to
/// what it is asked.
/// </summary>
internal sealed class CarrierPeer : ISipTransportEvents, IServerTransactionUser, IAsyncDisposable
{
    private static readonly SipEndPoint Callee = new(SipProtocol.Udp, IPEndPoint.Parse(TwoStacks.CalleeAddress));

    private readonly string _callId = Identifiers.NewCallId();
    private readonly Mailbox _mailbox;
    private readonly TransactionLayer _transactions;
    private readonly TwoStacks _stacks;
    private readonly SimulatedTransport _node;
    private readonly List<SipRequest> _received = [];
    private string? _toTag;
    private uint _sequence;
    private RunningClientTransaction? _invite;

    private CarrierPeer(TwoStacks stacks)
    {
        _stacks = stacks;
        _node = stacks.Network.AddNode(RawPeer.Address);
        _mailbox = new Mailbox(stacks.Time, NullLogger.Instance);
        _transactions = new TransactionLayer(_mailbox, new TransportLayer(_mailbox, [_node], [], NullLogger.Instance), new SipTimers(), 1000, 1000);
        _transactions.SetUser(this);
    }

    /// <summary>The Authorization of further requests.</summary>
    public string? Authorization { get; set; }

    /// <summary>The session description of the ACK to an answer that brings an offer.</summary>
    public string AckBody { get; set; } = "";

    /// <summary>Provisional responses to INVITE, each once.</summary>
    public List<SipResponse> Provisionals { get; } = [];

    /// <summary>The final responses to our PRACKs.</summary>
    public List<int> Confirmations { get; } = [];

    public int TransactionCount => _transactions.Count;

    public static async Task<CarrierPeer> StartAsync(TwoStacks stacks)
    {
        var peer = new CarrierPeer(stacks);
        await peer._node.StartAsync(peer, CancellationToken.None);
        stacks.Others.Add(peer._mailbox.IdleAsync);
        return peer;
    }

    /// <summary>The requests of the callee, each once.</summary>
    public IReadOnlyList<SipRequest> Of(SipMethod method) => [.. _received.Where(request => request.Method == method)];

    /// <summary>Sends a request and lets time pass until its final response.</summary>
    /// <param name="method">The method.</param>
    /// <param name="extra">More header lines.</param>
    /// <param name="body">A session description, if any.</param>
    public async Task<SipResponse> SendAsync(string method, string extra = "", string body = "")
    {
        var answer = Send(method, extra, body);
        await UntilAsync(() => answer.Final is not null);
        return answer.Final!;
    }

    /// <summary>Sends a request; time does not pass.</summary>
    public Answer Send(string method, string extra = "", string body = "")
    {
        var answer = new Answer(this);
        _mailbox.Post(() => Start(method, extra, body, answer));
        return answer;
    }

    /// <summary>Takes the last INVITE back; its final response says whether that came in time.</summary>
    public void Cancel() => _mailbox.Post(() => _transactions.Cancel(_invite!, null, CancelTransactionUser.Instance));

    /// <summary>Lets time pass until something is so, a minute at most.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        for (var step = 0; !condition(); step++)
        {
            Assert.True(step < 600, "it has not come about within a minute");
            await PassAsync(0.1);
        }
    }

    /// <summary>Lets time pass for everybody.</summary>
    public Task PassAsync(double seconds) => _stacks.PassAsync(seconds);

    public bool Admit(SipProtocol protocol, IPEndPoint source) => true;

    public void OnMessage(SipMessage message, Flow flow) => _mailbox.Post(() =>
    {
        if (message is SipResponse response)
        {
            _transactions.OnResponse(response);
        }
        else
        {
            _transactions.OnRequest((SipRequest)message, flow);
        }
    });

    public void OnMalformed(SipParseError error, SipMessage? framed, Flow flow) => Assert.Fail($"the stack sent {error}");

    public void OnFlowClosed(Flow flow)
    {
    }

    public void OnDropped(DropReason reason)
    {
    }

    public bool TryEnter(SipRequest request, Flow flow, RunningServerTransaction? cancelled, out string? identity)
    {
        identity = null;
        return true;
    }

    public void OnRequest(RunningServerTransaction transaction)
    {
        _received.Add(transaction.Request);
        var timer = transaction.Request.Headers[HeaderNames.SessionExpires];
        var extra = SipHeaders.Empty.WithAdded(HeaderNames.Contact, $"<sip:carrier@{RawPeer.Address}>");
        transaction.Respond(SipResponse.For(transaction.Request, 200, null, null, timer is null ? extra : extra.WithAdded(HeaderNames.SessionExpires, timer)));
    }

    public void OnCancel(RunningServerTransaction cancel, RunningServerTransaction? invite) => Assert.Fail("the stack has nothing to cancel");

    public void OnAck(SipRequest ack, bool isSecure)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _mailbox.DisposeAsync();
        await _node.DisposeAsync();
    }

    private void Start(string method, string extra, string body, IClientTransactionUser user, uint? sequence = null)
    {
        if (method == "ACK")
        {
            var ack = Create(method, extra, body, sequence!.Value);
            _transactions.Send(SipWriter.ToBytes(_transactions.WithVia(ack, Callee)), Callee, static _ => { });
        }
        else
        {
            _transactions.Start(Create(method, extra, body, ++_sequence), Callee, user, transaction => _invite = method == "INVITE" ? transaction : _invite);
        }
    }

    private SipRequest Create(string method, string extra, string body, uint sequence)
    {
        var lines = body.Length == 0 ? extra : extra + "\nContent-Type: application/sdp";
        var text = RawPeer.Request(method, lines.Trim('\n') is { Length: > 0 } some ? some : null, callId: _callId, fromTag: "carrier", toTag: _toTag, cseq: sequence, body: body);
        Assert.True(SipParser.TryParse(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), SipLimits.Default, out var message, out _));
        var headers = message!.Headers.Without(HeaderNames.Via);
        return ((SipRequest)message).With(Authorization is null ? headers : headers.WithAdded(HeaderNames.Authorization, Authorization));
    }

    /// <summary>What became of a request.</summary>
    public sealed class Answer(CarrierPeer peer) : IClientTransactionUser
    {
        public SipResponse? Final { get; private set; }

        void IClientTransactionUser.OnResponse(RunningClientTransaction transaction, SipResponse response)
        {
            var isInvite = transaction.Request.Method == SipMethod.Invite;
            if (response.IsProvisional)
            {
                OnProvisional(response);
                return;
            }

            if (isInvite && response.IsSuccess)
            {
                // Each copy is acknowledged.
                peer._toTag = response.To.Tag;
                peer.Start("ACK", "", transaction.Request.Body.IsEmpty ? peer.AckBody : "", this, transaction.Request.CSeq.Number);
            }

            Final ??= response;
        }

        void IClientTransactionUser.OnTimeout(RunningClientTransaction transaction) => Assert.Fail($"{transaction.Request.Method} was not answered");

        void IClientTransactionUser.OnTransportError(RunningClientTransaction transaction) => Assert.Fail("a datagram could not be sent");

        private void OnProvisional(SipResponse response)
        {
            var rseq = response.Headers[HeaderNames.RSeq];
            if (response.StatusCode == 100 || (rseq is not null && peer.Provisionals.Exists(known => known.Headers[HeaderNames.RSeq] == rseq)))
            {
                return;
            }

            peer.Provisionals.Add(response);
            peer._toTag = response.To.Tag;
            if (rseq is not null)
            {
                peer.Start("PRACK", $"RAck: {rseq} {response.CSeq.Number} INVITE", "", new Confirmation(peer));
            }
        }
    }

    private sealed class Confirmation(CarrierPeer peer) : IClientTransactionUser
    {
        public void OnResponse(RunningClientTransaction transaction, SipResponse response) => peer.Confirmations.Add(response.StatusCode);

        public void OnTimeout(RunningClientTransaction transaction) => Assert.Fail("PRACK was not answered");

        public void OnTransportError(RunningClientTransaction transaction) => Assert.Fail("a datagram could not be sent");
    }
}
