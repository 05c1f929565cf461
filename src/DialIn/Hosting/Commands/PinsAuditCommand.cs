using System.CommandLine;
using System.Globalization;
using DialIn.Hosting.Configuration;
using DialIn.Pins;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin pins audit</c>: how likely a stranger hits a room, with the pool, the meetings and the limits as they are.</summary>
internal static class PinsAuditCommand
{
    private const double HoursOfADay = 24;
    private const double DaysOfAYear = 365;

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal)
    {
        var live = new Option<int?>("--live") { Description = "Reckon with so many running rooms, without asking the servers.", HelpName = "N" };
        live.Validators.Add(static result =>
        {
            if (result.Tokens.Count == 1 && !(int.TryParse(result.Tokens[0].Value, out var n) && n is >= 0 and <= 1_000_000))
            {
                result.AddError("--live must be 0 to 1000000.");
            }
        });
        var command = new Command("audit", "Say how likely a stranger who guesses PINs hits a room.") { live };
        command.SetAction((arguments, cancellationToken) => PinPoolAccess.RunAsync(config.Load(arguments), terminal, async access =>
        {
            var rooms = await access.Pool.CountReservedByLengthAsync(cancellationToken);
            var running = arguments.GetValue(live) is { } count ? Share(rooms, count) : await RunningAsync(access, terminal, cancellationToken);
            var options = access.Loaded.Options;
            var odds = GuessingOdds.Of(rooms, running, GuessingLimits.Of(options.Pins), Lines(options), CallsPerSecond(options));
            terminal.WriteRows(["What", "Figure"], Rows(rooms, running, odds, Lines(options)));
            return 0;
        }));
        return command;
    }

    /// <summary>The figures as they are written.</summary>
    internal static IEnumerable<IReadOnlyList<string>> Rows(
        IReadOnlyDictionary<int, int> rooms, IReadOnlyDictionary<int, int> running, GuessingOdds odds, int lines)
    {
        var (total, live) = (rooms.Values.Sum(), running.Values.Sum());
        yield return ["rooms with a PIN", total == 0 ? "none" : $"{Number(total)}: {string.Join(", ", rooms.OrderBy(static entry => entry.Key).Select(static entry => $"{Number(entry.Value)} of {entry.Key} digits"))}"];
        yield return ["of these running now", Number(live)];
        yield return ["one guess hits a room", OneIn(odds.Guess)];
        yield return [$"within the budget, {Number(odds.GuessesWithin)} wrong PINs an hour", InAnHour(odds.Guess, odds.GuessesWithin)];
        yield return ["beyond it, one guess hits a room that runs", OneIn(odds.GuessAtRunning)];
        yield return [$"beyond it, all {Number(lines)} lines guessing, {Number(odds.GuessesBeyond)} times an hour", InAnHour(odds.GuessAtRunning, odds.GuessesBeyond)];
        yield return ["halved by", total == 0 ? "nothing to halve" : odds.HalvingLength is { } length
            ? $"PINs of {length} digits for all rooms: {OneIn(total / GuessingOdds.Numbers(length))}"
            : "fewer rooms with PINs; there are no longer PINs"];
    }

    private static string InAnHour(double guess, double guesses) => GuessingOdds.EvenChanceAfter(guess, guesses) is { } even
        ? $"{OneIn(GuessingOdds.Hit(guess, guesses))} in an hour; an even chance after {Long(even)}"
        : OneIn(GuessingOdds.Hit(guess, guesses));

    private static string OneIn(double chance) => chance <= 0 ? "never" : $"1 in {Number(1 / chance)}";

    private static string Long(TimeSpan time) => time.TotalHours switch
    {
        < 2 => $"{Number(time.TotalMinutes)} min",
        < 2 * HoursOfADay => $"{Number(time.TotalHours)} h",
        < 2 * DaysOfAYear * HoursOfADay => $"{Number(time.TotalDays)} d",
        _ => $"{Number(time.TotalDays / DaysOfAYear)} years",
    };

    // Two digits tell enough where the number is small.
    private static string Number(double value) => value.ToString(value < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    // As many of each length as there are rooms of it.
    private static Dictionary<int, int> Share(IReadOnlyDictionary<int, int> rooms, int running)
    {
        var total = rooms.Values.Sum();
        return rooms.ToDictionary(static entry => entry.Key, entry => (int)Math.Ceiling((double)Math.Min(running, total) * entry.Value / total));
    }

    private static async Task<Dictionary<int, int>> RunningAsync(PinPoolAccess access, Terminal terminal, CancellationToken cancellationToken)
    {
        var (meetings, silent) = await RunningRooms.AskAsync(access.Loaded, cancellationToken);
        if (silent.Count > 0)
        {
            terminal.Error.WriteLine($"warning: no answer from {string.Join(", ", silent)}; their meetings are not counted. Say --live N to reckon with more");
        }

        return (await access.Store.ListAsync(cancellationToken)).Where(room => meetings.Contains(room.MeetingId))
            .GroupBy(static room => room.Pin.Length).ToDictionary(static group => group.Key, static group => group.Count());
    }

    // A trunk without a limit of its own may take all lines.
    private static int Lines(DialInOptions options) => options.Trunks.Count > 0 && options.Trunks.All(static trunk => trunk.MaxCalls is not null)
        ? (int)Math.Min(options.Calls.MaxCalls, options.Trunks.Sum(static trunk => (long)trunk.MaxCalls!.Value))
        : options.Calls.MaxCalls;

    private static int CallsPerSecond(DialInOptions options) => options.Trunks.Count > 0
        ? (int)Math.Min(options.Sip.MaxCallsPerSecond, options.Trunks.Sum(static trunk => (long)trunk.MaxCallsPerSecond))
        : options.Sip.MaxCallsPerSecond;
}
