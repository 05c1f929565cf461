using DialIn.Hosting.Configuration;
using DialIn.Pins;
using DialIn.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Hosting.Commands;

/// <summary>What the verbs about PINs work with: the database that a running service uses at the same time.</summary>
internal sealed class PinPoolAccess : IDisposable
{
    private readonly SqliteDatabase _database;

    private PinPoolAccess(LoadedConfiguration loaded)
    {
        Loaded = loaded;
        _database = new SqliteDatabase(loaded.Options.Storage.ConnectionString, loaded.BaseFolder);
        Store = new SqlitePinStore(_database, loaded.Options.Pins.Quarantine, TimeProvider.System);
        Pool = new SqlitePinPool(_database, loaded.Options.Pins.Quarantine, TimeProvider.System);
        Archive = new SqlitePinArchive(_database, TimeProvider.System);
        Generator = PinSetup.Generator(loaded.Options);
        Refilling = new RefillingPinStore(Store, Store, Generator, Math.Max(1, RefillingPinStore.RefillOf(loaded.Options.Pins)), NullLogger<RefillingPinStore>.Instance);
    }

    public LoadedConfiguration Loaded { get; }

    public PinsOptions Options => Loaded.Options.Pins;

    public SqlitePinStore Store { get; }

    /// <summary>The same, for giving rooms PINs: makes new ones when none is free. Somebody who asks by hand wants one, whatever <c>Pins:RefillTo</c> says.</summary>
    public RefillingPinStore Refilling { get; }

    public SqlitePinPool Pool { get; }

    public SqlitePinArchive Archive { get; }

    public PinGenerator Generator { get; }

    /// <summary>Opens the pool and does something with it. What goes wrong is told in words.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(LoadedConfiguration loaded, Terminal terminal, Func<PinPoolAccess, Task<int>> work)
    {
        // The pool needs its own sections only; a trunk that is not finished must not keep anybody from printing PINs.
        if (ConfigOption.Report(loaded, terminal, nameof(DialInOptions.Storage), nameof(DialInOptions.Pins)))
        {
            return 1;
        }

        try
        {
            using var pool = new PinPoolAccess(loaded);
            await pool._database.CreateIfMissingAsync(CancellationToken.None);
            return await work(pool);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or PinPoolEmptyException or PinSpaceExhaustedException)
        {
            terminal.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
