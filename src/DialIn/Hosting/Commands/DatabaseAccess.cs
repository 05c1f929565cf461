using DialIn.Hosting.Configuration;
using DialIn.Pins;
using DialIn.Storage;

namespace DialIn.Hosting.Commands;

/// <summary>The database of the configuration, for the verbs that deal with all of it. None of them upgrades it by the way.</summary>
internal static class DatabaseAccess
{
    /// <summary>Does something with the database. What goes wrong is told in words.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(LoadedConfiguration loaded, Terminal terminal, Func<SqliteDatabase, Task<int>> work)
    {
        // A trunk that is not finished must not keep anybody from a backup.
        if (ConfigOption.Report(loaded, terminal, nameof(DialInOptions.Storage)))
        {
            return 1;
        }

        try
        {
            using var database = new SqliteDatabase(loaded.Options.Storage.ConnectionString, loaded.BaseFolder);
            return await work(database);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine(fault.Message);
            return 1;
        }
    }
}
