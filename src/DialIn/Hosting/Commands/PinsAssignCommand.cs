using System.CommandLine;
using DialIn.Pins;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin pins assign</c>: PINs for a room, or for all rooms in a file.</summary>
internal static class PinsAssignCommand
{
    private const string IdRule = $"A meeting id has {RoomRules.OfMeetingId}.";

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal)
    {
        var meeting = new Argument<string?>("MEETING-ID") { Description = "The meeting's external id (BBB: meetingID).", Arity = ArgumentArity.ZeroOrOne };
        var until = new Option<DateTimeOffset?>("--until")
        {
            Description = "When the PIN ends, such as 2026-12-24T18:00Z (UTC unless it says otherwise). Without it: when it is released.",
            HelpName = "TIME",
            CustomParser = static result =>
            {
                if (!IsoTime.TryParse(result.Tokens[0].Value, out var time))
                {
                    result.AddError("--until must be a time, such as 2026-12-24T18:00Z.");
                }

                return time;
            },
        };
        var file = new Option<string?>("--from-file") { Description = "A file with a meeting id on each line: all of them get PINs, or none.", HelpName = "FILE" };
        file.Validators.Add(FileNameRule.Check);
        var command = new Command("assign", "Give a room a PIN. A room that has one keeps it.") { meeting, until, file };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(meeting) is null) == (result.GetValue(file) is null) || (result.GetValue(file) is not null && result.GetValue(until) is not null))
            {
                result.AddError("Say either MEETING-ID, perhaps with --until, or --from-file.");
            }
        });
        command.SetAction((arguments, cancellationToken) => PinPoolAccess.RunAsync(config.Load(arguments), terminal, access =>
            arguments.GetValue(file) is { } path
                ? AssignManyAsync(access, path, terminal, cancellationToken)
                : AssignAsync(access, arguments.GetValue(meeting)!, arguments.GetValue(until), terminal, cancellationToken)));
        return command;
    }

    private static async Task<int> AssignAsync(
        PinPoolAccess access, string meetingId, DateTimeOffset? until, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!RoomRules.IsMeetingId(meetingId))
        {
            terminal.Error.WriteLine(IdRule);
            return 1;
        }

        if (until <= TimeProvider.System.GetUtcNow())
        {
            terminal.Error.WriteLine("--until is over already.");
            return 1;
        }

        var reservation = await access.Refilling.AssignAsync(meetingId, until, cancellationToken);
        var end = reservation.Until is { } time ? $" until {ReservationRows.Time(time)}" : "";
        terminal.Output.WriteLine(terminal.IsForPeople
            ? $"PIN {reservation.Pin.RevealGrouped()} leads to {reservation.MeetingId}{end}."
            : ReservationRows.PlainLine(reservation));
        return 0;
    }

    private static async Task<int> AssignManyAsync(PinPoolAccess access, string path, Terminal terminal, CancellationToken cancellationToken)
    {
        if (TextFile.Read(path, terminal, Rooms) is not { } rooms)
        {
            return 1;
        }

        var bad = rooms.FindAll(static room => !RoomRules.IsMeetingId(room.Id));
        if (bad.Count > 0)
        {
            BadLines.Write(bad.ConvertAll(static room => new LineFault(room.Line, IdRule)), terminal);
            terminal.Error.WriteLine("No PIN was given to any room.");
            return 1;
        }

        if (rooms.Count == 0)
        {
            terminal.Error.WriteLine($"warning: {path} names no meeting");
        }

        // As many as there are rooms: some of them may have a PIN already, and what is too much stays in the pool.
        var free = (await access.Store.CountAsync(cancellationToken)).Free;
        if (free < rooms.Count)
        {
            await access.Generator.GenerateAsync(access.Store, rooms.Count - free, cancellationToken);
        }

        ReservationRows.Write(await access.Pool.AssignManyAsync([.. rooms.Select(static room => room.Id)], cancellationToken), terminal);
        return 0;
    }

    private static List<(int Line, string Id)> Rooms(TextReader file)
    {
        var rooms = new List<(int Line, string Id)>();
        for (var line = 1; file.ReadLine() is { } text; line++)
        {
            if (text.Trim() is { Length: > 0 } id)
            {
                rooms.Add((line, id));
            }
        }

        return rooms;
    }
}
