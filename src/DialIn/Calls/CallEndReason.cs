namespace DialIn.Calls;

/// <summary>Why a call ended.</summary>
internal enum CallEndReason
{
    /// <summary>The caller hung up.</summary>
    CallerHungUp,

    /// <summary>The caller gave up before we answered.</summary>
    CallerCancelled,

    /// <summary>No try at the PIN was right.</summary>
    WrongPin,

    /// <summary>No PIN was typed.</summary>
    NothingEntered,

    /// <summary>A fax machine called.</summary>
    FaxMachine,

    /// <summary>The meeting did not start while the caller waited.</summary>
    MeetingNotStarted,

    /// <summary>The meeting is over.</summary>
    MeetingEnded,

    /// <summary>The meeting took no more callers while this one waited.</summary>
    MeetingFull,

    /// <summary>The conference ended this call while the meeting went on: a moderator, or BBB's rules.</summary>
    RemovedFromMeeting,

    /// <summary>The call lasted as long as a call may.</summary>
    LongestCall,

    /// <summary>As many calls as are allowed at once.</summary>
    Full,

    /// <summary>As many calls as this trunk is allowed at once.</summary>
    TrunkFull,

    /// <summary>One number has as many calls as one number may have.</summary>
    CallerFull,

    /// <summary>The bridge is being shut down.</summary>
    Draining,

    /// <summary>No RTP ports are left.</summary>
    NoPorts,

    /// <summary>Something broke on our side.</summary>
    Fault,

    /// <summary>The conference server refused the call.</summary>
    ConferenceRefused,

    /// <summary>The conference server could not be reached in the time that a caller waits for it.</summary>
    ConferenceUnreachable,

    /// <summary>The offer cannot be answered: no codec in common.</summary>
    NoCommonCodec,

    /// <summary>The offer cannot be answered: it is not encrypted and has to be, or its keys cannot be used.</summary>
    NoCommonEncryption,

    /// <summary>The ACK to our answer never came.</summary>
    AckMissing,

    /// <summary>The carrier stopped answering, or its connection broke.</summary>
    TrunkLost,

    /// <summary>No sound came from the carrier for so long that nobody can be there any more.</summary>
    TrunkSilent,
}
