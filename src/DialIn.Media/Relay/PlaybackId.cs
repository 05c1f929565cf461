namespace DialIn.Media.Relay;

/// <summary>Names one playback, so that its end is not taken for the end of a later one. The caller chooses the numbers.</summary>
/// <param name="Value">Any number.</param>
public readonly record struct PlaybackId(long Value);
