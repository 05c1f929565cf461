using System.Net;

namespace DialIn.Sip.Locating;

/// <summary>The addresses of a host or domain.</summary>
/// <param name="Addresses">The addresses; empty if there are none.</param>
/// <param name="TimeToLive">How long that holds.</param>
/// <param name="IsComplete">Whether every question was answered. If not, there may be more addresses than these.</param>
public sealed record FoundAddresses(IReadOnlyList<IPAddress> Addresses, TimeSpan TimeToLive, bool IsComplete);
