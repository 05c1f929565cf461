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

    /// <summary>Given up on request.</summary>
    Stopped,
}
