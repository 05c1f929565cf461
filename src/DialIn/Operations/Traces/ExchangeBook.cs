using System.Text;
using DialIn.Sip.Messages;

namespace DialIn.Operations.Traces;

/// <summary>
/// Finds the exchange that a message is of: by its Call-ID, and where both ends are ours by the tag that is ours. Keeps no more
/// than the latest. Used under its owner's lock.
/// </summary>
/// <param name="most">How many are kept.</param>
internal sealed class ExchangeBook(int most)
{
    // What a Call-ID may have at most to be looked up without being copied.
    private const int LongestCallId = 256;

    private readonly Dictionary<string, (Exchange? Came, Exchange? Dialled)> _byCallId = new(StringComparer.Ordinal);
    private readonly Queue<Exchange> _order = new();

    /// <summary>The exchange of a message; null if there is none.</summary>
    public Exchange? Find(SipMessage message, string callId, bool isReceived)
    {
        if (!_byCallId.TryGetValue(callId, out var known))
        {
            return null;
        }

        if (known.Dialled is not { } dialled)
        {
            return known.Came;
        }

        // RFC 3261 §12: of a request that came it is the tag in To that is ours, of one that we send the tag in From.
        var own = isReceived == message is SipRequest ? message.To.Tag : message.From.Tag;
        if (dialled.OwnTag is null && !isReceived && message is SipRequest { Method: var method } && method == SipMethod.Invite)
        {
            dialled.OwnTag = own;
        }

        if (own is not null && own == dialled.OwnTag)
        {
            return dialled;
        }

        // Our own INVITE that comes back to us begins an exchange of its own.
        return known.Came ?? (isReceived && own is null && message is SipRequest ? null : dialled);
    }

    /// <summary>Whether bytes that are sent may be of an exchange: they begin one, or have the Call-ID of one.</summary>
    public bool MayBeOf(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("INVITE "u8))
        {
            return true;
        }

        // As SipWriter writes it.
        var at = message.IndexOf("\r\nCall-ID: "u8);
        var value = at < 0 ? default : message[(at + "\r\nCall-ID: ".Length)..];
        var end = value.IndexOf("\r\n"u8);
        if (end is < 0 or > LongestCallId)
        {
            return true;
        }

        Span<char> characters = stackalloc char[LongestCallId];
        return _byCallId.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(characters[..Encoding.UTF8.GetChars(value[..end], characters)]);
    }

    /// <summary>The exchange with this Call-ID that we began, or the peer; null if there is none.</summary>
    public Exchange? Find(string callId, bool isDialled) =>
        !_byCallId.TryGetValue(callId, out var known) ? null : isDialled ? known.Dialled : known.Came;

    /// <summary>Adds one.</summary>
    /// <returns>Those that are forgotten for it.</returns>
    public IReadOnlyList<Exchange> Add(Exchange exchange)
    {
        var known = _byCallId.GetValueOrDefault(exchange.CallId);
        _byCallId[exchange.CallId] = exchange.IsDialled ? known with { Dialled = exchange } : known with { Came = exchange };
        _order.Enqueue(exchange);
        return _order.Count > most ? ForgetWhere(_ => _order.Count > most, onlyFirst: true) : [];
    }

    /// <summary>Forgets those that are over.</summary>
    /// <returns>They.</returns>
    public IReadOnlyList<Exchange> ForgetWhere(Predicate<Exchange> isOver) => ForgetWhere(isOver, onlyFirst: false);

    private List<Exchange> ForgetWhere(Predicate<Exchange> isOver, bool onlyFirst)
    {
        List<Exchange> gone = [];
        for (var left = _order.Count; left > 0; left--)
        {
            if (!isOver(_order.Peek()))
            {
                if (onlyFirst)
                {
                    break;
                }

                _order.Enqueue(_order.Dequeue());
                continue;
            }

            var exchange = _order.Dequeue();
            gone.Add(exchange);
            var known = _byCallId[exchange.CallId];
            known = (known.Came == exchange ? null : known.Came, known.Dialled == exchange ? null : known.Dialled);
            if (known == default)
            {
                _byCallId.Remove(exchange.CallId);
            }
            else
            {
                _byCallId[exchange.CallId] = known;
            }
        }

        return gone;
    }
}
