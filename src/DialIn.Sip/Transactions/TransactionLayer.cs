using System.Net;
using System.Runtime.InteropServices;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Transactions;

/// <summary>
/// All transactions of a stack: matches messages to them, creates and forgets them, and sends for them. Loop only.
/// </summary>
internal sealed class TransactionLayer(Mailbox mailbox, TransportLayer transports, SipTimers timers, int maxServerTransactions, int maxServerTransactionsPerSource)
{
    private readonly Dictionary<(string Branch, SipMethod Method), RunningClientTransaction> _clients = [];
    private readonly Dictionary<ServerTransactionKey, RunningServerTransaction> _servers = [];
    private readonly Dictionary<IPAddress, int> _perSource = [];
    private readonly ClosedConnections _closed = new();
    private readonly LargeRequests _large = new(mailbox, transports);
    private IServerTransactionUser? _user;

    /// <summary>How many transactions are alive.</summary>
    public int Count => _clients.Count + _servers.Count;

    /// <summary>The base times.</summary>
    public SipTimers Timers => timers;

    /// <summary>Names the core that requests go to; once, before the first message.</summary>
    public void SetUser(IServerTransactionUser user) => _user = user;

    /// <summary>Starts a client transaction; the request gets its Via here. The user may hear before this method returns.</summary>
    /// <param name="request">The request, without Via.</param>
    /// <param name="remote">Its destination; a large request may go there by another protocol.</param>
    /// <param name="user">Who hears of it.</param>
    /// <param name="created">Gets the transaction before it sends; once more if another takes its place.</param>
    public void Start(SipRequest request, SipEndPoint remote, IClientTransactionUser user, Action<RunningClientTransaction>? created = null)
    {
        var sent = WithVia(request, remote);
        if (_large.DetourOf(sent, remote) is { } detour)
        {
            StartOne(WithVia(request, detour), remote, detour, _large.Watch(detour, user, () => StartOne(sent, remote, remote, user, created)), created);
        }
        else
        {
            StartOne(sent, remote, remote, user, created);
        }
    }

    /// <summary>Cancels an INVITE with a CANCEL transaction of its own, which has the same branch, RFC 3261 §9.1.</summary>
    public void Cancel(RunningClientTransaction invite, string? reason, IClientTransactionUser user)
    {
        var key = (invite.Request.TopVia.Branch!, SipMethod.Cancel);
        if (!_clients.ContainsKey(key))
        {
            var transaction = new RunningClientTransaction(mailbox, this, timers, FailureAck.Cancel(invite.Request, reason), invite.Target, invite.Remote, user);
            _clients.Add(key, transaction);
            transaction.Start();
        }
    }

    /// <summary>Gives a request its Via for a destination. For the ACK to a 2xx, which has no transaction.</summary>
    public SipRequest WithVia(SipRequest request, SipEndPoint remote)
    {
        // RFC 3581 §3: rport without a value asks for the response at the port that we send from.
        var (host, port) = transports.Find(remote) is { } transport ? transports.AddressOf(transport, remote.Address) : ("invalid", remote.Protocol.DefaultPort());
        var via = new Via(remote.Protocol.ViaToken(), host, port, SipParameters.Empty.With("branch", Identifiers.NewBranch()).With("rport", null));
        return request.With(request.Headers.WithPrepended(HeaderNames.Via, via.ToString()));
    }

    /// <summary>Sends bytes; <paramref name="completed"/> hears what took them, <c>null</c> for a failure.</summary>
    public void Send(byte[] bytes, SipEndPoint remote, Action<SentBy?> completed) =>
        transports.Send(bytes, transports.Find(remote), remote, 0, completed);

    /// <summary>Sends a response where RFC 3261 §18.2.2 and RFC 3581 §4 want it.</summary>
    /// <param name="bytes">The response.</param>
    /// <param name="via">The top Via of the request.</param>
    /// <param name="flow">The way that the request came.</param>
    /// <param name="completed">Hears whether it could be sent.</param>
    public void SendResponse(byte[] bytes, Via via, Flow flow, Action<bool> completed)
    {
        var transport = transports.Find(flow);
        var remote = flow.Remote;
        var sentBy = remote with { Address = new IPEndPoint(remote.Address.Address, via.SentByPort ?? remote.Protocol.DefaultPort()) };
        if (remote.Protocol == SipProtocol.Udp)
        {
            // RFC 3581 §4: to the source port if the client asked for it; maddr is ignored, it only serves reflection attacks.
            transports.Send(bytes, transport, via.HasRPort ? remote : sentBy, 0, sent => completed(sent is not null));
            return;
        }

        transports.Send(bytes, transport, remote, flow.ConnectionId, sent =>
        {
            if (sent is not null)
            {
                completed(true);
                return;
            }

            // RFC 3261 §18.2.2: the connection is gone, so a new one to the port that the client named.
            transports.Send(bytes, transport, sentBy, 0, again => completed(again is not null));
        });
    }

    /// <summary>Answers without a transaction: for requests too broken to have one.</summary>
    public void RespondStateless(SipRequest request, int status, string reason, Flow flow)
    {
        if (request.Method != SipMethod.Ack && request.Headers.GetAll(HeaderNames.Via) is [var top, ..] && Via.TryParse(top, out var via))
        {
            SendResponse(SipWriter.ToBytes(SipResponse.For(request, status, reason)), via, flow, _ => { });
        }
    }

    /// <summary>A valid request came.</summary>
    public void OnRequest(SipRequest request, Flow flow)
    {
        var key = ServerTransactionKey.For(request);
        if (_servers.TryGetValue(key, out var existing))
        {
            if (request.Method == SipMethod.Ack)
            {
                existing.OnAck(request, flow.Local.Protocol == SipProtocol.Tls);
            }
            else
            {
                existing.OnRepeated();
            }
        }
        else if (request.Method == SipMethod.Ack)
        {
            _user!.OnAck(request, flow.Local.Protocol == SipProtocol.Tls);
        }
        else if (_servers.Count >= maxServerTransactions || _perSource.GetValueOrDefault(flow.Remote.Address.Address) >= maxServerTransactionsPerSource)
        {
            _user!.OnDropped(DropReason.Overload);
        }
        else if (_user!.TryEnter(request, flow, _servers.GetValueOrDefault(key.OfCancelled()), out var identity))
        {
            var transaction = new RunningServerTransaction(mailbox, this, timers, key, WithSource(request, flow.Remote.Address), flow, _user!) { Identity = identity };
            _servers.Add(key, transaction);
            _perSource[flow.Remote.Address.Address] = _perSource.GetValueOrDefault(flow.Remote.Address.Address) + 1;
            transaction.Start();
        }
    }

    /// <summary>A valid response came.</summary>
    public void OnResponse(SipResponse response)
    {
        // RFC 3261 §17.1.3: branch and CSeq method; the random bits of the branch make sent-by superfluous.
        if (response.TopVia.Branch is { } branch && _clients.TryGetValue((branch, response.CSeq.Method), out var transaction))
        {
            transaction.OnResponse(response);
        }
        else
        {
            // RFC 6026 §7.2: a response to no transaction is dropped, also a 2xx to INVITE.
            _user!.OnDropped(DropReason.StrayResponse);
        }
    }

    /// <summary>
    /// A connection ended. RFC 3261 §18.4: what was sent over it and not heard of has failed; nobody waits for Timer B or F.
    /// </summary>
    public void OnFlowClosed(Flow flow)
    {
        if (transports.Find(flow) is not { } transport)
        {
            return;
        }

        var connection = new SentBy(transport, flow.ConnectionId);
        _closed.Add(connection);
        foreach (var transaction in _clients.Values.Where(transaction => transaction.SentBy == connection).ToList())
        {
            transaction.OnConnectionLost();
        }
    }

    /// <summary>Ends all transactions without a word.</summary>
    public void Clear()
    {
        foreach (var transaction in _clients.Values.Cast<RunningTransaction>().Concat(_servers.Values).ToList())
        {
            transaction.Abandon();
        }
    }

    internal void PassToUser(RunningServerTransaction transaction)
    {
        if (transaction.Request.Method == SipMethod.Cancel)
        {
            _user!.OnCancel(transaction, _servers.GetValueOrDefault(transaction.Key.OfCancelled()));
        }
        else
        {
            _user!.OnRequest(transaction);
        }
    }

    internal bool IsClosed(SentBy connection) => _closed.Contains(connection);

    internal void Remove(RunningClientTransaction transaction) => _clients.Remove((transaction.Request.TopVia.Branch!, transaction.Request.Method));

    internal void Remove(RunningServerTransaction transaction)
    {
        if (!_servers.Remove(transaction.Key))
        {
            return;
        }

        var source = transaction.Flow.Remote.Address.Address;
        if (--CollectionsMarshal.GetValueRefOrNullRef(_perSource, source) == 0)
        {
            _perSource.Remove(source);
        }
    }

    private void StartOne(SipRequest request, SipEndPoint target, SipEndPoint remote, IClientTransactionUser user, Action<RunningClientTransaction>? created)
    {
        var transaction = new RunningClientTransaction(mailbox, this, timers, request, target, remote, user);
        _clients.Add((request.TopVia.Branch!, request.Method), transaction);
        created?.Invoke(transaction);
        transaction.Start();
    }

    // RFC 3261 §18.2.1 and RFC 3581 §4: received and rport tell the client, and our responses, where the request came from.
    private static SipRequest WithSource(SipRequest request, IPEndPoint source)
    {
        var vias = request.Vias;
        var headers = request.Headers.Without(HeaderNames.Via);
        for (var i = vias.Count - 1; i >= 0; i--)
        {
            headers = headers.WithPrepended(HeaderNames.Via, (i == 0 ? vias[i].WithSource(source) : vias[i]).ToString());
        }

        return request.With(headers);
    }
}
