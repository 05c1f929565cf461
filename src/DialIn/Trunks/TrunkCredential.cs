using DialIn.Secrets;
using DialIn.Sip.Authentication;
using DialIn.Sip.UserAgents;

namespace DialIn.Trunks;

/// <summary>
/// The password of a trunk's account. It is proved by a REGISTER of its own beside the registration, which stays as it is: first
/// one that only asks (RFC 3261 §10.2.3), and where the registrar does not take that, one with a binding of its own that is
/// removed at once.
/// </summary>
/// <param name="trunk">The trunk.</param>
/// <param name="account">Its account.</param>
/// <param name="secrets">The passwords in use.</param>
/// <param name="files">Those of the configuration.</param>
/// <param name="stack">Sends the REGISTER.</param>
/// <param name="mayRegister">Whether this node may; <see langword="null"/> for always. Else another node proves the password.</param>
internal sealed class TrunkCredential(
    TrunkOptions trunk, TrunkAccount account, StoredTrunkSecrets secrets, ITrunkSecrets files, SipStack stack, Func<bool>? mayRegister = null) : ICredentialUser
{
    // No calls come to it: it lives for the moment between an answer and the next request.
    private static readonly TimeSpan ProofExpires = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public CredentialName Name { get; } = CredentialName.OfTrunk(account.Trunk, account.Name);

    /// <inheritdoc/>
    public Secret? Configured() => files.Find(account.Trunk, account.Name) is { } file ? Secret.Of(file.Current) : null;

    /// <inheritdoc/>
    public bool MayProve => mayRegister?.Invoke() ?? true;

    /// <inheritdoc/>
    public async Task<Proof> ProveAsync(Secret secret, CancellationToken cancellationToken)
    {
        var password = secret.Reveal();
        var (asked, status) = await ProveAsync(password, contactUser: null, "a REGISTER that only asks", cancellationToken);

        // RFC 3261 §22.1: 401 after the password was shown says that it is wrong. Anything else may be said of the question itself.
        var isDecided = asked.Outcome is ProofOutcome.Accepted or ProofOutcome.Unanswered || status is 401 or 407;
        return isDecided ? asked : (await ProveAsync(password, $"{account.Username}-proof", "a REGISTER with a binding of its own", cancellationToken)).Proof;
    }

    /// <inheritdoc/>
    public void UseNow() => secrets.Tell(account.Trunk, account.Name);

    /// <summary>What a registrar's answer says of the password.</summary>
    internal static Proof ProofOf(RegistrationStatus status, ProofSecret shown, string how) => status switch
    {
        { State: RegistrationState.Registered } when shown.WasAccepted => new Proof(ProofOutcome.Accepted, $"the registrar answered {how} with 200 OK"),
        { State: RegistrationState.Registered } => new Proof(ProofOutcome.NotAsked, $"the registrar answered {how} without asking for a password"),
        { LastStatus: 401 or 403 or 407 } => new Proof(ProofOutcome.Refused, $"the registrar answered {how} with {status.LastFailure}"),
        _ when shown.WasRefused => new Proof(ProofOutcome.Refused, $"the registrar answered {how} with {status.LastFailure}"),

        // A registrar that is down, or overloaded, or has a fault: nothing of the password.
        { LastStatus: null or 408 or 480 or >= 500 } => new Proof(ProofOutcome.Unanswered, $"the registrar did not answer {how}: {status.LastFailure ?? "the program ends"}"),
        _ => new Proof(ProofOutcome.NotAsked, $"the registrar answered {how} with {status.LastFailure}"),
    };

    /// <summary>Who shows the password: to the trunk's realm and to no other, as the registration itself does.</summary>
    internal static DigestResponder ResponderOf(TrunkOptions trunk, TrunkAccount account, ProofSecret shown) =>
        new(new DigestCredentials(account.AuthUsername, shown, trunk.Realm));

    private async Task<(Proof Proof, int? Status)> ProveAsync(string password, string? contactUser, string how, CancellationToken cancellationToken)
    {
        var shown = new ProofSecret(password);
        var options = TrunkRegistrations.OptionsOf(trunk, account, ResponderOf(trunk, account, shown));
        var status = await stack.RegisterOnceAsync(options with { ContactUser = contactUser, Expires = ProofExpires, MaySend = mayRegister }, cancellationToken);
        return (ProofOf(status, shown, how), status.LastStatus);
    }
}
