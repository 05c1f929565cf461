using DialIn.Sip.Authentication;

namespace DialIn.Trunks;

/// <summary>An account's secrets as the digest wants them.</summary>
internal sealed class TrunkDigestSecrets(ITrunkSecrets secrets, TrunkAccount account) : IDigestSecrets
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Find() => secrets.Find(account.Trunk, account.Name) switch
    {
        null => [],
        { Other: null } secret => [secret.Current],
        { Other: { } other } secret => [secret.Current, other],
    };

    /// <inheritdoc/>
    public void Report(string password, bool accepted) => secrets.Report(account.Trunk, account.Name, password, accepted);
}
