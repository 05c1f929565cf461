using System.CommandLine;
using System.Globalization;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin backup</c>: a checked copy of the database, while the service runs.</summary>
internal static class BackupCommand
{
    private const double Mebibyte = 1024 * 1024;

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A new file, mode 0600." };
        file.Validators.Add(FileNameRule.Check);
        var command = new Command("backup", "Write a checked copy of the database to a file, also while the service runs.") { file };
        command.SetAction((arguments, cancellationToken) => DatabaseAccess.RunAsync(config.Load(arguments), terminal, async database =>
        {
            var path = Path.GetFullPath(arguments.GetValue(file)!);
            if (Path.Exists(path))
            {
                terminal.Error.WriteLine($"{path} exists already; backup writes new files only.");
                return 1;
            }

            await database.CopyAsync(path, cancellationToken);
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Wrote {path}: {new FileInfo(path).Length / Mebibyte:0.0} MiB, checked. Whoever reads it knows all PINs: keep it as a secret, and not beside dialin.key."));
            return 0;
        }));
        return command;
    }
}
