using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>Where a registration stands, at one moment.</summary>
/// <param name="State">The state.</param>
/// <param name="RegisteredSince">Since when the binding has held without a gap; <c>null</c> while it does not.</param>
/// <param name="ExpiresAt">When the binding ends unless refreshed; <c>null</c> without one.</param>
/// <param name="LastFailure">What went wrong last, without any secret; <c>null</c> once it works.</param>
/// <param name="RegistrarAddresses">The addresses that the registrar resolved to: calls may come from there.</param>
public sealed record RegistrationStatus(
    RegistrationState State,
    DateTimeOffset? RegisteredSince,
    DateTimeOffset? ExpiresAt,
    string? LastFailure,
    IReadOnlyList<IPAddress> RegistrarAddresses)
{
    /// <summary>The status code of <see cref="LastFailure"/>; <c>null</c> once it works.</summary>
    public int? LastStatus { get; init; }

    /// <summary>When the registrar last confirmed the binding; <c>null</c> if it never did. Its age is what an alarm looks at.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>After a failure: when the next attempt comes.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>How many final answers, or the lack of one, there were since the start.</summary>
    public long Attempts { get; init; }

    /// <summary>How many of them were no success.</summary>
    public long FailedAttempts { get; init; }

    /// <summary>The Contact that we registered last.</summary>
    public SipUri? Contact { get; init; }

    /// <summary>Bindings of the same address of record that somebody else keeps alive.</summary>
    public IReadOnlyList<SipUri> OtherContacts { get; init; } = [];

    /// <summary>Where the registrar sees us, as it says itself.</summary>
    public IPEndPoint? SeenAs { get; init; }

    /// <summary>Where the last REGISTER went; calls come from there.</summary>
    public SipEndPoint? Target { get; init; }

    /// <summary>What the last 2xx said of this account.</summary>
    public RegistrarFacts Facts { get; init; } = RegistrarFacts.None;

    /// <summary>How long the registrar took for its last answer to a REGISTER or OPTIONS, repeats included; <c>null</c> before the first.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The security agreement, where one is wanted.</summary>
    public SecurityAgreement? Security { get; init; }

    /// <summary>Does the registrar hold our binding at this moment, as far as we know?</summary>
    public bool IsBound(DateTimeOffset now) => ExpiresAt > now;
}
