namespace DialIn.Sip.Transactions;

/// <summary>What can happen to a transaction. Messages are named by kind and status code; the runner holds them.</summary>
internal abstract record TransactionInput
{
    private TransactionInput()
    {
    }

    /// <summary>The transaction begins: a client has a request to send, a server received one.</summary>
    internal sealed record Start : TransactionInput
    {
        public static Start Instance { get; } = new();
    }

    /// <summary>A client received a response.</summary>
    internal sealed record ResponseReceived(int StatusCode) : TransactionInput;

    /// <summary>A server received its request once more.</summary>
    internal sealed record RequestRepeated : TransactionInput
    {
        public static RequestRepeated Instance { get; } = new();
    }

    /// <summary>An INVITE server received an ACK.</summary>
    internal sealed record AckReceived : TransactionInput
    {
        public static AckReceived Instance { get; } = new();
    }

    /// <summary>The transaction user of a server wants this response sent.</summary>
    internal sealed record Respond(int StatusCode) : TransactionInput;

    /// <summary>A timer, started earlier by an effect, fired.</summary>
    internal sealed record TimerFired(TransactionTimer Timer) : TransactionInput;

    /// <summary>The transport could not send.</summary>
    internal sealed record TransportFailed : TransactionInput
    {
        public static TransportFailed Instance { get; } = new();
    }
}
