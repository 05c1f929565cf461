using DialIn.Sip.UserAgents;

namespace DialIn.Calls;

/// <summary>Says in the call's words why a SIP session is over.</summary>
internal static class LegEnd
{
    /// <summary>The cause.</summary>
    public static LegEndCause CauseOf(SessionEnd end) => end.Cause switch
    {
        SessionEndCause.RemoteBye or SessionEndCause.LocalBye => LegEndCause.RemoteBye,
        SessionEndCause.Cancelled => LegEndCause.Cancelled,
        SessionEndCause.Rejected => LegEndCause.Rejected,
        SessionEndCause.Timeout => LegEndCause.Timeout,
        SessionEndCause.AckMissing => LegEndCause.AckMissing,
        _ => LegEndCause.TransportError,
    };
}
