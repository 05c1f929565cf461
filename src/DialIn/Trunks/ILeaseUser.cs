namespace DialIn.Trunks;

/// <summary>Who registers accounts while this node holds them. Called by one at a time, and never waits but in <see cref="LeaveAsync"/>.</summary>
internal interface ILeaseUser
{
    /// <summary>The account is this node's: it may be registered.</summary>
    void Begin(string name);

    /// <summary>Takes the binding back.</summary>
    Task LeaveAsync(string name, CancellationToken cancellationToken);

    /// <summary>The account is not this node's any more: nothing may be sent, not even a goodbye.</summary>
    void Abandon(string name);
}
