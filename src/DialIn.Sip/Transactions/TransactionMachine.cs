using static DialIn.Sip.Transactions.TransactionEffect;

namespace DialIn.Sip.Transactions;

/// <summary>One of the four machines of RFC 3261 §17: an immutable state that answers an input with the next state and effects.</summary>
internal abstract record TransactionMachine(SipTimers Timers, bool Reliable)
{
    /// <summary>Is this the end?</summary>
    public abstract bool IsTerminated { get; }

    /// <summary>The next state and what to do. Total: an input that means nothing here changes nothing.</summary>
    public abstract Transition On(TransactionInput input);

    /// <summary>Nothing changes, nothing is done.</summary>
    protected Transition Ignore() => new(this, []);

    /// <summary>Nothing changes, something is done.</summary>
    protected Transition Stay(params TransactionEffect[] effects) => new(this, effects);

    /// <summary>The way from one state to the next.</summary>
    internal readonly record struct Transition(TransactionMachine Next, IReadOnlyList<TransactionEffect> Effects);

    /// <summary>Shorthand for the effect that starts a timer.</summary>
    protected static StartTimer Timer(TransactionTimer timer, TimeSpan after) => new(timer, after);

    /// <summary>Shorthand for the effect that stops a timer.</summary>
    protected static StopTimer Stop(TransactionTimer timer) => new(timer);
}
