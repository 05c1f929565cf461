namespace DialIn.Ivr;

/// <summary>What goes on in the entry of a PIN.</summary>
internal enum PinEntryStatus
{
    /// <summary>A prompt is being spoken; a key cuts it off.</summary>
    Prompting,

    /// <summary>Nothing is spoken, a timer runs.</summary>
    Listening,

    /// <summary>A PIN is being looked up.</summary>
    Checking,

    /// <summary>The caller has had all tries.</summary>
    Over,
}
