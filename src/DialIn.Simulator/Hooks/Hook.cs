namespace DialIn.Simulator.Hooks;

/// <summary>A subscription to a server's webhooks.</summary>
/// <param name="Id">A number in 2.x, a UUID in 3.x.</param>
/// <param name="CallbackUrl">Where the events go.</param>
/// <param name="Events">Which, such as <c>meeting-created</c>; empty for all.</param>
public sealed record Hook(string Id, string CallbackUrl, IReadOnlyList<string> Events);
