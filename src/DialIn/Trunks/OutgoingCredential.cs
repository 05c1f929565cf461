using DialIn.Secrets;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;

namespace DialIn.Trunks;

/// <summary>
/// The password that a carrier asks of us although we do not register with it. It is proved by an OPTIONS to the trunk's target:
/// one that is challenged, and answered once the password was shown. One that is answered without a challenge proves nothing.
/// </summary>
internal sealed class OutgoingCredential(TrunkOutgoingOptions options, TrunkAccount account, StoredTrunkSecrets secrets, ITrunkSecrets files, SipStack stack) : ICredentialUser
{
    /// <inheritdoc/>
    public CredentialName Name { get; } = CredentialName.OfTrunk(account.Trunk, account.Name);

    /// <inheritdoc/>
    public Secret? Configured() => files.Find(account.Trunk, account.Name) is { } file ? Secret.Of(file.Current) : null;

    /// <inheritdoc/>
    public async Task<Proof> ProveAsync(Secret secret, CancellationToken cancellationToken)
    {
        var shown = new ProofSecret(secret.Reveal());
        var target = TrunkUri.Parse(options.Target!);
        var response = await stack.SendAsync(
            new OutgoingRequest
            {
                Method = SipMethod.Options,
                Target = target with { User = null },
                From = new NameAddress(new SipUri(target.Scheme, account.Username, target.Host, null)),
                ExtraHeaders = SipHeaders.Empty.WithAdded(HeaderNames.Accept, "application/sdp"),
                Challenges = ResponderOf(options, account, shown),
            },
            cancellationToken);
        return ProofOf(response, shown);
    }

    /// <inheritdoc/>
    public void UseNow() => secrets.Tell(account.Trunk, account.Name);

    /// <summary>What an answer to the OPTIONS says of the password.</summary>
    internal static Proof ProofOf(SipResponse response, ProofSecret shown)
    {
        var answer = $"the carrier answered an OPTIONS with {response.StatusCode} {response.ReasonPhrase}";
        return response.StatusCode switch
        {
            _ when shown.WasRefused => new Proof(ProofOutcome.Refused, answer),
            < 300 when shown.WasAccepted => new Proof(ProofOutcome.Accepted, answer),
            < 300 => new Proof(ProofOutcome.NotAsked, $"{answer} and without asking for a password, which proves nothing"),
            401 or 407 => new Proof(ProofOutcome.NotAsked, $"{answer}, in another realm or in a way that we do not know, so that the password was not shown"),
            408 or 480 or >= 500 => new Proof(ProofOutcome.Unanswered, $"the carrier did not answer an OPTIONS: {response.StatusCode} {response.ReasonPhrase}"),
            _ => new Proof(ProofOutcome.NotAsked, $"{answer}, which says nothing of the password"),
        };
    }

    /// <summary>Who shows the password: to the realm that is configured and to no other.</summary>
    internal static DigestResponder ResponderOf(TrunkOutgoingOptions options, TrunkAccount account, ProofSecret shown) =>
        new(new DigestCredentials(account.AuthUsername, shown, options.Realm));
}
