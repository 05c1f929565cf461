using DialIn.Secrets;

namespace DialIn.Tests.Secrets;

/// <summary>What tests of secrets start from.</summary>
internal static class Machines
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    public static readonly CredentialName Name = CredentialName.OfTrunk("sipgate", "sipgate");

    public static RotationMachine Usual { get; } = new(new RotationTimings());

    /// <summary>A service that has nothing stored.</summary>
    public static SecretVault Vault() => new(Usual, TimeProvider.System);

    public static Proof Accepted { get; } = new(ProofOutcome.Accepted, "200 OK");

    public static Proof Refused { get; } = new(ProofOutcome.Refused, "403 Forbidden");

    public static Proof Silence { get; } = new(ProofOutcome.Unanswered, "408 Request Timeout");

    public static Proof NotAsked { get; } = new(ProofOutcome.NotAsked, "200 OK without a challenge");
}
