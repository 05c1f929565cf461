using DialIn.Announcements;

namespace DialIn.BigBlueButton;

/// <summary>Which meetings' people were told, in which ways, and which have been told nothing, and why. Thread-safe.</summary>
internal sealed class AnnouncementOverview(ServerLines lines, IAnnouncementStore store)
{
    // Why nobody was told, where that is no failure of ours.
    private static readonly HashSet<string> NoFailures =
        [.. AnnouncementOutcomes.NoFailures.Select(static outcome => outcome.ToString()), NoModerator, NoWay, NothingTried];

    private const string NoModerator = "NoModerator";
    private const string NoWay = "NoWay";
    private const string NothingTried = "NothingTried";

    /// <summary>Meetings in the order of their places.</summary>
    /// <param name="after">Only those behind this place; <see langword="null"/>: from the first on.</param>
    /// <param name="limit">At most so many, from 1.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="Pins.StoreUnavailableException">The database does not answer.</exception>
    public async Task<IReadOnlyList<AnnouncedMeeting>> ListAfterAsync(AnnouncedPlace? after, int limit, CancellationToken cancellationToken)
    {
        var running = await RunningAsync(cancellationToken);
        List<AnnouncedMeeting> list = [.. running.Where(meeting => after is null || AnnouncedPlace.Of(meeting).CompareTo(after) > 0).OrderBy(AnnouncedPlace.Of).Take(limit)];
        await AddEndedAsync(list, running, after is { IsRunning: false } ? after : null, limit, isFailed: false, cancellationToken);
        return list;
    }

    /// <summary>The first meetings whose moderators were told nothing though it was tried: those that run, then those that have ended, the newest first.</summary>
    /// <param name="limit">At most so many, from 1.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="Pins.StoreUnavailableException">The database does not answer.</exception>
    public async Task<IReadOnlyList<AnnouncedMeeting>> ListFailedAsync(int limit, CancellationToken cancellationToken)
    {
        var running = await RunningAsync(cancellationToken);
        List<AnnouncedMeeting> list = [.. running.Where(IsFailed).OrderBy(AnnouncedPlace.Of).Take(limit)];
        await AddEndedAsync(list, running, after: null, limit, isFailed: true, cancellationToken);
        return list;
    }

    /// <summary>How many running meetings of each server have a PIN that none of their moderators was told though it was tried, as far as this process knows.</summary>
    public IReadOnlyDictionary<string, int> CountMissing() => lines.All.ToDictionary(
        static line => line.Server.Name,
        static line => line.Announcer.List().Count(static entry => IsMissing([.. entry.Outcomes.Where(static one => TellsModerators(one.Way)).Select(static one => one.Outcome)])));

    private static bool IsFailed(AnnouncedMeeting meeting) => meeting.WhyNone is { } why && !NoFailures.Contains(why);

    private static bool IsMissing(IReadOnlyList<AnnouncementOutcome> outcomes) =>
        outcomes.Count > 0 && !outcomes.Any(AnnouncementOutcomes.NoFailures.Contains);

    // The hint says where the PIN is, and not which.
    private static bool TellsModerators(AnnouncementWay way) => way != AnnouncementWay.PublicHint;

    private static bool IsTold(IReadOnlyList<AnnouncedWay> ways) => ways.Any(static way => way.Announced > 0 && TellsModerators(way.Way));

    private async Task<IReadOnlyList<AnnouncedMeeting>> RunningAsync(CancellationToken cancellationToken)
    {
        var running = new List<AnnouncedMeeting>();
        foreach (var line in lines.All)
        {
            var entries = line.Announcer.List();
            var recorded = (await store.OfMeetingsAsync(line.Server.Name, [.. entries.Select(static entry => entry.InternalId)], cancellationToken)).ToLookup(static entry => entry.InternalId);
            running.AddRange(entries.Select(entry => Running(line, entry, recorded[entry.InternalId])));
        }

        return running;
    }

    // Page by page, until there are as many as are wanted.
    private async Task AddEndedAsync(
        List<AnnouncedMeeting> list, IReadOnlyList<AnnouncedMeeting> running, AnnouncedPlace? after, int limit, bool isFailed, CancellationToken cancellationToken)
    {
        var known = running.Select(static meeting => (meeting.Server, meeting.InternalId)).ToHashSet();
        for (var isMore = true; isMore && list.Count < limit;)
        {
            (DateTimeOffset, string, string)? last = after is null ? null : (DateTimeOffset.FromUnixTimeMilliseconds(after.LastAt), after.Server, after.InternalId);
            var page = (await store.ListMeetingsAsync(last, limit, isFailed, cancellationToken))
                .GroupBy(static entry => (entry.ServerName, entry.InternalId), static (key, entries) => Ended(key.ServerName, key.InternalId, [.. entries]))
                .ToList();
            // Running ones are recorded too.
            list.AddRange(page.Where(meeting => !known.Contains((meeting.Server, meeting.InternalId))).Take(limit - list.Count));
            isMore = page.Count == limit;
            after = isMore ? AnnouncedPlace.Of(page[^1]) : after;
        }
    }

    private static AnnouncedMeeting Running(ServerLine line, BoardEntry entry, IEnumerable<Announcement> recorded)
    {
        var entries = recorded.ToList();
        var ways = Ways(entries);
        return new AnnouncedMeeting(entry.MeetingId, entry.InternalId, line.Server.Name, true, ways, IsTold(ways) ? null : WhyNone(line, entry, entries));
    }

    private static AnnouncedMeeting Ended(string server, string internalId, IReadOnlyList<Announcement> entries)
    {
        var ways = Ways(entries);
        return new AnnouncedMeeting(
            entries[0].MeetingId, internalId, server, false, ways, IsTold(ways) ? null : WhyNone(entries) ?? NothingTried);
    }

    private static List<AnnouncedWay> Ways(IReadOnlyList<Announcement> entries) =>
    [
        .. entries.GroupBy(static entry => entry.Way).OrderBy(static group => group.Key).Select(static group =>
        {
            var last = group.MaxBy(static entry => entry.At)!;
            return new AnnouncedWay(group.Key, group.Count(static entry => entry.Outcome == AnnouncementOutcome.Announced), last.At, last.Outcome);
        }),
    ];

    // Of all that was tried the latest failure, whatever way it was on; without one the latest of all.
    private static string? WhyNone(IReadOnlyList<Announcement> entries)
    {
        var tried = entries.Where(static one => TellsModerators(one.Way)).OrderByDescending(static one => one.At).Select(static one => one.Outcome.ToString()).ToList();
        return tried.Find(static outcome => !NoFailures.Contains(outcome)) ?? tried.FirstOrDefault();
    }

    private static string WhyNone(ServerLine line, BoardEntry entry, IReadOnlyList<Announcement> entries)
    {
        if (WhyNone(entries) is { } why)
        {
            return why;
        }

        return line.Redis switch
        {
            null => NoWay,
            { IsConnected: false } => nameof(AnnouncementOutcome.Unreachable),
            _ when entry.Moderators == 0 => NoModerator,
            _ => nameof(AnnouncementOutcome.Pending),
        };
    }
}

/// <summary>What the people of one meeting were told.</summary>
/// <param name="MeetingId">External id.</param>
/// <param name="InternalId">Internal id.</param>
/// <param name="Server">The server.</param>
/// <param name="IsRunning">Whether it goes on.</param>
/// <param name="Ways">The ways that were tried.</param>
/// <param name="WhyNone">Why its moderators were told nothing; <see langword="null"/> if one at least was.</param>
internal sealed record AnnouncedMeeting(string MeetingId, string InternalId, string Server, bool IsRunning, IReadOnlyList<AnnouncedWay> Ways, string? WhyNone);

/// <summary>One way in one meeting.</summary>
/// <param name="Way">Which.</param>
/// <param name="Announced">How many were told; of a way to all at once: 1.</param>
/// <param name="LastAt">When it was last tried, UTC.</param>
/// <param name="LastOutcome">What came of that.</param>
internal sealed record AnnouncedWay(AnnouncementWay Way, int Announced, DateTimeOffset LastAt, AnnouncementOutcome LastOutcome);
