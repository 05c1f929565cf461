using System.Net;

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
    IReadOnlyList<IPAddress> RegistrarAddresses);
