using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Transactions;

/// <summary>A client transaction at work.</summary>
internal sealed class RunningClientTransaction : RunningTransaction
{
    private readonly TransactionLayer _layer;
    private readonly IClientTransactionUser _user;
    private readonly byte[] _bytes;
    private readonly Mailbox _mailbox;
    private long _startedAt;
    private byte[]? _ack;

    public RunningClientTransaction(Mailbox mailbox, TransactionLayer layer, SipTimers timers, SipRequest request, SipEndPoint target, SipEndPoint remote, IClientTransactionUser user)
        : base(mailbox, Machines(request.Method, timers, remote.Protocol.IsReliable()))
    {
        _layer = layer;
        _mailbox = mailbox;
        _user = user;
        _bytes = SipWriter.ToBytes(request);
        Request = request;
        Target = target;
        Remote = remote;
    }

    /// <summary>The request as it is sent, with its Via.</summary>
    public SipRequest Request { get; }

    /// <summary>The target that it is for, as it was located: what is remembered of it belongs to this.</summary>
    public SipEndPoint Target { get; }

    /// <summary>Where it goes: to the target, or there by TCP if it is large.</summary>
    public SipEndPoint Remote { get; }

    /// <summary>What took the request; <c>null</c> until it is sent.</summary>
    public SentBy? SentBy { get; private set; }

    /// <summary>Did the connection that took the request end before the transaction?</summary>
    public bool IsConnectionLost { get; private set; }

    /// <summary>The time since the request was sent for the first time.</summary>
    public TimeSpan Elapsed => _mailbox.Since(_startedAt);

    /// <summary>Sends the request for the first time.</summary>
    public void Start()
    {
        _startedAt = _mailbox.Timestamp;
        Drive(TransactionInput.Start.Instance);
    }

    /// <summary>A response that matches came.</summary>
    public void OnResponse(SipResponse response) => Drive(new TransactionInput.ResponseReceived(response.StatusCode), response);

    /// <summary>The connection that took the request has ended.</summary>
    public void OnConnectionLost()
    {
        IsConnectionLost = true;
        Drive(TransactionInput.TransportFailed.Instance);
    }

    protected override void Perform(TransactionEffect effect, object? message)
    {
        switch (effect)
        {
            case TransactionEffect.SendRequest when !_user.MaySend:
                Abandon();
                break;
            case TransactionEffect.SendRequest:
                Send(_bytes);
                break;
            case TransactionEffect.SendAck when message is SipResponse response:
                Send(_ack = SipWriter.ToBytes(FailureAck.For(Request, response)));
                break;
            case TransactionEffect.PassToUser when message is SipResponse response:
                _user.OnResponse(this, response);
                break;
            case TransactionEffect.InformTimeout:
                _user.OnTimeout(this);
                break;
            case TransactionEffect.InformTransportError when _ack is null:
                _user.OnTransportError(this);
                break;
            default:
                // A failed ACK is of no interest: the user has its final response already.
                break;
        }
    }

    protected override void OnTerminated() => _layer.Remove(this);

    private static TransactionMachine Machines(SipMethod method, SipTimers timers, bool reliable) =>
        method == SipMethod.Invite ? new InviteClientTransaction(timers, reliable) : new ClientTransaction(timers, reliable);

    private void Send(byte[] bytes) => _layer.Send(bytes, Remote, sent =>
    {
        SentBy = sent;
        if (sent is not { } taken)
        {
            Drive(TransactionInput.TransportFailed.Instance);
        }
        else if (taken.IsConnection && _layer.IsClosed(taken))
        {
            OnConnectionLost();
        }
    });
}
