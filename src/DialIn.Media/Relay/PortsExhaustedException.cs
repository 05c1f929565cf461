namespace DialIn.Media.Relay;

/// <summary>No pair of ports is free: the range is too small for the calls, or other programs hold its ports.</summary>
/// <param name="message">Says the range and how its ports are used.</param>
public sealed class PortsExhaustedException(string message) : Exception(message);
