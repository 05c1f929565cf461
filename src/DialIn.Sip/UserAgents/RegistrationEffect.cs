namespace DialIn.Sip.UserAgents;

/// <summary>What a registration wants done.</summary>
internal abstract record RegistrationEffect
{
    private RegistrationEffect()
    {
    }

    /// <summary>Send a REGISTER that asks for this lifetime; zero removes the binding. It replaces one that is under way.</summary>
    internal sealed record SendRegister(TimeSpan Expires) : RegistrationEffect;

    /// <summary>Start the one timer, in place of a running one.</summary>
    internal sealed record StartTimer(TimeSpan After) : RegistrationEffect;

    /// <summary>The registrar holds our binding for this long from now.</summary>
    internal sealed record ReportBound(TimeSpan Granted) : RegistrationEffect;

    /// <summary>An attempt failed; the next one comes by itself.</summary>
    /// <param name="StatusCode">The status.</param>
    /// <param name="IsRefusal">The registrar does not want these credentials: somebody has to look.</param>
    /// <param name="RetryAfter">How long until the next attempt.</param>
    internal sealed record ReportFailure(int StatusCode, bool IsRefusal, TimeSpan RetryAfter) : RegistrationEffect;

    /// <summary>It is over: stop the timer; nothing follows.</summary>
    internal sealed record Finish : RegistrationEffect;
}
