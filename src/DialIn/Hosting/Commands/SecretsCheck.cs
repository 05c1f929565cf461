using DialIn.Hosting.Configuration;
using DialIn.Pins;
using DialIn.Secrets;
using DialIn.Storage;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> about stored secrets: can each be opened, and does it stand in the configuration's way?</summary>
internal static class SecretsCheck
{
    /// <summary>One finding about the key, and one for each stored secret that does not open or hides a configured one.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(LoadedConfiguration loaded, CancellationToken cancellationToken)
    {
        var section = DialInOptions.Section;
        if (loaded.Faults.HasFaultAt($"{section}:Storage") || loaded.Faults.HasFaultAt($"{section}:Secrets"))
        {
            return [];
        }

        var keys = new KeySource(loaded.Options.Secrets, loaded.BaseFolder, Environment.GetEnvironmentVariables());
        var ring = keys.Find();
        using var database = new SqliteDatabase(loaded.Options.Storage.ConnectionString, loaded.BaseFolder);
        if (!File.Exists(database.FilePath))
        {
            return [KeyFinding(ring, 0)];
        }

        try
        {
            await database.CreateIfMissingAsync(cancellationToken);
            var stored = await new SqliteCredentialStore(database).ListAsync(cancellationToken);
            var box = new SecretBox(keys);
            return [KeyFinding(ring, stored.Count), .. stored.Select(secret => TryOpen(box, secret)).OfType<Finding>(), .. HiddenFiles(loaded, stored)];
        }
        catch (StoreUnavailableException)
        {
            // The storage has its own line.
            return [];
        }
    }

    /// <summary>The stored secrets of the servers, as far as they can be opened: the check uses what the service would.</summary>
    public static async Task<SecretVault> OpenAsync(LoadedConfiguration loaded, CancellationToken cancellationToken)
    {
        var machine = new RotationMachine(new RotationTimings());
        var vault = new SecretVault(machine, TimeProvider.System);
        if (loaded.Faults.HasFaultAt($"{DialInOptions.Section}:Storage"))
        {
            return vault;
        }

        using var database = new SqliteDatabase(loaded.Options.Storage.ConnectionString, loaded.BaseFolder);
        if (!File.Exists(database.FilePath))
        {
            return vault;
        }

        var keys = new KeySource(loaded.Options.Secrets, loaded.BaseFolder, Environment.GetEnvironmentVariables());
        var desk = new CredentialDesk(new SqliteCredentialStore(database), new SecretBox(keys), machine, TimeProvider.System);
        foreach (var owner in CredentialOwner.OfServers(loaded))
        {
            try
            {
                vault.Set(await desk.OpenAsync(owner.Name, owner.IsConfigured, cancellationToken));
            }
            catch (Exception fault) when (fault is SecretsException or StoreUnavailableException)
            {
                // It has its own line.
            }
        }

        return vault;
    }

    private static Finding KeyFinding(KeyRing? ring, int stored) => ring switch
    {
        null => new Finding(Verdict.Ok, "secrets", "no key, so none can be stored; passwords come from the configuration alone"),
        { Keys.Count: > 1 } => new Finding(Verdict.Warning, "secrets", $"{ring}, and {ring.Keys.Count - 1} older; {stored} stored", "a change of the key was begun: dialin secrets rekey"),
        _ => new Finding(Verdict.Ok, "secrets", $"{ring}; {stored} stored"),
    };

    private static Finding? TryOpen(SecretBox box, StoredSecret stored)
    {
        try
        {
            box.Open(stored.Name, stored.Version, stored.Content).Dispose();
            return null;
        }
        catch (SecretsException fault)
        {
            return new Finding(Verdict.Fault, stored.Name.Text, "a stored secret does not open", fault.Message);
        }
    }

    private static IEnumerable<Finding> HiddenFiles(LoadedConfiguration loaded, IReadOnlyList<StoredSecret> stored)
    {
        var names = stored.Select(static secret => secret.Name).ToHashSet();
        return CredentialOwner.OfTrunks(loaded)
            .Where(owner => owner.IsConfigured && names.Contains(owner.Name))
            .Select(static owner => new Finding(
                Verdict.Ok, owner.Name.Text, $"a stored password goes before {owner.Source}", "dialin trunk list shows which is in use"));
    }
}
