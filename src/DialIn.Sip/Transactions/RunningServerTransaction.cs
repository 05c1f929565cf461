using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Transactions;

/// <summary>A server transaction at work.</summary>
internal sealed class RunningServerTransaction : RunningTransaction
{
    private readonly TransactionLayer _layer;
    private readonly IServerTransactionUser _user;
    private SipResponse? _last;
    private byte[]? _lastBytes;
    private bool _isAckSecure;

    public RunningServerTransaction(Mailbox mailbox, TransactionLayer layer, SipTimers timers, ServerTransactionKey key, SipRequest request, Flow flow, IServerTransactionUser user)
        : base(mailbox, Machines(request.Method, timers, flow.Remote.Protocol.IsReliable()))
    {
        _layer = layer;
        _user = user;
        Key = key;
        Request = request;
        Flow = flow;
    }

    public ServerTransactionKey Key { get; }

    /// <summary>The request, its top Via completed with where it came from.</summary>
    public SipRequest Request { get; }

    /// <summary>The way that the request came.</summary>
    public Flow Flow { get; }

    /// <summary>Whether it came over TLS.</summary>
    public bool IsSecure => Flow.Local.Protocol == SipProtocol.Tls;

    /// <summary>Who the request is from, as its user said when it entered.</summary>
    public string? Identity { get; init; }

    /// <summary>What a CANCEL of this INVITE, which is given, does; set by whoever owes the final response.</summary>
    public Action<SipRequest>? Cancelled { get; set; }

    /// <summary>What follows the end of the transaction.</summary>
    public Action? Terminated { get; set; }

    /// <summary>The tag that our responses carry.</summary>
    public string? LocalTag { get; set; }

    /// <summary>The failure that the request was answered with, if it was.</summary>
    public SipResponse? Failure => _last is { StatusCode: >= 300 } ? _last : null;

    /// <summary>Hands the request to the user, after 100 Trying if it is an INVITE.</summary>
    public void Start()
    {
        Drive(TransactionInput.Start.Instance);

        // After the machine has come to rest, so that what the user responds leaves at once and in order.
        _layer.PassToUser(this);
    }

    /// <summary>Sends a response, if the state of the transaction allows it.</summary>
    public void Respond(SipResponse response) => Drive(new TransactionInput.Respond(response.StatusCode), response);

    /// <summary>The request came once more.</summary>
    public void OnRepeated() => Drive(TransactionInput.RequestRepeated.Instance);

    /// <summary>An ACK with the branch of this INVITE came.</summary>
    public void OnAck(SipRequest ack, bool isSecure)
    {
        _isAckSecure = isSecure;
        Drive(TransactionInput.AckReceived.Instance, ack);
    }

    protected override void Perform(TransactionEffect effect, object? message)
    {
        switch (effect)
        {
            case TransactionEffect.SendTrying:
                Keep(SipResponse.For(Request, 100));
                Send();
                break;
            case TransactionEffect.SendResponse when message is SipResponse response:
                Keep(response);
                Send();
                break;
            case TransactionEffect.ResendResponse:
                Send();
                break;
            case TransactionEffect.PassToUser when message is SipRequest ack:
                _user.OnAck(ack, _isAckSecure);
                break;
            default:
                // PassToUser of the request: Start does it. RFC 3261 §17.2.4: neither a lost ACK nor a broken transport leaves anything to do here; sessions have their own timers.
                break;
        }
    }

    protected override void OnTerminated()
    {
        _layer.Remove(this);
        Terminated?.Invoke();
    }

    private static TransactionMachine Machines(SipMethod method, SipTimers timers, bool reliable) =>
        method == SipMethod.Invite ? new InviteServerTransaction(timers, reliable) : new ServerTransaction(timers, reliable);

    private void Keep(SipResponse response)
    {
        // A repeated 2xx is the same object; it need not be written again.
        if (!ReferenceEquals(_last, response))
        {
            _last = response;
            _lastBytes = SipWriter.ToBytes(response);
        }
    }

    private void Send() => _layer.SendResponse(_lastBytes!, Request.TopVia, Flow, sent =>
    {
        if (!sent)
        {
            Drive(TransactionInput.TransportFailed.Instance);
        }
    });
}
