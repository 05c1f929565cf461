namespace DialIn.Sip.Transactions;

/// <summary>
/// The connections that ended last. A transport may report the end of a connection before the sender hears that it took the
/// message; such a message is then known to be lost. Loop only.
/// </summary>
internal sealed class ClosedConnections
{
    // The two reports are never further apart than what waits in the mailbox.
    private const int MaxRemembered = 1000;

    private readonly Queue<SentBy> _order = new();
    private readonly HashSet<SentBy> _closed = [];

    public void Add(SentBy connection)
    {
        if (_closed.Add(connection))
        {
            _order.Enqueue(connection);
        }

        if (_order.Count > MaxRemembered)
        {
            _closed.Remove(_order.Dequeue());
        }
    }

    public bool Contains(SentBy connection) => _closed.Contains(connection);
}
