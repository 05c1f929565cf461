namespace DialIn.Sip.Transactions;

/// <summary>What a transaction wants done. The runner does it, in the given order.</summary>
internal abstract record TransactionEffect
{
    private TransactionEffect()
    {
    }

    /// <summary>Send the request of this client transaction (again).</summary>
    internal sealed record SendRequest : TransactionEffect
    {
        public static SendRequest Instance { get; } = new();
    }

    /// <summary>Acknowledge the failure response at hand.</summary>
    internal sealed record SendAck : TransactionEffect
    {
        public static SendAck Instance { get; } = new();
    }

    /// <summary>Send 100 Trying.</summary>
    internal sealed record SendTrying : TransactionEffect
    {
        public static SendTrying Instance { get; } = new();
    }

    /// <summary>Send the response that the transaction user just gave, and keep it.</summary>
    internal sealed record SendResponse : TransactionEffect
    {
        public static SendResponse Instance { get; } = new();
    }

    /// <summary>Send the kept response again.</summary>
    internal sealed record ResendResponse : TransactionEffect
    {
        public static ResendResponse Instance { get; } = new();
    }

    /// <summary>Start (or restart) a timer.</summary>
    internal sealed record StartTimer(TransactionTimer Timer, TimeSpan After) : TransactionEffect;

    /// <summary>Stop a timer, if it runs.</summary>
    internal sealed record StopTimer(TransactionTimer Timer) : TransactionEffect;

    /// <summary>Hand the message at hand (request, ACK, response) to the transaction user.</summary>
    internal sealed record PassToUser : TransactionEffect
    {
        public static PassToUser Instance { get; } = new();
    }

    /// <summary>Tell the transaction user that no answer came in time.</summary>
    internal sealed record InformTimeout : TransactionEffect
    {
        public static InformTimeout Instance { get; } = new();
    }

    /// <summary>Tell the transaction user that the transport failed.</summary>
    internal sealed record InformTransportError : TransactionEffect
    {
        public static InformTransportError Instance { get; } = new();
    }

    /// <summary>The transaction is over: stop its timers and forget it.</summary>
    internal sealed record Terminate : TransactionEffect
    {
        public static Terminate Instance { get; } = new();
    }
}
