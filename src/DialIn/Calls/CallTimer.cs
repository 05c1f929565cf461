namespace DialIn.Calls;

/// <summary>The timers of a call. Each runs at most once at a time.</summary>
internal enum CallTimer
{
    /// <summary>The call has rung for long enough.</summary>
    Answer,

    /// <summary>The call has lasted as long as a call may.</summary>
    MaxDuration,

    /// <summary>The caller has had time enough for the PIN, with all tries and silences.</summary>
    EnterPin,

    /// <summary>The next digit of the PIN is due.</summary>
    Digit,

    /// <summary>The look-up of the PIN should have answered.</summary>
    LookUp,

    /// <summary>The caller may be told now where the PIN leads.</summary>
    PinAnswer,

    /// <summary>A proof call has had time enough for its tones.</summary>
    Proof,

    /// <summary>The caller has waited for the meeting as long as a caller may.</summary>
    WaitForMeeting,

    /// <summary>The sentence that was said to a waiting caller is due again.</summary>
    RepeatSentence,

    /// <summary>The conference should have answered.</summary>
    ConferenceAnswer,

    /// <summary>The conference should have changed its codec: the caller's offer waits for that.</summary>
    WaitingOffer,

    /// <summary>Keys pressed from now on are commands.</summary>
    ConferenceKeys,

    /// <summary>The key after a <c>*</c> is due.</summary>
    CommandKey,

    /// <summary>The caller is to be told of breakout rooms.</summary>
    TellRooms,

    /// <summary>The directory is to be asked again.</summary>
    AskAgain,

    /// <summary>A lost conference was not found again in time.</summary>
    Reconnect,

    /// <summary>A meeting that has ended was not opened again in time.</summary>
    Reopening,

    /// <summary>The goodbye should have been spoken by now.</summary>
    Goodbye,
}
