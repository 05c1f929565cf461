using System.CommandLine;
using DialIn.Pins;
using DialIn.Secrets;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin pins export</c> and <c>import</c>: the pool in a file, to move it to another database or to bring it from another product.</summary>
internal static class PinsTransferCommand
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Builds <c>export</c>.</summary>
    public static Command Export(ConfigOption config, Terminal terminal)
    {
        var file = FileArgument("A new file, CSV, mode 0600.");
        var all = new Option<bool>("--all") { Description = "The free PINs too; another pool makes its own." };
        var command = new Command("export", "Write rooms, their PINs and those that rest to a file.") { file, all };
        command.SetAction((arguments, cancellationToken) => PinPoolAccess.RunAsync(config.Load(arguments), terminal, async access =>
        {
            var path = arguments.GetValue(file)!;
            var records = await access.Archive.ExportAsync(arguments.GetValue(all), cancellationToken);
            if (!await TryWriteAsync(path, records, terminal))
            {
                return 1;
            }

            terminal.Output.WriteLine($"Wrote {path}: {Summary(records)}. Whoever reads it knows the PINs: delete it when it is imported.");
            return 0;
        }));
        return command;
    }

    /// <summary>Builds <c>import</c>.</summary>
    public static Command Import(ConfigOption config, Terminal terminal)
    {
        var file = FileArgument("CSV with a line of names: pin, and of state, meeting, since, until, name, language, by those that are there.");
        var command = new Command("import", "Take PINs from a file: all of them, or none if one line is bad.") { file };
        command.SetAction((arguments, cancellationToken) => PinPoolAccess.RunAsync(config.Load(arguments), terminal, async access =>
        {
            var path = arguments.GetValue(file)!;
            IReadOnlyList<LineFault> faults = [];
            var lines = TextFile.Read(path, terminal, reader =>
            {
                if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
                {
                    terminal.Error.WriteLine($"warning: others can read {path}. Run: chmod 600 {path}");
                }

                return PinFile.Read(reader, out faults);
            });
            return lines is null ? 1 : faults.Count > 0 ? Refuse(faults, terminal) : await ImportAsync(access, lines, terminal, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> ImportAsync(
        PinPoolAccess access, IReadOnlyList<(int Line, PinRecord Record)> lines, Terminal terminal, CancellationToken cancellationToken)
    {
        IReadOnlyList<PinRecord> records = [.. lines.Select(static line => line.Record)];
        var result = await access.Archive.ImportAsync(records, cancellationToken);
        if (result.Conflicts.Count > 0)
        {
            return Refuse([.. result.Conflicts.Select(conflict => new LineFault(lines[conflict.Index].Line, ReasonOf(conflict.Conflict)))], terminal);
        }

        terminal.Output.WriteLine($"Read {Summary(records)}. New in the pool: {result.Added}; the others were there already.");
        var numbers = access.Loaded.Options.PhoneNumbers.Select(static number => number.Number);
        var weak = records.Count(record => TrivialPins.IsTrivial(record.Pin.Reveal(), numbers));
        if (weak > 0)
        {
            terminal.Error.WriteLine($"warning: {weak} of the PINs are what a stranger tries first. Give those rooms others: dialin pins release, then assign");
        }

        return 0;
    }

    private static int Refuse(IReadOnlyList<LineFault> faults, Terminal terminal)
    {
        BadLines.Write(faults, terminal);
        terminal.Error.WriteLine($"Bad lines: {faults.Count}. Nothing was imported.");
        return 1;
    }

    private static string ReasonOf(ImportConflict conflict) => conflict switch
    {
        ImportConflict.PinLeadsElsewhere => "the PIN leads to another room here",
        ImportConflict.RoomHasAnother => "the meeting has another PIN here",
        _ => "the PIN rests here after its release; an old invitation would lead to this meeting",
    };

    private static string Summary(IReadOnlyCollection<PinRecord> records) =>
        $"{records.Count(static r => r.State == PinState.Reserved)} reserved, {records.Count(static r => r.State == PinState.Quarantined)} resting, "
        + $"{records.Count(static r => r.State == PinState.Free)} free PINs";

    private static Argument<string> FileArgument(string description)
    {
        var file = new Argument<string>("FILE") { Description = description };
        file.Validators.Add(FileNameRule.Check);
        file.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: "-" or "/dev/stdout" or "/dev/stderr" }])
            {
                result.AddError("PINs in bulk go to a file and come from one, not through a screen.");
            }
        });
        return file;
    }

    private static async Task<bool> TryWriteAsync(string path, IEnumerable<PinRecord> records, Terminal terminal)
    {
        if (Path.Exists(path))
        {
            terminal.Error.WriteLine($"{path} exists already; export writes new files only.");
            return false;
        }

        var isBegun = false;
        try
        {
            await using var writer = Create(path);
            isBegun = true;
            PinFile.Write(records, writer);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last one is the platform's word for a file that is larger than it may be.
            terminal.Error.WriteLine($"{path} cannot be written: {fault.Message}");
        }

        if (isBegun)
        {
            // Half of the rooms would look like all of them.
            File.Delete(path);
        }

        return false;
    }

    private static StreamWriter Create(string path) => new(path, PrivateFile.Options(FileMode.CreateNew)) { NewLine = "\n" };
}
