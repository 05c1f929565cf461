using System.Net;
using DialIn.Calls;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Operations.Traces;

/// <summary>
/// Sees every SIP message of a call as it passes, masks it at once, and keeps a line of it for the ladders of the latest calls.
/// Where a trace is armed, the masked message is written as well. Thread-safe.
/// </summary>
/// <param name="mask">Hides what must not be kept.</param>
/// <param name="desk">Knows what is traced.</param>
/// <param name="files">Writes it.</param>
/// <param name="keep">How long calls that are over have a ladder.</param>
/// <param name="time">The clock.</param>
internal sealed class CallLadders(MessageMask mask, TraceDesk desk, TraceFiles files, TimeSpan keep, TimeProvider time) : ISipTap, ISipLegs
{
    /// <summary>Exchanges that are kept, two a call: of 2,000 calls, some 10 MB.</summary>
    // As many as are up at once on a full machine, and as many that have just failed.
    public const int MostExchanges = 4_000;

    /// <summary>How long after a call's end its last messages may pass: 64*T1, RFC 3261 §17.1.2.2.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(32);

    // A reason phrase or a URI may be as long as a datagram.
    private const int LongestText = 200;

    private readonly Lock _lock = new();
    private readonly ExchangeBook _exchanges = new(MostExchanges);
    private readonly Dictionary<string, TappedCall> _calls = new(StringComparer.Ordinal);
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
            // Calls that are over would take the places of those that come.
            foreach (var call in _calls.Values.Where(static call => !call.IsOver))
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
        // Line ends keep a connection open; and most of what is sent on the stack's loop is of no call.
        if (message.IsEmpty || message.Span[0] == '\r')
        {
            return;
        }

        lock (_lock)
        {
            if (!_exchanges.MayBeOf(message.Span))
            {
                return;
            }
        }

        if (SipParser.TryParse(message.Span, SipLimits.Default, out var parsed, out _))
        {
            Note(parsed, local.Address, remote, isReceived: false);
        }
    }

    /// <inheritdoc/>
    public void TrunkLeg(CallFacts call, string sipCallId)
    {
        var tapped = new TappedCall(call.Id, time.GetUtcNow()) { Caller = call.Caller, CalledNumber = call.CalledNumber };
        lock (_lock)
        {
            // Known first: a trace that is armed just now looks among those that are known.
            _calls[call.Id] = tapped;
            tapped.Trace = desk.Find(call.Id, call.Caller, call.CalledNumber);
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
        lock (_lock)
        {
            if (_calls.TryGetValue(callId, out var call))
            {
                call.EndedAt = time.GetUtcNow();
                call.Caller = CallerNumber.Withheld;
            }
        }
    }

    /// <summary>Forgets the numbers of calls that are over, those calls when they are old, and what became no call.</summary>
    public void Sweep()
    {
        var now = time.GetUtcNow();
        List<Exchange> over;
        lock (_lock)
        {
            Forget(_exchanges.ForgetWhere(exchange => exchange.Call is { } call ? call.EndedAt + keep <= now : exchange.Since + Late <= now));
            over = [.. _calls.Values.Where(call => call.EndedAt + Late <= now).SelectMany(static call => call.Exchanges)];
        }

        foreach (var exchange in over)
        {
            lock (exchange)
            {
                exchange.Close();
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
            if (exchange.IsClosed)
            {
                // What its numbers were is forgotten, so that nothing more of it can be masked.
                return;
            }

            if (message is SipRequest && !exchange.IsConference && exchange.Call is not { IsOver: true })
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
            var known = _exchanges.Find(message, sipCallId, isReceived);
            if (known is not null || message is not SipRequest request || request.Method != SipMethod.Invite || request.To.Tag is not null)
            {
                return known;
            }

            var exchange = new Exchange(sipCallId, isDialled: !isReceived, time.GetUtcNow()) { OwnTag = isReceived ? null : request.From.Tag, IsConference = !isReceived };
            Forget(_exchanges.Add(exchange));
            return exchange;
        }
    }

    private void Forget(IReadOnlyList<Exchange> gone)
    {
        foreach (var old in gone)
        {
            if (old.Call is { } call && call.Exchanges.Remove(old) && call.Exchanges.Count == 0)
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
            exchange = _exchanges.Find(sipCallId, isDialled: isConference);
            if (exchange is null)
            {
                // We are about to dial: the INVITE has not passed yet.
                exchange = new Exchange(sipCallId, isDialled: isConference, time.GetUtcNow()) { IsConference = isConference };
                Forget(_exchanges.Add(exchange));
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
        text = DescriptionFacts.Of(message) is { } facts ? $"{text} [{facts}]" : text;
        return text.Length > LongestText ? $"{text.AsSpan(0, LongestText - 1)}…" : text;
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
