using System.CommandLine;
using DialIn.Hosting.Configuration;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin pins</c>: the pool of PINs, in the database that a running service uses at the same time.</summary>
internal static class PinsCommand
{
    private const int MostAtOnce = 10_000_000;

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal) => new("pins", "Generate, assign, list, release, move and judge PINs, also while the service runs.")
    {
        Generate(config, terminal),
        PinsAssignCommand.Create(config, terminal),
        List(config, terminal),
        Release(config, terminal),
        PinsTransferCommand.Export(config, terminal),
        PinsTransferCommand.Import(config, terminal),
        PinsAuditCommand.Create(config, terminal),
    };

    private static Command Generate(ConfigOption config, Terminal terminal)
    {
        var count = CountOption.Create("How many.", MostAtOnce);
        var command = new Command("generate", "Add new PINs to the pool.") { count };
        command.SetAction((arguments, cancellationToken) => PinPoolAccess.RunAsync(config.Load(arguments), terminal, async access =>
        {
            var wanted = arguments.GetValue(count);
            await access.Generator.GenerateAsync(access.Store, wanted, cancellationToken);
            var pool = await access.Store.CountAsync(cancellationToken);
            terminal.Output.WriteLine(
                $"Added {wanted} PINs of {access.Options.Length} digits. Pool: {pool.Free} free, {pool.Assigned} assigned, {pool.Quarantined} resting.");
            return 0;
        }));
        return command;
    }

    private static Command List(ConfigOption config, Terminal terminal)
    {
        var meeting = new Option<string?>("--meeting", "-m") { Description = "Only this room.", HelpName = "MEETING-ID" };
        var command = new Command("list", "List rooms and their PINs.") { meeting };
        command.SetAction((arguments, cancellationToken) => PinPoolAccess.RunAsync(config.Load(arguments), terminal, async access =>
        {
            if (arguments.GetValue(meeting) is not { } meetingId)
            {
                ReservationRows.Write(await access.Store.ListAsync(cancellationToken), terminal);
                return 0;
            }

            if (await access.Store.FindByMeetingAsync(meetingId, cancellationToken) is { } reservation)
            {
                ReservationRows.Write([reservation], terminal);
                return 0;
            }

            terminal.Error.WriteLine($"{meetingId} has no PIN. Run: dialin pins assign {meetingId}");
            return 1;
        }));
        return command;
    }

    private static Command Release(ConfigOption config, Terminal terminal)
    {
        var meeting = new Argument<string>("MEETING-ID") { Description = "The meeting's external id (BBB: meetingID)." };
        var command = new Command("release", "Take a room's PIN away. It rests before another room can get it.") { meeting };
        command.SetAction((arguments, cancellationToken) => PinPoolAccess.RunAsync(config.Load(arguments), terminal, async access =>
        {
            var meetingId = arguments.GetValue(meeting)!;
            if (!await access.Store.ReleaseAsync(meetingId, cancellationToken))
            {
                terminal.Error.WriteLine($"{meetingId} has no PIN.");
                return 1;
            }

            terminal.Output.WriteLine($"The PIN of {meetingId} leads nowhere now and rests for {Duration.Format(access.Options.Quarantine)}.");
            return 0;
        }));
        return command;
    }
}
