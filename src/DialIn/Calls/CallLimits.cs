namespace DialIn.Calls;

/// <summary>How many calls one trunk may have, through all of its accounts.</summary>
/// <param name="Trunk">The trunk's name.</param>
/// <param name="MaxCalls">At once; <see langword="null"/> for as many as all trunks together.</param>
/// <param name="MaxPending">At once that are not answered yet.</param>
/// <param name="FullStatus">What the carrier is told beyond that: 503 or 486.</param>
internal sealed record CallLimits(string Trunk, int? MaxCalls, int MaxPending, int FullStatus)
{
    /// <summary>Whether a call that came through <paramref name="trunk"/>, or <c>trunk/account</c>, counts.</summary>
    public bool IsOf(string trunk) =>
        trunk.StartsWith(Trunk, StringComparison.Ordinal) && (trunk.Length == Trunk.Length || trunk[Trunk.Length] == '/');
}
