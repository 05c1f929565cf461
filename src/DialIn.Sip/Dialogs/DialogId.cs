namespace DialIn.Sip.Dialogs;

/// <summary>What tells dialogs apart: never the Call-ID alone, RFC 3261 §12.</summary>
/// <param name="CallId">The Call-ID.</param>
/// <param name="LocalTag">Our tag.</param>
/// <param name="RemoteTag">The peer's tag; empty for a peer of RFC 2543 that has none.</param>
public readonly record struct DialogId(string CallId, string LocalTag, string RemoteTag);
