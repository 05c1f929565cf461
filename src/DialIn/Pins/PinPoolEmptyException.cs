namespace DialIn.Pins;

/// <summary>No free PIN is left for another room. The remedy is <c>dialin pins generate</c>.</summary>
internal sealed class PinPoolEmptyException() : Exception("No free PIN is left. Run: dialin pins generate --count 10000");
