using DialIn.Secrets;

namespace DialIn.BigBlueButton;

/// <summary>The shared secrets of the BBB servers: a stored one first, else the one in the configuration. Thread-safe.</summary>
internal sealed class ServerSecrets(SecretVault vault)
{
    /// <summary>The secret to sign with, and the one to try when that is refused.</summary>
    public (ServerSecret Active, ServerSecret? Other) Find(ServerOptions server)
    {
        var configured = new ServerSecret(SecretSlot.Configured, server.Secret);
        var held = vault.Find(CredentialName.OfServer(server.Name));
        return held is null ? (configured, null) : (Of(held, held.State.Active, configured) ?? configured, Of(held, held.Other, configured));
    }

    /// <summary>What the server said to a secret.</summary>
    public void Report(ServerOptions server, ServerSecret secret, GetMeetingsResult result)
    {
        // That it is down or overloaded says nothing of a secret.
        if (ProofOf(result) is { Outcome: ProofOutcome.Accepted or ProofOutcome.Refused } proof)
        {
            vault.Report(CredentialName.OfServer(server.Name), secret.Version, proof);
        }
    }

    /// <summary>What an answer says of the secret that signed the question.</summary>
    public static Proof ProofOf(GetMeetingsResult result) => result.Failure switch
    {
        null => new Proof(ProofOutcome.Accepted, "getMeetings, signed with it, was answered"),
        { Kind: BbbFailureKind.Checksum } failure => new Proof(ProofOutcome.Refused, $"getMeetings, signed with it, was refused: {failure.Detail}"),
        var failure => new Proof(ProofOutcome.Unanswered, failure.Detail),
    };

    private static ServerSecret? Of(HeldCredential held, SecretSlot? slot, ServerSecret configured) => slot switch
    {
        null => null,
        { Version: SecretSlot.Configured } => configured,
        _ => held.ContentOf(slot) is { } content ? new ServerSecret(slot.Version, content.Reveal()) : null,
    };
}

/// <summary>A server's secret at one moment. Never printed.</summary>
/// <param name="Version">Which.</param>
/// <param name="Text">The secret itself.</param>
internal sealed record ServerSecret(int Version, string Text)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => "****";
}
