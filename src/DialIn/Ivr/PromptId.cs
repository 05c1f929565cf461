namespace DialIn.Ivr;

/// <summary>
/// All that a caller can be told. Each has a text in <c>Prompts/&lt;language&gt;/texts.json</c> and a recording beside it under
/// the same name in small letters with dashes (<see cref="EnterPin"/>: <c>enter-pin.wav</c>).
/// </summary>
internal enum PromptId
{
    /// <summary>The first words after the answer.</summary>
    Welcome,

    /// <summary>Asks for the PIN.</summary>
    EnterPin,

    /// <summary>"For English, press the hash key", spoken in the language it offers.</summary>
    ForThisLanguage,

    /// <summary>Asks for the PIN again, from its first digit.</summary>
    EnterPinAgain,

    /// <summary>The PIN leads nowhere, for whatever reason.</summary>
    PinUnknown,

    /// <summary>Asks for patience while an answer is made to take its time.</summary>
    CheckingPin,

    /// <summary>The last try was wrong as well. A goodbye follows.</summary>
    TriesUsedUp,

    /// <summary>Nobody typed a PIN. A goodbye follows.</summary>
    NothingEntered,

    /// <summary>The PIN is right and the meeting is there.</summary>
    Connecting,

    /// <summary>The PIN is right, the meeting has not started, and the caller may wait.</summary>
    MeetingNotStarted,

    /// <summary>The meeting has not started in the time that a caller may wait. A goodbye follows.</summary>
    MeetingDidNotStart,

    /// <summary>The bridge keeps the caller's voice from the meeting now.</summary>
    Muted,

    /// <summary>The bridge lets the caller's voice through again.</summary>
    Unmuted,

    /// <summary>What the keys do in a meeting.</summary>
    MeetingKeys,

    /// <summary>The meeting was lost or has moved, and the call tries to get back in.</summary>
    OneMoment,

    /// <summary>The meeting is over. A goodbye follows.</summary>
    MeetingEnded,

    /// <summary>The conference ended this call, and the meeting goes on. A goodbye follows.</summary>
    ConnectionEnded,

    /// <summary>The meeting's server cannot be reached or does not take the call. A goodbye follows.</summary>
    NotReachable,

    /// <summary>The call has lasted as long as a call may. A goodbye follows.</summary>
    LongestCall,

    /// <summary>The bridge is being restarted. A goodbye follows.</summary>
    ServicePause,

    /// <summary>Something is broken on our side. A goodbye follows.</summary>
    Fault,

    /// <summary>The last word before the call ends.</summary>
    Goodbye,

    /// <summary>No words: what is heard while waiting. The same in every language: <c>Prompts/hold-tone.wav</c>.</summary>
    HoldTone,
}
