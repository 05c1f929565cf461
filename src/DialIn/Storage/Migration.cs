using Dapper;
using DbUp;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>Brings a database's schema up to date with the scripts embedded beside this file.</summary>
internal static class Migration
{
    /// <summary>Runs the scripts that have not run yet: all or none, one process at a time.</summary>
    /// <returns>How many ran.</returns>
    /// <exception cref="SqliteException">A statement failed; nothing was changed.</exception>
    public static int Run(SqliteConnection connection)
    {
        // The library knows no lock between processes. This one makes the second process wait, and then find nothing to do.
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var done = Upgrade(connection);
            connection.Execute("COMMIT");
            return done;
        }
        catch
        {
            connection.Execute("ROLLBACK");
            throw;
        }
    }

    private static int Upgrade(SqliteConnection connection)
    {
        using var shared = new SharedConnection(connection);
        var result = DeployChanges.To
            .SqliteDatabase(shared)
            .WithScriptsEmbeddedInAssembly(typeof(Migration).Assembly, static name => name.StartsWith("DialIn.Storage.Migrations.", StringComparison.Ordinal))
            .WithoutTransaction()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        return result.Successful ? result.Scripts.Count() : throw result.Error;
    }
}
