using DialIn.Calls;
using DialIn.Ivr;
using DialIn.Pins;

namespace DialIn.Operations.ProofCalls;

/// <summary>The PINs of the proof calls that are under way. Thread-safe.</summary>
internal sealed class ProofPins : IProofPins
{
    private readonly Lock _lock = new();
    private readonly List<ProofTicket> _tickets = [];

    /// <summary>Expects a PIN until the ticket is given back.</summary>
    public void Expect(ProofTicket ticket)
    {
        lock (_lock)
        {
            _tickets.Add(ticket);
        }
    }

    /// <summary>Expects it no more.</summary>
    public void Forget(ProofTicket ticket)
    {
        lock (_lock)
        {
            _tickets.Remove(ticket);
        }
    }

    /// <inheritdoc/>
    public bool OpensToneCheck(Pin pin, string callId, string calledNumber)
    {
        lock (_lock)
        {
            var ticket = _tickets.Find(ticket => ticket.CallId is null && ticket.Pin == pin && ticket.Number == calledNumber);
            ticket?.TypedIn(callId);
            return ticket is { IsToneCheck: true };
        }
    }

    /// <inheritdoc/>
    public void Heard(string callId, TelephoneKey key)
    {
        lock (_lock)
        {
            _tickets.Find(ticket => ticket.CallId == callId)?.Hear(key);
        }
    }
}

/// <summary>What a proof call expects of the call as it comes in. Changed under the lock of its owner.</summary>
/// <param name="pin">The PIN that it will type.</param>
/// <param name="number">The number that it calls: who calls another one is somebody else.</param>
/// <param name="isToneCheck">Whether that PIN leads to the tone check; else it is one of a room, and goes its usual way.</param>
internal sealed class ProofTicket(Pin pin, string number, bool isToneCheck)
{
    private readonly TaskCompletionSource<string> _typed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _callId;
    private int _heard;

    /// <summary>The PIN.</summary>
    public Pin Pin => pin;

    /// <summary>The number that was called.</summary>
    public string Number => number;

    /// <summary>Where it leads.</summary>
    public bool IsToneCheck => isToneCheck;

    /// <summary>The call in which it was typed; null before that.</summary>
    public string? CallId => _callId;

    /// <summary>The id of the call in which the PIN was typed.</summary>
    public Task<string> Typed => _typed.Task;

    /// <summary>How many keys the bridge has heard since.</summary>
    public int HeardKeys => Volatile.Read(ref _heard);

    /// <summary>The PIN was typed.</summary>
    public void TypedIn(string callId)
    {
        _callId = callId;
        _typed.TrySetResult(callId);
    }

    /// <summary>A key was heard.</summary>
    public void Hear(TelephoneKey key) => Interlocked.Add(ref _heard, key.IsDigit ? 1 : 0);
}
