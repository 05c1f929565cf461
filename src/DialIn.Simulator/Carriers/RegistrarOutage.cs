namespace DialIn.Simulator.Carriers;

/// <summary>What a registrar in trouble answers.</summary>
/// <param name="Status">A failure, such as 503.</param>
/// <param name="RetryAfter">When to come back; null says nothing.</param>
public sealed record RegistrarOutage(int Status, TimeSpan? RetryAfter = null);
