namespace DialIn.Simulator;

/// <summary>Lets callers through while it is open, and holds them while it is closed. Open at first.</summary>
internal sealed class Gate
{
    private readonly Changes _changes = new();
    private volatile bool _closed;

    /// <summary>Holds whoever comes from now on.</summary>
    public void Close() => _closed = true;

    /// <summary>Lets everybody through.</summary>
    public void Open()
    {
        _closed = false;
        _changes.Notify();
    }

    /// <summary>Ends when the gate is open.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) =>
        _changes.WaitUntilAsync(() => !_closed, cancellationToken);
}
