using DialIn.Hosting.Configuration;
using DialIn.Pins;
using DialIn.Secrets;
using DialIn.Storage;

namespace DialIn.Hosting.Commands;

/// <summary>What the verbs about secrets work with: the same database and the same steps as the service.</summary>
internal sealed class SecretStore : IDisposable
{
    private readonly SqliteDatabase _database;

    private SecretStore(LoadedConfiguration loaded)
    {
        _database = new SqliteDatabase(loaded.Options.Storage.ConnectionString, loaded.BaseFolder);
        Keys = new KeySource(loaded.Options.Secrets, loaded.BaseFolder, Environment.GetEnvironmentVariables());
        Box = new SecretBox(Keys);
        Credentials = new SqliteCredentialStore(_database);
        Desk = new CredentialDesk(Credentials, Box, new RotationMachine(new RotationTimings { FallbackFor = loaded.Options.Secrets.FallbackFor }), Time);
        Audit = new SqliteAuditLog(_database);
        Tokens = new SqliteApiTokenStore(_database);
        Presence = new SqliteServicePresence(_database);
    }

    public KeySource Keys { get; }

    public SecretBox Box { get; }

    public SqliteCredentialStore Credentials { get; }

    public CredentialDesk Desk { get; }

    public SqliteAuditLog Audit { get; }

    public SqliteApiTokenStore Tokens { get; }

    public SqliteServicePresence Presence { get; }

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Who sits at the keyboard, for the audit.</summary>
    public static string Who { get; } = Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } sudo && sudo != Environment.UserName
        ? $"{Environment.UserName} (sudo by {sudo})"
        : Environment.UserName;

    /// <summary>Opens the store and does something with it. What goes wrong is told in words.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(LoadedConfiguration loaded, Terminal terminal, Func<SecretStore, Task<int>> work)
    {
        // Only what the store needs: a trunk that is not finished must not keep anybody from changing the password of another.
        if (ConfigOption.Report(loaded, terminal, nameof(DialInOptions.Storage), nameof(DialInOptions.Secrets)))
        {
            return 1;
        }

        try
        {
            using var store = new SecretStore(loaded);
            await store._database.CreateIfMissingAsync(CancellationToken.None);
            return await work(store);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or SecretsException)
        {
            terminal.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
