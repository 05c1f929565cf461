using System.Net;

namespace DialIn.Operations.Traces;

/// <summary>What passed between us and one peer in one dialog. Used under its own lock.</summary>
/// <param name="callId">The Call-ID, which both ends of a call to ourselves share.</param>
/// <param name="isDialled">Whether we began it.</param>
/// <param name="since">When it began.</param>
internal sealed class Exchange(string callId, bool isDialled, DateTimeOffset since)
{
    // A call of two hours with the usual refreshes has forty lines.
    private const int MostLines = 60;
    private const int KeptFromTheBeginning = 30;

    // What passes before the call is known: an INVITE, a few challenges and repetitions.
    private const int MostHeld = 10;

    private readonly List<(long Order, LadderLine Line)> _lines = new(12);
    private List<TracedMessage>? _held;

    /// <summary>The Call-ID.</summary>
    public string CallId => callId;

    /// <summary>Whether we began it.</summary>
    public bool IsDialled => isDialled;

    /// <summary>When it began.</summary>
    public DateTimeOffset Since => since;

    /// <summary>Our own tag, where we began it and the INVITE has passed.</summary>
    public string? OwnTag { get; set; }

    /// <summary>Whether it is of a leg to a conference.</summary>
    public bool IsConference { get; set; }

    /// <summary>Whether it is so long over that nothing of it is kept any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The call, once it is known.</summary>
    public TappedCall? Call { get; private set; }

    /// <summary>The numbers that are to be masked in it.</summary>
    public NumberScrub Scrub { get; } = new();

    /// <summary>Our own address, where a message has told it.</summary>
    public IPAddress? Local { get; set; }

    /// <summary>The lines so far, with their order among those of all exchanges.</summary>
    public IReadOnlyList<(long Order, LadderLine Line)> Lines => [.. _lines];

    /// <summary>Adds a line; of very many, those in the middle go.</summary>
    public void Add(long order, LadderLine line)
    {
        if (_lines.Count >= MostLines)
        {
            _lines.RemoveAt(KeptFromTheBeginning);
        }

        _lines.Add((order, line));
    }

    /// <summary>Keeps a message until the call is known.</summary>
    public void Hold(TracedMessage message)
    {
        _held ??= [];
        if (_held.Count < MostHeld)
        {
            _held.Add(message);
        }
    }

    /// <summary>Says which call it is of.</summary>
    /// <returns>The messages that were held.</returns>
    public IReadOnlyList<TracedMessage> Settle(TappedCall call)
    {
        Call = call;
        var held = _held ?? [];
        _held = null;
        return held;
    }

    /// <summary>Forgets the numbers, and takes no further message.</summary>
    public void Close()
    {
        IsClosed = true;
        Scrub.Clear();
        _held = null;
    }
}
