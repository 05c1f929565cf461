namespace DialIn.Sip.UserAgents;

/// <summary>Where a registration stands.</summary>
public enum RegistrationState
{
    /// <summary>No answer yet.</summary>
    Registering,

    /// <summary>The registrar holds our binding.</summary>
    Registered,

    /// <summary>The last attempt failed; the next one is scheduled.</summary>
    Failing,

    /// <summary>
    /// The registrar refused the credentials with 401, 403 or 407. Further attempts come, but seldom: an alarm, for only a new
    /// password or the carrier can help.
    /// </summary>
    Refused,

    /// <summary>Given up on request.</summary>
    Stopped,
}
