namespace DialIn.Media.Relay;

/// <summary>Whether a leg hears keys in its peer's audio, besides telephone-events.</summary>
public enum ToneListening
{
    /// <summary>It does not.</summary>
    Off,

    /// <summary>
    /// Until the peer tells a key by telephone-event: then its tones are only the echo of what it tells anyway. Not at all in G.722 where
    /// telephone-events are agreed on.
    /// </summary>
    UntilEvent,

    /// <summary>Whatever else the peer does; who receives the digits has to know one press told twice.</summary>
    Always,
}
