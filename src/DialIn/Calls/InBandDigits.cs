namespace DialIn.Calls;

/// <summary>Whether the keys of a trunk's callers are heard as tones in their audio, while the PIN is asked for.</summary>
internal enum InBandDigits
{
    /// <summary>Until the call tells a key by telephone-event or INFO, whatever was negotiated.</summary>
    Auto,

    /// <summary>As long as the PIN is asked for; a key that is told in several ways counts once.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}
