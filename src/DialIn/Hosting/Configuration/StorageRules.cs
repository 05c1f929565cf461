using DialIn.Storage;
using Microsoft.Data.Sqlite;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:Storage</c>.</summary>
internal static class StorageRules
{
    private static readonly TimeSpan ShortestKeeping = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestKeeping = TimeSpan.FromDays(90);
    private static readonly TimeSpan ShortestAudit = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestAudit = TimeSpan.FromDays(3650);

    /// <summary>Checks them.</summary>
    public static void Check(StorageOptions storage, string baseFolder, FaultList faults)
    {
        if (FileOf(storage.ConnectionString) is not { } file)
        {
            faults.Add(OptionsRules.Key($"Storage:ConnectionString"), storage.ConnectionString, "must name a SQLite file, such as Data Source=/var/lib/dialin/dialin.db");
        }
        else if (Path.GetDirectoryName(Path.GetFullPath(file, baseFolder)) is not { } folder || !Directory.Exists(folder))
        {
            faults.Add(OptionsRules.Key($"Storage:ConnectionString"), storage.ConnectionString, $"lies in a folder that does not exist; mkdir {Path.GetDirectoryName(Path.GetFullPath(file, baseFolder))}");
        }

        if (storage.KeepCallRecords < ShortestKeeping || storage.KeepCallRecords > LongestKeeping)
        {
            faults.Add(OptionsRules.Key($"Storage:KeepCallRecords"), Duration.Format(storage.KeepCallRecords), $"must be {Duration.Format(ShortestKeeping)} to {Duration.Format(LongestKeeping)}");
        }

        if (storage.KeepAudit < ShortestAudit || storage.KeepAudit > LongestAudit)
        {
            faults.Add(OptionsRules.Key($"Storage:KeepAudit"), Duration.Format(storage.KeepAudit), $"must be {Duration.Format(ShortestAudit)} to {Duration.Format(LongestAudit)}");
        }
    }

    // A database in memory would be gone with the process, and with it every PIN in every invitation.
    private static string? FileOf(string connectionString)
    {
        try
        {
            var parsed = new SqliteConnectionStringBuilder(connectionString);
            var isFile = parsed.DataSource.Length > 0
                && parsed.Mode is SqliteOpenMode.ReadWriteCreate or SqliteOpenMode.ReadWrite
                && parsed.DataSource != ":memory:"
                && !parsed.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
            return isFile ? parsed.DataSource : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
