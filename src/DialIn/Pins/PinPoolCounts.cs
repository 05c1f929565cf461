namespace DialIn.Pins;

/// <summary>How many PINs are in which state.</summary>
/// <param name="Free">Never used, ready for a room.</param>
/// <param name="Assigned">Lead to a room.</param>
/// <param name="Quarantined">Led to a room once and rest.</param>
internal sealed record PinPoolCounts(int Free, int Assigned, int Quarantined);
