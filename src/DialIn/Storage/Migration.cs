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
    /// <param name="connection">The database.</param>
    /// <param name="scripts">The scripts of the program; a test of upgrades gives those of an older one.</param>
    /// <param name="beforeUpgrade">
    /// Called with the newest script to run, before a database that holds something already is changed, while nobody else can write.
    /// </param>
    /// <returns>How many ran.</returns>
    /// <exception cref="SqliteException">A statement failed; nothing was changed.</exception>
    /// <exception cref="NewerSchemaException">The database has seen scripts of a newer program; nothing was changed.</exception>
    public static int Run(SqliteConnection connection, IReadOnlyList<string> scripts, Action<string> beforeUpgrade)
    {
        // Nearly every start finds nothing to do: it takes no lock, and does without the library.
        if (Pending(connection, scripts).Count == 0)
        {
            return 0;
        }

        // The library knows no lock between processes. This one makes the second process wait, and then find nothing to do.
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var pending = Pending(connection, scripts);
            if (pending.Count > 0 && pending.Count < scripts.Count)
            {
                beforeUpgrade(pending[^1]);
            }

            var done = pending.Count == 0 ? 0 : Upgrade(connection, scripts);
            connection.Execute("COMMIT");
            return done;
        }
        catch
        {
            RollBack(connection);
            throw;
        }
    }

    // A full disk, for one, has rolled back already. What went wrong is to be told, and not that there is nothing to roll back.
    private static void RollBack(SqliteConnection connection)
    {
        try
        {
            connection.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // An open transaction ends with its connection.
        }
    }

    /// <summary>The scripts that have not run, in order; all of them on an empty database.</summary>
    /// <exception cref="NewerSchemaException">The database has seen scripts of a newer program.</exception>
    public static List<string> Pending(SqliteConnection connection, IReadOnlyList<string> scripts)
    {
        var applied = MigrationScripts.Applied(connection);
        MigrationScripts.RefuseNewer(connection.DataSource, applied, scripts);
        return [.. scripts.Except(applied)];
    }

    private static int Upgrade(SqliteConnection connection, IReadOnlyList<string> scripts)
    {
        using var shared = new SharedConnection(connection);
        var result = DeployChanges.To
            .SqliteDatabase(shared)
            .WithScriptsEmbeddedInAssembly(typeof(Migration).Assembly, name => scripts.Contains(name))
            .WithoutTransaction()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        return result.Successful ? result.Scripts.Count() : throw result.Error;
    }
}
