namespace DialIn.Calls;

/// <summary>How a call ended: the one value for the log, the call record, the metric and the SIP status.</summary>
/// <param name="Result">How it went, or whose side the reason is on.</param>
/// <param name="Reason">Why.</param>
internal sealed record CallEnd(CallResult Result, CallEndReason Reason)
{
    /// <summary>The end for a reason.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="wasInMeeting">Whether the caller had been in the conference.</param>
    public static CallEnd For(CallEndReason reason, bool wasInMeeting = false) => new(ResultOf(reason, wasInMeeting), reason);

    /// <summary>The final status with which a call that was not answered yet is refused for this reason, 400 to 699.</summary>
    public int RefusalStatus => Reason switch
    {
        CallEndReason.CallerCancelled => 487,
        CallEndReason.NoCommonCodec or CallEndReason.NoCommonEncryption => 488,
        // Our provisional response was never confirmed: RFC 3262 §3.
        CallEndReason.AckMissing => 504,
        // 503 makes a carrier try another of our nodes; 486 or 603 would end the attempt.
        CallEndReason.Full or CallEndReason.TrunkFull or CallEndReason.Draining or CallEndReason.NoPorts => 503,
        // Another node of ours must not be tried in its stead.
        CallEndReason.CallerFull => 486,
        CallEndReason.Fault => 500,
        _ => 480,
    };

    /// <summary>After which time the carrier may try again; <see langword="null"/> where it makes no difference.</summary>
    public TimeSpan? RetryAfter => Reason switch
    {
        // Calls end all the time.
        CallEndReason.Full or CallEndReason.TrunkFull or CallEndReason.NoPorts => TimeSpan.FromSeconds(10),
        // A restart of the program, once the last call has gone.
        CallEndReason.Draining => TimeSpan.FromSeconds(60),
        _ => null,
    };

    /// <summary>What our BYE or refusal says of the reason (RFC 3326 §2), in causes of ITU-T Q.850, which carriers pass on.</summary>
    public string ReasonHeader => Reason switch
    {
        CallEndReason.Full or CallEndReason.TrunkFull or CallEndReason.NoPorts => "Q.850;cause=42;text=\"Switching equipment congestion\"",
        CallEndReason.CallerFull => "Q.850;cause=17;text=\"User busy\"",
        CallEndReason.Draining or CallEndReason.Fault => "Q.850;cause=41;text=\"Temporary failure\"",
        CallEndReason.NoCommonCodec or CallEndReason.NoCommonEncryption => "Q.850;cause=65;text=\"Bearer capability not implemented\"",
        // ITU-T Q.850: what the caller speaks cannot be served here. A fax server that hears this does not try again and again.
        CallEndReason.FaxMachine => "Q.850;cause=88;text=\"Incompatible destination\"",
        CallEndReason.ConferenceRefused or CallEndReason.ConferenceUnreachable => "Q.850;cause=27;text=\"Destination out of order\"",
        CallEndReason.AckMissing or CallEndReason.TrunkLost or CallEndReason.TrunkSilent => "Q.850;cause=102;text=\"Recovery on timer expiry\"",
        // Whatever was said to the caller before: the call was answered, and ends in an orderly way.
        _ => "Q.850;cause=16;text=\"Normal call clearing\"",
    };

    private static CallResult ResultOf(CallEndReason reason, bool wasInMeeting) => reason switch
    {
        CallEndReason.CallerHungUp or CallEndReason.MeetingEnded or CallEndReason.LongestCall => wasInMeeting ? CallResult.Success : CallResult.Caller,
        // Who throws a caller out, or does not let one in, is the meeting.
        CallEndReason.RemovedFromMeeting => wasInMeeting ? CallResult.Success : CallResult.Server,
        CallEndReason.CallerCancelled or CallEndReason.WrongPin or CallEndReason.NothingEntered
            or CallEndReason.FaxMachine or CallEndReason.CallerFull or CallEndReason.MeetingNotStarted or CallEndReason.MeetingFull => CallResult.Caller,
        CallEndReason.Full or CallEndReason.TrunkFull or CallEndReason.Draining or CallEndReason.NoPorts or CallEndReason.Fault => CallResult.Bridge,
        CallEndReason.ConferenceRefused or CallEndReason.ConferenceUnreachable => CallResult.Server,
        CallEndReason.NoCommonCodec or CallEndReason.NoCommonEncryption or CallEndReason.AckMissing or CallEndReason.TrunkLost or CallEndReason.TrunkSilent => CallResult.Carrier,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a reason without a result"),
    };
}
