using System.Globalization;

namespace DialIn.Pins;

/// <summary>
/// PINs in a file: CSV with a line of names. <c>pin</c> is needed; <c>meeting</c>, <c>state</c> (free, reserved, quarantined), <c>since</c>
/// and <c>until</c> (ISO 8601, UTC unless they say otherwise), <c>name</c>, <c>language</c> and <c>by</c> (create, or nothing) may be missing.
/// The separator is that of the first line: comma, semicolon or tab.
/// </summary>
internal static class PinFile
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const string ByCreate = "create";

    private static readonly string[] Columns = ["pin", "state", "meeting", "since", "until", "name", "language", "by"];

    /// <summary>Writes a file.</summary>
    public static void Write(IEnumerable<PinRecord> records, TextWriter file)
    {
        file.WriteLine(CsvLine.Join(Columns));
        foreach (var record in records)
        {
            file.WriteLine(CsvLine.Join(
            [
                record.Pin.Reveal(), record.State.ToString().ToLowerInvariant(), record.MeetingId ?? "", Time(record.Since), Time(record.Until),
                record.Name ?? "", record.Language ?? "", record.IsByCreate ? ByCreate : "",
            ]));
        }
    }

    /// <summary>Reads a file to its end, whatever is wrong with it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="faults">Each bad line with what is wrong with it. What stands there is not repeated: it may be a PIN.</param>
    /// <returns>The good lines with their numbers.</returns>
    public static IReadOnlyList<(int Line, PinRecord Record)> Read(TextReader file, out IReadOnlyList<LineFault> faults)
    {
        var bad = new List<LineFault>();
        var good = new List<(int Line, PinRecord Record)>();
        faults = bad;
        var header = file.ReadLine() ?? "";
        var separator = CsvLine.SeparatorOf(header);
        var names = CsvLine.Split(header, separator)?.ConvertAll(static name => name.Trim().ToLowerInvariant()) ?? [];
        if (!names.Contains(Columns[0]) || names.Exists(static name => !Columns.Contains(name)) || names.Distinct().Count() != names.Count)
        {
            bad.Add(new LineFault(1, $"must name the columns: pin, and of {string.Join(", ", Columns[1..])} those that are there, each once"));
            return good;
        }

        var seen = new Seen();
        for (var line = 2; file.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var fields = CsvLine.Split(text, separator);
            var fault = fields is null || fields.Count != names.Count
                ? $"must have {names.Count} fields, as the first line"
                : Parse(name => names.IndexOf(name) is >= 0 and var i ? fields[i].Trim() : "", out var record) ?? seen.Add(line, record!) ?? Take(line, record!);
            if (fault is not null)
            {
                bad.Add(new LineFault(line, fault));
            }
        }

        return good;

        string? Take(int line, PinRecord record)
        {
            good.Add((line, record));
            return null;
        }
    }

    private static string? Parse(Func<string, string> field, out PinRecord? record)
    {
        record = null;
        var meeting = field("meeting");
        if (!Pin.TryParse(field("pin").Replace(" ", "", StringComparison.Ordinal), out var pin))
        {
            return "the PIN is not 5 to 12 digits";
        }

        if (!TryState(field("state"), meeting, out var state))
        {
            return "the state is none of free, reserved, quarantined";
        }

        if (state == PinState.Reserved ? !RoomRules.IsMeetingId(meeting) : meeting.Length > 0)
        {
            return state == PinState.Reserved
                ? $"a meeting id has {RoomRules.OfMeetingId}"
                : "only a reserved PIN has a meeting";
        }

        if (!TryTime(field("since"), out var since) || !TryTime(field("until"), out var until))
        {
            return "a time is not written as 2026-12-24T18:00:00Z";
        }

        if (until is not null && state != PinState.Reserved)
        {
            return "only a reserved PIN has an end";
        }

        if (FaultOfRoom(field("name"), field("language"), field("by"), state) is { } fault)
        {
            return fault;
        }

        record = new PinRecord(
            pin,
            state,
            state == PinState.Reserved ? meeting : null,
            state == PinState.Free ? null : since,
            until,
            field("name") is { Length: > 0 } name ? name : null,
            field("language") is { Length: > 0 } language ? language : null,
            field("by").Length > 0);
        return null;
    }

    private static string? FaultOfRoom(string name, string language, string by, PinState state) =>
        state != PinState.Reserved && (name.Length > 0 || language.Length > 0 || by.Length > 0) ? "only a reserved PIN has a name, a language and who reserved it"
        : name.Length > 0 && !RoomRules.IsName(name) ? $"a name has up to {RoomRules.MaxNameLength} characters and no control character"
        : language.Length > 0 && !RoomRules.IsLanguage(language) ? "a language is written as de or en"
        : by.Length > 0 && !by.Equals(ByCreate, StringComparison.OrdinalIgnoreCase) ? $"who reserved it is {ByCreate}, or nothing"
        : null;

    private static bool TryState(string text, string meeting, out PinState state)
    {
        state = meeting.Length > 0 ? PinState.Reserved : PinState.Free;
        if (text.Length == 0)
        {
            return true;
        }

        // Not Enum.TryParse, which takes "1" and "free, reserved" as well.
        var place = Array.FindIndex(Enum.GetNames<PinState>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        state = place < 0 ? state : Enum.GetValues<PinState>()[place];
        return place >= 0;
    }

    private static bool TryTime(string text, out DateTimeOffset? time)
    {
        time = null;
        if (text.Length == 0)
        {
            return true;
        }

        var isTime = IsoTime.TryParse(text, out var value);
        time = value;
        return isTime;
    }

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) ?? "";

    /// <summary>What stood on earlier lines: neither a PIN nor a meeting stands in a file twice.</summary>
    private sealed class Seen
    {
        private readonly Dictionary<Pin, int> _pins = [];
        private readonly Dictionary<string, int> _meetings = new(StringComparer.Ordinal);

        public string? Add(int line, PinRecord record) =>
            !_pins.TryAdd(record.Pin, line) ? $"the PIN stands on line {_pins[record.Pin]} already"
            : record.MeetingId is { } meeting && !_meetings.TryAdd(meeting, line) ? $"the meeting stands on line {_meetings[meeting]} already"
            : null;
    }
}

/// <summary>A bad line of a file.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Reason">What is wrong, without what stands there.</param>
internal sealed record LineFault(int Line, string Reason);
