using System.CommandLine;
using DialIn.Secrets;
using DialIn.Storage;
using Microsoft.Data.Sqlite;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin restore</c>: puts a copy of the database in its place, while no service runs.</summary>
internal static class RestoreCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "What dialin backup wrote, or the copy from before an upgrade." };
        file.Validators.Add(FileNameRule.Check);
        var command = new Command("restore", "Put a copy in the place of the database. The service must be stopped; what was there is kept beside it.") { file };
        command.SetAction((arguments, cancellationToken) => DatabaseAccess.RunAsync(config.Load(arguments), terminal, async database =>
        {
            var path = Path.GetFullPath(arguments.GetValue(file)!);
            using var copy = SqliteCopy.OpenSound(path);
            if (await IsServedAsync(database, cancellationToken))
            {
                terminal.Error.WriteLine(
                    $"A service runs on {database.FilePath}. Stop it first: systemctl stop dialin. One that was killed counts as running for {CredentialService.PresentFor.TotalSeconds:0} seconds more.");
                return 1;
            }

            var kept = await PutAsync(database, copy, cancellationToken);
            terminal.Output.WriteLine(
                $"{database.FilePath} is {path} now, checked.{(kept is null ? "" : $" What was there before lies in {kept}.")} PINs that were reserved after the copy was made lead nowhere.");
            return 0;
        }));
        return command;
    }

    private static async Task<bool> IsServedAsync(SqliteDatabase database, CancellationToken cancellationToken)
    {
        if (!File.Exists(database.FilePath))
        {
            return false;
        }

        try
        {
            return await new SqliteServicePresence(database).IsPresentAsync(TimeProvider.System.GetMoment() - CredentialService.PresentFor, cancellationToken);
        }
        catch (DamagedDatabaseException)
        {
            // Nobody serves a database that cannot be read.
            return false;
        }
    }

    // Somebody may restore the wrong file, or the wrong database: what was there is kept.
    private static async Task<string?> PutAsync(SqliteDatabase database, SqliteConnection copy, CancellationToken cancellationToken)
    {
        if (!File.Exists(database.FilePath) || !await database.IsSoundAsync(cancellationToken))
        {
            return database.MakeFrom(copy);
        }

        var kept = DatabaseCopies.BeforeRestore(database.FilePath);
        await database.CopyAsync(kept, cancellationToken);
        await database.ReplaceAsync(copy, cancellationToken);
        return kept;
    }
}
