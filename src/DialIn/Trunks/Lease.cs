namespace DialIn.Trunks;

/// <summary>Who may register one account, of all nodes that share a database.</summary>
/// <param name="Name">The account, as <c>trunk</c> or <c>trunk/account</c>.</param>
/// <param name="Holder">The node that holds it, as <see cref="LeaseHolder"/> prints; <see langword="null"/> after it has let go.</param>
/// <param name="Fence">Grows with each change of hands: a holder that was overtaken renews nothing.</param>
/// <param name="Until">When it ends, by the holder's clock. It grows with each renewal. For people: other nodes trust no clock but their own.</param>
internal sealed record Lease(string Name, string? Holder, long Fence, DateTimeOffset Until);
