namespace DialIn.Calls;

/// <summary>Hears which dialogs belong to which call, so that what passes over the wire can be told by call. Thread-safe; never waits and never throws.</summary>
internal interface ISipLegs
{
    /// <summary>A call has come in, whether or not it is taken.</summary>
    /// <param name="call">What is known of it.</param>
    /// <param name="sipCallId">The Call-ID of the trunk's leg.</param>
    void TrunkLeg(CallFacts call, string sipCallId);

    /// <summary>A conference is dialled for a call.</summary>
    /// <param name="callId">Our id of the call.</param>
    /// <param name="sipCallId">The Call-ID of the conference's leg.</param>
    void ConferenceLeg(string callId, string sipCallId);

    /// <summary>A call is over; its last messages may still pass.</summary>
    void Ended(string callId);
}
