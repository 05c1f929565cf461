namespace DialIn.Sip.UserAgents;

/// <summary>What can happen to a registration. <c>Chance</c> is a random number from 0 to 1 for the jitter of the next timer.</summary>
internal abstract record RegistrationInput
{
    private RegistrationInput()
    {
    }

    /// <summary>Begin.</summary>
    internal sealed record Start : RegistrationInput;

    /// <summary>The final response to our REGISTER, challenges already answered; 408 and 503 also for want of one.</summary>
    /// <param name="StatusCode">The status.</param>
    /// <param name="Granted">The lifetime of our binding in a 2xx; <c>null</c> if it names none.</param>
    /// <param name="MinExpires">The Min-Expires of a 423.</param>
    /// <param name="RetryAfter">The Retry-After of a failure.</param>
    /// <param name="Chance">For jitter.</param>
    internal sealed record Answered(int StatusCode, TimeSpan? Granted = null, TimeSpan? MinExpires = null, TimeSpan? RetryAfter = null, double Chance = 0.5) : RegistrationInput;

    /// <summary>The timer fired.</summary>
    internal sealed record TimerFired : RegistrationInput;

    /// <summary>The connection over which calls would come is gone.</summary>
    internal sealed record FlowLost(double Chance = 0.5) : RegistrationInput;

    /// <summary>The operator wants an attempt now, for instance with a new password.</summary>
    internal sealed record RefreshNow : RegistrationInput;

    /// <summary>End it, and tell the registrar.</summary>
    internal sealed record Stop : RegistrationInput;
}
