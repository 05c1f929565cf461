using System.Collections.Concurrent;
using DialIn.Sip.Authentication;

namespace DialIn.Trunks;

/// <summary>
/// The users that carriers prove to us, as hashes. They are made when a password is set and not when it is asked for, so that
/// the time of an answer does not tell whether a user exists. Thread-safe.
/// </summary>
internal sealed class IncomingCredentials : IDisposable
{
    /// <summary>The realm in which they hold; carriers' configurations name it, so it never changes.</summary>
    public const string Realm = "dialin";

    private static readonly IReadOnlyList<DigestSecret> None = [];

    private readonly ConcurrentDictionary<string, IReadOnlyList<DigestSecret>> _secrets = new(StringComparer.Ordinal);
    private readonly List<TrunkAccount> _accounts;
    private readonly ITrunkSecrets _store;
    private readonly IDisposable _watch;

    public IncomingCredentials(IEnumerable<TrunkOptions> trunks, ITrunkSecrets store)
    {
        _store = store;
        _accounts = [.. trunks.Select(TrunkAccount.Incoming).OfType<TrunkAccount>()];
        _watch = store.Watch((trunk, account) => _accounts.FindAll(known => known.Trunk == trunk && known.Name == account).ForEach(Read));
        _accounts.ForEach(Read);
    }

    /// <summary>The secrets of a user, any of which counts; empty for one who does not exist.</summary>
    public IReadOnlyList<DigestSecret> Find(string username) => _secrets.GetValueOrDefault(username, None);

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    private void Read(TrunkAccount account)
    {
        var secret = _store.Find(account.Trunk, account.Name);

        // During a rotation nobody knows which one the carrier has already.
        string?[] passwords = [secret?.Current, secret?.Other];
        _secrets[account.Username] = [.. passwords.OfType<string>().Select(password => DigestSecret.For(account.Username, Realm, password))];
    }
}
