using System.Globalization;
using DialIn.Hosting.Configuration;
using DialIn.Pins;
using DialIn.Storage;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> that opens the database.</summary>
internal static class StorageCheck
{
    /// <summary>Opens the database and counts its PINs. One of an older program is left as it is.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(LoadedConfiguration loaded, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (loaded.Faults.HasFaultAt($"{DialInOptions.Section}:Storage"))
        {
            return [];
        }

        using var database = new SqliteDatabase(loaded.Options.Storage.ConnectionString, loaded.BaseFolder);
        try
        {
            return [File.Exists(database.FilePath)
                ? await CountAsync(database, loaded.Options.Pins, timeProvider, cancellationToken)
                : await TryFolderAsync(database.FilePath, cancellationToken)];
        }
        catch (NewerSchemaException fault)
        {
            return [new Finding(Verdict.Fault, "storage", fault.Found, NewerSchemaException.Remedy)];
        }
        catch (StoreUnavailableException fault)
        {
            return [new Finding(Verdict.Fault, "storage", fault.Message, $"let this user read and write {database.FilePath} and its folder")];
        }
    }

    private static async Task<Finding> CountAsync(SqliteDatabase database, PinsOptions pins, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var pending = await database.PendingAsync(cancellationToken);
        if (pending.Count > 0)
        {
            return new Finding(Verdict.Warning, "storage", OlderSchemaException.Describe(database.FilePath, pending), OlderSchemaException.Remedy);
        }

        await database.CreateIfMissingAsync(cancellationToken);
        var pool = await new SqlitePinStore(database, pins.Quarantine, timeProvider).CountAsync(cancellationToken);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{database.FilePath}: {pool.Free} PINs free, {pool.Assigned} assigned, {pool.Quarantined} resting");
        return pool.Free < Math.Max(1, pins.LowWater) && pins.RefillTo == 0
            ? new Finding(Verdict.Warning, "storage", text, "dialin pins generate --count 10000, or let the service do so: Pins:RefillTo")
            : new Finding(Verdict.Ok, "storage", text);
    }

    // Created by a check run as root, the database would not be the service's. So the folder is tried with a file that goes again.
    private static async Task<Finding> TryFolderAsync(string file, CancellationToken cancellationToken)
    {
        var trial = $"{file}.check-{Guid.NewGuid():N}";
        try
        {
            using var database = new SqliteDatabase($"Data Source={trial}", Path.GetDirectoryName(file)!);
            await database.MigrateAsync(cancellationToken);
        }
        finally
        {
            foreach (var left in new[] { trial, $"{trial}-wal", $"{trial}-shm" })
            {
                File.Delete(left);
            }
        }

        return new Finding(Verdict.Warning, "storage", $"{file} does not exist yet; it can be created", "the service makes it at its first start");
    }
}
