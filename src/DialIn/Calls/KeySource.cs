namespace DialIn.Calls;

/// <summary>How a key was told; the greater one is the better one.</summary>
[Flags]
internal enum KeySource
{
    /// <summary>In no way.</summary>
    None = 0,

    /// <summary>Its tones were heard in the audio.</summary>
    Tones = 1,

    /// <summary>By SIP INFO.</summary>
    Info = 2,

    /// <summary>By telephone-event.</summary>
    Event = 4,
}
