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

    /// <summary>The meeting begins with everybody muted, and the bridge keeps the caller's voice from it; which keys change that.</summary>
    MutedOnStart,

    /// <summary>The bridge lets the caller's voice through, but the server may not.</summary>
    UnmutedOnStart,

    /// <summary>What the keys do in a meeting.</summary>
    MeetingKeys,

    /// <summary>The meeting was lost or has moved, and the call tries to get back in.</summary>
    OneMoment,

    /// <summary>The meeting has ended, and the caller may wait for it to be opened again.</summary>
    MeetingMayReopen,

    /// <summary>The meeting takes no more callers at present, and the caller may wait.</summary>
    MeetingFull,

    /// <summary>No caller has left in the time that one may wait. A goodbye follows.</summary>
    NoPlace,

    /// <summary>"Number of breakout rooms:"; a number follows.</summary>
    RoomCount,

    /// <summary>How to get into a breakout room.</summary>
    RoomKeys,

    /// <summary>"You are coming into breakout room"; its number follows.</summary>
    InRoom,

    /// <summary>How to come back from a breakout room.</summary>
    RoomWayBack,

    /// <summary>The breakout room does not exist.</summary>
    NoSuchRoom,

    /// <summary>There are no breakout rooms.</summary>
    NoRooms,

    /// <summary>The breakout room was closed, and the caller comes back to the meeting.</summary>
    RoomClosed,

    /// <summary>The caller comes back to the meeting.</summary>
    BackToMeeting,

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

    /// <summary>The number 1.</summary>
    Number1,

    /// <summary>The number 2.</summary>
    Number2,

    /// <summary>The number 3.</summary>
    Number3,

    /// <summary>The number 4.</summary>
    Number4,

    /// <summary>The number 5.</summary>
    Number5,

    /// <summary>The number 6.</summary>
    Number6,

    /// <summary>The number 7.</summary>
    Number7,

    /// <summary>The number 8.</summary>
    Number8,

    /// <summary>The number 9.</summary>
    Number9,

    /// <summary>The number 10.</summary>
    Number10,

    /// <summary>The number 11.</summary>
    Number11,

    /// <summary>The number 12.</summary>
    Number12,

    /// <summary>The number 13.</summary>
    Number13,

    /// <summary>The number 14.</summary>
    Number14,

    /// <summary>The number 15.</summary>
    Number15,

    /// <summary>The number 16.</summary>
    Number16,

    /// <summary>The number 17.</summary>
    Number17,

    /// <summary>The number 18.</summary>
    Number18,

    /// <summary>The number 19.</summary>
    Number19,

    /// <summary>The number 20.</summary>
    Number20,

    /// <summary>"more than twenty".</summary>
    NumberOver20,

    /// <summary>The last word before the call ends.</summary>
    Goodbye,

    /// <summary>No words: what is heard while waiting. The same in every language: <c>Prompts/hold-tone.wav</c>.</summary>
    HoldTone,
}
