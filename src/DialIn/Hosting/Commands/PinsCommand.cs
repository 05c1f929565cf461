using System.CommandLine;
using System.Globalization;
using DialIn.Hosting.Configuration;
using DialIn.Pins;
using DialIn.Storage;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin pins</c>: the pool of PINs, in the database that a running service uses at the same time.</summary>
internal static class PinsCommand
{
    private const int MostAtOnce = 10_000_000;

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal) => new("pins", "Generate, assign, list and release PINs, also while the service runs.")
    {
        Generate(config, terminal),
        Assign(config, terminal),
        List(config, terminal),
        Release(config, terminal),
    };

    private static Command Generate(ConfigOption config, Terminal terminal)
    {
        var count = CountOption.Create("How many.", MostAtOnce);
        var command = new Command("generate", "Add new PINs to the pool.") { count };
        command.SetAction((arguments, cancellationToken) => RunAsync(config.Load(arguments), terminal, async (store, options) =>
        {
            var wanted = arguments.GetValue(count);
            await PinSetup.Generator(options).GenerateAsync(store, wanted, cancellationToken);
            var pool = await store.CountAsync(cancellationToken);
            terminal.Output.WriteLine(
                $"Added {wanted} PINs of {options.Pins.Length} digits. Pool: {pool.Free} free, {pool.Assigned} assigned, {pool.Quarantined} resting.");
            return 0;
        }));
        return command;
    }

    private static Command Assign(ConfigOption config, Terminal terminal)
    {
        var meeting = MeetingArgument();
        var command = new Command("assign", "Give a room a PIN. A room that has one keeps it.") { meeting };
        command.SetAction((arguments, cancellationToken) => RunAsync(config.Load(arguments), terminal, async (store, _) =>
        {
            var meetingId = arguments.GetValue(meeting)!;
            if (!MeetingIdRule.IsValid(meetingId))
            {
                terminal.Error.WriteLine("A meeting id has 2 to 256 characters, no comma and no control character.");
                return 1;
            }

            var reservation = await store.AssignAsync(meetingId, cancellationToken);
            terminal.Output.WriteLine(terminal.IsForPeople
                ? $"PIN {reservation.Pin.RevealGrouped()} leads to {reservation.MeetingId}."
                : PlainLine(reservation));
            return 0;
        }));
        return command;
    }

    private static Command List(ConfigOption config, Terminal terminal)
    {
        var meeting = new Option<string?>("--meeting", "-m") { Description = "Only this room.", HelpName = "MEETING-ID" };
        var command = new Command("list", "List rooms and their PINs.") { meeting };
        command.SetAction((arguments, cancellationToken) => RunAsync(config.Load(arguments), terminal, async (store, _) =>
        {
            if (arguments.GetValue(meeting) is not { } meetingId)
            {
                Write(await store.ListAsync(cancellationToken), terminal);
                return 0;
            }

            if (await store.FindByMeetingAsync(meetingId, cancellationToken) is { } reservation)
            {
                Write([reservation], terminal);
                return 0;
            }

            terminal.Error.WriteLine($"{meetingId} has no PIN. Run: dialin pins assign {meetingId}");
            return 1;
        }));
        return command;
    }

    private static Command Release(ConfigOption config, Terminal terminal)
    {
        var meeting = MeetingArgument();
        var command = new Command("release", "Take a room's PIN away. It rests before another room can get it.") { meeting };
        command.SetAction((arguments, cancellationToken) => RunAsync(config.Load(arguments), terminal, async (store, options) =>
        {
            var meetingId = arguments.GetValue(meeting)!;
            if (!await store.ReleaseAsync(meetingId, cancellationToken))
            {
                terminal.Error.WriteLine($"{meetingId} has no PIN.");
                return 1;
            }

            terminal.Output.WriteLine($"The PIN of {meetingId} leads nowhere now and rests for {Duration.Format(options.Pins.Quarantine)}.");
            return 0;
        }));
        return command;
    }

    private static Argument<string> MeetingArgument() => new("MEETING-ID") { Description = "The meeting's external id (BBB: meetingID)." };

    private static void Write(IEnumerable<Reservation> reservations, Terminal terminal)
    {
        if (!terminal.IsForPeople)
        {
            foreach (var reservation in reservations)
            {
                terminal.Output.WriteLine(PlainLine(reservation));
            }

            return;
        }

        terminal.WriteRows(["Meeting", "PIN", "since"], reservations.Select(static r => (IReadOnlyList<string>)[r.MeetingId, r.Pin.RevealGrouped(), Time(r)]));
    }

    private static string PlainLine(Reservation reservation) => $"{reservation.MeetingId}\t{reservation.Pin.Reveal()}\t{Time(reservation)}";

    private static string Time(Reservation reservation) => reservation.AssignedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task<int> RunAsync(
        LoadedConfiguration loaded, Terminal terminal, Func<SqlitePinStore, DialInOptions, Task<int>> work)
    {
        // The pool needs its own sections only; a trunk that is not finished must not keep anybody from printing PINs.
        var relevant = loaded.Faults.All.Where(static f => !f.IsWarning && !IsOtherSection(f.Key));
        if (ConfigOption.Report(relevant, terminal))
        {
            return 1;
        }

        try
        {
            using var database = new SqliteDatabase(loaded.Options.Storage.ConnectionString, loaded.BaseFolder);
            await database.MigrateAsync(CancellationToken.None);
            return await work(new SqlitePinStore(database, loaded.Options.Pins.Quarantine, TimeProvider.System), loaded.Options);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or PinPoolEmptyException or PinSpaceExhaustedException)
        {
            terminal.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    private static bool IsOtherSection(string key) =>
        key.StartsWith("DialIn:", StringComparison.Ordinal)
        && !key.StartsWith("DialIn:Storage", StringComparison.Ordinal)
        && !key.StartsWith("DialIn:Pins", StringComparison.Ordinal);
}
