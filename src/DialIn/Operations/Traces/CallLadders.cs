using System.Net;
using DialIn.Calls;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Operations.Traces;

/// <summary>
/// Sees every SIP message of a call as it passes, masks it at once, and keeps a line of it for the ladders of the latest calls.
/// Where a trace is armed, the masked message is written as well. Thread-safe.
/// </summary>
internal sealed class CallLadders(MessageMask mask, TraceDesk desk, TraceFiles files, TimeProvider time) : ISipTap, ISipLegs
{
    /// <summary>Exchanges that are kept, two a call: of 2,000 calls, some 10 MB.</summary>
    // As many as are up at once on a full machine, and as many that have just failed.
    public const int MostExchanges = 4_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Exchange> _exchanges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TappedCall> _calls = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private long _messages;

    /// <summary>The ladder of a call, the first message first; null if the call is not, or no longer, among the latest.</summary>
    public IReadOnlyList<LadderLine>? Of(string callId)
    {
        List<Exchange> exchanges;
        lock (_lock)
        {
            if (!_calls.TryGetValue(callId, out var call))
            {
                return null;
            }

            exchanges = [.. call.Exchanges];
        }

        return [.. exchanges.SelectMany(LinesOf).OrderBy(static line => line.Order).Select(static line => line.Line)];
    }

    /// <summary>Looks whether calls that are up are meant by a trace that was just armed.</summary>
    public void Rematch()
    {
        lock (_lock)
        {
            foreach (var call in _calls.Values.Where(static call => !call.Caller.IsWithheld || call.Trace is null))
            {
                call.Trace = call.Trace is { } trace && desk.IsOn(trace) ? trace : desk.Find(call.Id, call.Caller, call.CalledNumber);
            }
        }
    }

    /// <inheritdoc/>
    public void OnReceived(SipMessage message, Flow flow) => Note(message, flow.Local.Address, flow.Remote, isReceived: true);

    /// <inheritdoc/>
    public void OnSent(ReadOnlyMemory<byte> message, SipEndPoint local, SipEndPoint remote)
    {
        // Line ends keep a connection open.
        if (message.Span[0] != '\r' && SipParser.TryParse(message.Span, SipLimits.Default, out var parsed, out _))
        {
            Note(parsed, local.Address, remote, isReceived: false);
        }
    }

    /// <inheritdoc/>
    public void TrunkLeg(CallFacts call, string sipCallId)
    {
        var tapped = new TappedCall(call.Id, time.GetUtcNow()) { Caller = call.Caller, CalledNumber = call.CalledNumber, Trace = desk.Find(call.Id, call.Caller, call.CalledNumber) };
        lock (_lock)
        {
            _calls[call.Id] = tapped;
        }

        Settle(tapped, sipCallId, isConference: false);
    }

    /// <inheritdoc/>
    public void ConferenceLeg(string callId, string sipCallId)
    {
        TappedCall? call;
        lock (_lock)
        {
            _calls.TryGetValue(callId, out call);
        }

        if (call is not null)
        {
            Settle(call, sipCallId, isConference: true);
        }
    }

    /// <inheritdoc/>
    public void Ended(string callId)
    {
        List<Exchange> exchanges;
        lock (_lock)
        {
            if (!_calls.TryGetValue(callId, out var call))
            {
                return;
            }

            call.Caller = CallerNumber.Withheld;
            if (call.Trace is not null)
            {
                // Its last messages are still written, and must not show what the first ones hid.
                return;
            }

            exchanges = [.. call.Exchanges];
        }

        foreach (var exchange in exchanges)
        {
            lock (exchange)
            {
                exchange.Scrub.Clear();
            }
        }
    }

    private static IReadOnlyList<(long Order, LadderLine Line)> LinesOf(Exchange exchange)
    {
        lock (exchange)
        {
            return exchange.Lines;
        }
    }

    private void Note(SipMessage message, IPEndPoint local, SipEndPoint remote, bool isReceived)
    {
        if (message.Headers[HeaderNames.CallId] is not { } sipCallId || Find(message, sipCallId, isReceived) is not { } exchange)
        {
            return;
        }

        lock (exchange)
        {
            if (message is SipRequest && !exchange.IsConference)
            {
                mask.Learn(message, exchange.Scrub);
            }

            var now = time.GetUtcNow();
            var peer = exchange.IsConference ? LadderLine.Server : LadderLine.Trunk;
            var (from, to) = isReceived ? (peer, LadderLine.Bridge) : (LadderLine.Bridge, peer);
            exchange.Add(Interlocked.Increment(ref _messages), new LadderLine(now, from, to, TextOf(message, exchange)));
            if (exchange.Call is { } call ? call.Trace is { } trace && desk.IsOn(trace) : desk.Armed.Count > 0)
            {
                var (here, there) = (EndPointOf(local, remote.Address.Address, exchange), remote.Address);
                var traced = new TracedMessage(
                    now, from, to, remote.Protocol, isReceived ? there : here, isReceived ? here : there, mask.Mask(message, exchange.IsConference, exchange.Scrub));
                if (exchange.Call is { } known)
                {
                    files.Write(known, traced);
                }
                else
                {
                    exchange.Hold(traced);
                }
            }
        }
    }

    // Only an INVITE begins an exchange: what else carriers and servers say to us is not of a call.
    private Exchange? Find(SipMessage message, string sipCallId, bool isReceived)
    {
        lock (_lock)
        {
            if (_exchanges.TryGetValue(sipCallId, out var known) || message is not SipRequest request || request.Method != SipMethod.Invite)
            {
                return known;
            }

            var exchange = _exchanges[sipCallId] = new Exchange(isReceived);
            _order.Enqueue(sipCallId);
            while (_order.Count > MostExchanges)
            {
                Forget(_order.Dequeue());
            }

            return exchange;
        }
    }

    private void Forget(string sipCallId)
    {
        if (_exchanges.Remove(sipCallId, out var old) && old.Call is { } call)
        {
            call.Exchanges.Remove(old);
            if (call.Exchanges.Count == 0)
            {
                _calls.Remove(call.Id);
            }
        }
    }

    private void Settle(TappedCall call, string sipCallId, bool isConference)
    {
        Exchange? exchange;
        lock (_lock)
        {
            if (!_exchanges.TryGetValue(sipCallId, out exchange))
            {
                // We are about to dial: the INVITE has not passed yet.
                exchange = _exchanges[sipCallId] = new Exchange(isReceived: !isConference);
                _order.Enqueue(sipCallId);
            }

            call.Exchanges.Add(exchange);
        }

        lock (exchange)
        {
            exchange.IsConference = isConference;
            foreach (var held in exchange.Settle(call))
            {
                if (call.Trace is not null)
                {
                    files.Write(call, held);
                }
            }
        }
    }

    private string TextOf(SipMessage message, Exchange exchange)
    {
        var line = mask.StartLine(message, exchange.IsConference, exchange.Scrub);
        var text = message is SipResponse ? $"{line["SIP/2.0 ".Length..]} ({(CSeq.TryParse(message.Headers[HeaderNames.CSeq], out var cseq) ? cseq.Method.Name : "?")})" : line[..^" SIP/2.0".Length];
        return DescriptionFacts.Of(message) is { } facts ? $"{text} [{facts}]" : text;
    }

    // A transport that listens on all addresses does not say which one a message leaves from; one that came has told it.
    private static IPEndPoint EndPointOf(IPEndPoint local, IPAddress remote, Exchange exchange)
    {
        if (!local.Address.Equals(IPAddress.Any) && !local.Address.Equals(IPAddress.IPv6Any))
        {
            exchange.Local = local.Address;
            return local;
        }

        var loopback = remote.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        return new IPEndPoint(exchange.Local ?? loopback, local.Port);
    }
}
