using System.CommandLine;
using DialIn.Secrets;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin secrets</c>: the key that stored secrets are encrypted with.</summary>
internal static class SecretsCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal) => new("secrets", "Make and change the key that stored secrets are encrypted with.")
    {
        CreateKey(config, terminal),
        Rekey(config, terminal),
    };

    private static Command CreateKey(ConfigOption config, Terminal terminal)
    {
        var print = new Option<bool>("--print") { Description = "Print a new key instead of writing the file, for: | sudo install -m 600 -o dialin /dev/stdin FILE" };
        var command = new Command("create-key", "Make the file of Secrets:KeyFile, mode 0600, with a new key.") { print };
        command.SetAction((arguments, cancellationToken) =>
        {
            if (arguments.GetValue(print))
            {
                using var printed = SecretKey.Create();
                terminal.Output.WriteLine(printed.Reveal());
                return Task.FromResult(0);
            }

            return SecretStore.RunAsync(config.Load(arguments), terminal, async store =>
            {
                var lost = await store.Credentials.ListAsync(cancellationToken);
                using var key = KeyFileWriter.Create(store.Keys.File);
                terminal.Output.WriteLine($"{store.Keys.File} holds {key} now. A running service needs no restart. Keep a copy of it, but not with the copies of the database.");
                if (lost.Count > 0)
                {
                    var owners = string.Join(", ", lost.Select(static secret => secret.Name.Text).Distinct().Order(StringComparer.Ordinal));
                    terminal.Error.WriteLine($"The database holds {lost.Count} secrets that an older key has encrypted, of {owners}; this one does not open them, and dialin serve does not start so. Put the older key into {store.Keys.File} in place of this one, or erase them with dialin trunk forget and dialin server forget, and give them anew.");
                }

                return 0;
            });
        });
        return command;
    }

    private static Command Rekey(ConfigOption config, Terminal terminal)
    {
        var command = new Command("rekey", "Encrypt all stored secrets with a new key. A running service needs no restart.");
        command.SetAction((arguments, cancellationToken) => SecretStore.RunAsync(config.Load(arguments), terminal, async store =>
        {
            var before = store.Keys.Require();
            var isFile = before.Source == store.Keys.File;

            // 1. The new key joins the old ones: whatever happens from here on, the file opens everything.
            if (isFile)
            {
                KeyFileWriter.Append(before.Source).Dispose();
            }
            else if (before.Keys.Count < 2)
            {
                terminal.Error.WriteLine($"The key comes from {before.Source}, which this command cannot write. Put a new key (dialin secrets create-key --print) on a line behind the old one, restart the service, and run this again; then take the old line away.");
                return 1;
            }

            // 2. All secrets change over, or none.
            var ring = store.Keys.Require();
            var count = await store.Credentials.ResealAsync(
                stored =>
                {
                    using var secret = store.Box.Open(stored.Name, stored.Version, stored.Content);
                    return SecretSeal.Seal(ring.Newest, stored.Name, stored.Version, secret);
                },
                cancellationToken);
            await store.Audit.AddAsync(store.Time.GetMoment(), AuditAction.Rekeyed, "key", $"{count} stored secrets are encrypted with {ring.Newest} now", SecretStore.Who, cancellationToken);

            // 3. The old ones open nothing any more.
            if (isFile)
            {
                KeyFileWriter.Keep(before.Source, ring.Newest);
            }

            terminal.Output.WriteLine(isFile
                ? $"{count} stored secrets are encrypted with {ring.Newest} now, which is alone in {before.Source}. Copy the file anew: the old key opens only old copies of the database."
                : $"{count} stored secrets are encrypted with {ring.Newest} now. Take the other lines out of {before.Source}.");
            return 0;
        }));
        return command;
    }
}
