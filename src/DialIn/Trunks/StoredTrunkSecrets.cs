using DialIn.Secrets;

namespace DialIn.Trunks;

/// <summary>The passwords of the trunks' accounts: a stored one first, else the one in its file. Thread-safe.</summary>
/// <param name="vault">The stored ones.</param>
/// <param name="files">Those in the files of <c>PasswordFile</c>.</param>
internal sealed class StoredTrunkSecrets(SecretVault vault, ITrunkSecrets files) : ITrunkSecrets
{
    private readonly Lock _lock = new();
    private readonly List<Action<string, string>> _watchers = [];

    /// <inheritdoc/>
    public TrunkSecret? Find(string trunk, string account)
    {
        var configured = files.Find(trunk, account);
        if (vault.Find(CredentialName.OfTrunk(trunk, account)) is not { } held)
        {
            return configured;
        }

        return TextOf(held, held.State.Active, configured) is { } active ? new TrunkSecret(active, TextOf(held, held.Other, configured)) : null;
    }

    /// <inheritdoc/>
    public void Report(string trunk, string account, string secret, bool accepted)
    {
        var name = CredentialName.OfTrunk(trunk, account);
        if (vault.Find(name) is { } held && held.State.Slots.FirstOrDefault(slot => Holds(held, slot, secret, trunk, account)) is { } shown)
        {
            vault.Report(name, shown.Version, accepted
                ? new Proof(ProofOutcome.Accepted, "the registrar accepts it")
                : new Proof(ProofOutcome.Refused, "the registrar refuses it"));
        }
    }

    /// <inheritdoc/>
    public IDisposable Watch(Action<string, string> changed)
    {
        lock (_lock)
        {
            _watchers.Add(changed);
        }

        // What is written into a file matters only while no stored secret goes before it.
        var watch = files.Watch((trunk, account) =>
        {
            if (vault.Find(CredentialName.OfTrunk(trunk, account))?.State.Active is null or { Version: SecretSlot.Configured })
            {
                changed(trunk, account);
            }
        });
        return new Watching(() =>
        {
            watch.Dispose();
            lock (_lock)
            {
                _watchers.Remove(changed);
            }
        });
    }

    /// <summary>Has an account registered anew at once.</summary>
    public void Tell(string trunk, string account)
    {
        Action<string, string>[] watchers;
        lock (_lock)
        {
            watchers = [.. _watchers];
        }

        Array.ForEach(watchers, watcher => watcher(trunk, account));
    }

    private bool Holds(HeldCredential held, SecretSlot slot, string secret, string trunk, string account) =>
        slot.Version == SecretSlot.Configured ? files.Find(trunk, account)?.Current == secret : held.ContentOf(slot)?.Is(secret) == true;

    private static string? TextOf(HeldCredential held, SecretSlot? slot, TrunkSecret? configured) => slot switch
    {
        null => null,
        { Version: SecretSlot.Configured } => configured?.Current,
        _ => held.ContentOf(slot)?.Reveal(),
    };

    private sealed class Watching(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
