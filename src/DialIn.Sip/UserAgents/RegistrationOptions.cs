using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>One binding to keep at a registrar, RFC 3261 §10.2.</summary>
public sealed record RegistrationOptions
{
    /// <summary>The registrar's domain, the Request-URI: no user part.</summary>
    public required SipUri Registrar { get; init; }

    /// <summary>Whose calls shall come to us.</summary>
    public required SipUri AddressOfRecord { get; init; }

    /// <summary>The user part of our Contact. Unique per registration: the trunk, and our binding in the answer, are known by it.</summary>
    public required string ContactUser { get; init; }

    /// <summary>The lifetime to ask for; the registrar may grant another one. One hour is what carriers expect.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Where to send it, instead of where <see cref="Registrar"/> points; its host is resolved anew for each REGISTER.</summary>
    public SipUri? OutboundProxy { get; init; }

    /// <summary>Credentials for the registrar; <c>null</c> answers no challenge.</summary>
    public IChallengeResponder? Challenges { get; init; }

    /// <summary>Hears of each change of the status, on the stack's loop; must not block or throw.</summary>
    public Action<RegistrationStatus>? Changed { get; init; }
}
