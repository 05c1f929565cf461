namespace DialIn.Trunks;

/// <summary>How a trunk's account is, for those who look on; a Static trunk has one entry without an account.</summary>
/// <param name="Name">The trunk's name.</param>
/// <param name="Account">The account's name; <see langword="null"/> for a Static trunk.</param>
/// <param name="Mode"><c>Static</c> or <c>Register</c>.</param>
/// <param name="State"><c>Static</c>, <c>NoPassword</c>, or the registration's state.</param>
/// <param name="RegisteredSince">Since when it has been registered without a gap.</param>
/// <param name="LastFailure">What went wrong last, without any secret.</param>
internal sealed record TrunkStatus(string Name, string? Account, string Mode, string State, DateTimeOffset? RegisteredSince, string? LastFailure);
