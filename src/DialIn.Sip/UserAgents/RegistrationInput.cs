namespace DialIn.Sip.UserAgents;

/// <summary>What can happen to a registration. <c>Chance</c> is a random number from 0 to 1 for the jitter of the next timer.</summary>
internal abstract record RegistrationInput
{
    private RegistrationInput()
    {
    }

    /// <summary>Begin.</summary>
    /// <param name="After">How long to wait first, so that many registrations do not come in one burst.</param>
    internal sealed record Start(TimeSpan After = default) : RegistrationInput;

    /// <summary>The final response to our REGISTER, challenges already answered; 408 and 503 also for want of one.</summary>
    /// <param name="StatusCode">The status.</param>
    /// <param name="Granted">The lifetime of our binding in a 2xx; <c>null</c> if it names none.</param>
    /// <param name="MinExpires">The Min-Expires of a 423.</param>
    /// <param name="RetryAfter">The Retry-After of a failure.</param>
    /// <param name="Chance">For jitter.</param>
    /// <param name="HasOtherSecret">The credentials were refused, and there are others that were not.</param>
    /// <param name="IsMoved">The registrar sees us elsewhere than the Contact of the REGISTER says.</param>
    /// <param name="IsConnectionLost">There is no response because the connection ended that had taken the REGISTER.</param>
    internal sealed record Answered(
        int StatusCode,
        TimeSpan? Granted = null,
        TimeSpan? MinExpires = null,
        TimeSpan? RetryAfter = null,
        double Chance = 0.5,
        bool HasOtherSecret = false,
        bool IsMoved = false,
        bool IsConnectionLost = false) : RegistrationInput;

    /// <summary>The timer fired.</summary>
    internal sealed record TimerFired : RegistrationInput;

    /// <summary>The connection over which calls would come, that of the last 2xx, is gone.</summary>
    internal sealed record FlowLost(double Chance = 0.5) : RegistrationInput;

    /// <summary>A keep-alive shows that calls can no longer reach us at the address that is registered.</summary>
    internal sealed record AddressMoved : RegistrationInput;

    /// <summary>The operator wants an attempt now, for instance with a new password.</summary>
    internal sealed record RefreshNow : RegistrationInput;

    /// <summary>End it, and tell the registrar.</summary>
    internal sealed record Stop : RegistrationInput;
}
