namespace DialIn.Media.Relay;

/// <summary>Whether a leg hears keys in its peer's audio, besides telephone-events.</summary>
public enum ToneListening
{
    /// <summary>It does not.</summary>
    Off,

    /// <summary>Until the peer tells a key by telephone-event: then its tones are only the echo of what it tells anyway.</summary>
    UntilEvent,

    /// <summary>Whatever else the peer does; who receives the digits has to know one press told twice.</summary>
    Always,
}
