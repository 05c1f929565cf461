namespace DialIn.Secrets;

/// <summary>What a peer said to a secret.</summary>
internal enum ProofOutcome
{
    /// <summary>It is right.</summary>
    Accepted,

    /// <summary>It is wrong.</summary>
    Refused,

    /// <summary>Nothing, or nothing about the secret: down, overloaded, unreachable.</summary>
    Unanswered,

    /// <summary>It did not ask for one, so nothing is known.</summary>
    NotAsked,
}

/// <summary>The outcome of an attempt to prove a secret.</summary>
/// <param name="Outcome">What the peer said.</param>
/// <param name="Words">Its words for the operator, such as <c>403 Forbidden</c>; never a secret.</param>
internal sealed record Proof(ProofOutcome Outcome, string Words);
