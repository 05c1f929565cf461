using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>One binding to keep at a registrar, RFC 3261 §10.2.</summary>
public sealed record RegistrationOptions
{
    /// <summary>The registrar's domain, the Request-URI: no user part.</summary>
    public required SipUri Registrar { get; init; }

    /// <summary>Whose calls shall come to us.</summary>
    public required SipUri AddressOfRecord { get; init; }

    /// <summary>
    /// The user part of our Contact. Unique per registration: the trunk, and our binding in the answer, are known by it.
    /// <c>null</c> only asks for the bindings there are, see <see cref="SipStack.RegisterOnceAsync"/>.
    /// </summary>
    public required string? ContactUser { get; init; }

    /// <summary>The lifetime to ask for; the registrar may grant another one. One hour is what carriers expect.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// RFC 3261 §8.1.2: the proxy that all requests visit first: they are sent to its URI, which is located anew for each
    /// REGISTER, and name it in Route. <c>null</c> sends them to where <see cref="Registrar"/> points.
    /// </summary>
    public SipUri? OutboundProxy { get; init; }

    /// <summary>Credentials for the registrar; <c>null</c> answers no challenge.</summary>
    public IChallengeResponder? Challenges { get; init; }

    /// <summary>The security agreement that the registrar wants; <c>null</c> for none. Only sensible over TLS.</summary>
    public SecurityAgreement? Security { get; init; }

    /// <summary>How a flow over UDP is kept open while the registration holds.</summary>
    public KeepAlive KeepAlive { get; init; } = KeepAlive.Crlf;

    /// <summary>How long to wait before the first REGISTER.</summary>
    public TimeSpan StartAfter { get; init; }

    /// <summary>The longest delay before the REGISTER that follows a lost connection.</summary>
    public TimeSpan Spread { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether a REGISTER may go out, asked on the stack's loop right before each sending and each repetition; <c>null</c> for always. Once it
    /// says no, no answer comes either: who says so ends the registration by <see cref="Registration.Abandon"/>.
    /// </summary>
    public Func<bool>? MaySend { get; init; }

    /// <summary>Hears of each change of the status, on the stack's loop; must not block or throw.</summary>
    public Action<RegistrationStatus>? Changed { get; init; }
}
