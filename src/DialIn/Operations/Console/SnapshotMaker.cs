using System.Text.Json;
using DialIn.BigBlueButton;
using DialIn.Calls;
using DialIn.Meetings;
using DialIn.Operations.Alarms;
using DialIn.Operations.Api;
using DialIn.Pins;
using DialIn.Trunks;

namespace DialIn.Operations.Console;

/// <summary>Puts together what the console shows. What is in memory is read each time; what is in the database, when it may have changed.</summary>
internal sealed class SnapshotMaker(
    LiveCalls calls,
    ICallRecordStore records,
    TrunkDesk trunks,
    MeetingDirectory meetings,
    IPinStore pins,
    PinsOptions pinOptions,
    AnnouncementOverview announcements,
    AlarmBoard alarms,
    MeetingLabels labels,
    TimeProvider time)
    : ISnapshotSource
{
    // A thousand calls twice a second are more than a page can show and a telephone's browser bears.
    private const int MostCalls = 250;

    private const int MostRecent = 50;
    private const int MostAnnouncements = 50;

    // Whatever the database has that no call here has changed: another node's calls, front ends' reservations.
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private HashSet<string> _running = [];
    private long? _readAt;
    private IReadOnlyList<ConsoleRecord> _recent = [];
    private IReadOnlyList<ConsoleAnnouncement> _announcements = [];
    private PoolAnswer? _pool;

    /// <inheritdoc/>
    public async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        var live = calls.Snapshot();
        await ReadAsync(live, cancellationToken);
        return JsonSerializer.Serialize(
            new ConsoleState(
                calls.IsDraining,
                live.Count,
                await CallsAsync(live, cancellationToken),
                _recent,
                [.. trunks.Statuses.Select(static trunk => new ConsoleTrunk(
                    trunk.Name, trunk.Account, trunk.Mode, trunk.State, trunk.Says, trunk.HeldBy, trunk.RegisteredSince, trunk.LatencyMilliseconds, trunk.Passwords))],
                [.. ServerAnswer.All(meetings, live).Select(static server => new ConsoleServer(
                    server.Name, server.State, server.Meetings, server.Callers, server.State == nameof(ServerState.Unreachable) ? server.AnsweredAt : null))],
                _pool,
                _announcements,
                alarms.Alarms),
            Json);
    }

    private async Task ReadAsync(IReadOnlyList<LiveCall> live, CancellationToken cancellationToken)
    {
        // A call's record is written before the call is gone from here.
        var running = live.Select(static call => call.Id).ToHashSet(StringComparer.Ordinal);
        var isOld = _readAt is not { } at || time.GetElapsedTime(at) >= ReadEvery;
        try
        {
            if (isOld || !_running.IsSubsetOf(running))
            {
                _recent = await RecentAsync(cancellationToken);
                _running = running;
            }

            _running.UnionWith(running);
            if (isOld)
            {
                _readAt = time.GetTimestamp();
                _pool = PoolAnswer.Of(await pins.CountAsync(cancellationToken), pinOptions);
                _announcements = await AnnouncementsAsync(cancellationToken);
            }
        }
        catch (StoreUnavailableException)
        {
            // The rest is worth seeing, just now.
            _pool = null;
        }
    }

    private async Task<IReadOnlyList<ConsoleCall>> CallsAsync(IReadOnlyList<LiveCall> live, CancellationToken cancellationToken)
    {
        var shown = live.Count <= MostCalls ? live : [.. live.OrderBy(static call => TrunkQuality(call)?.Mos ?? double.MaxValue).Take(MostCalls).OrderBy(static call => call.StartedAt)];
        var list = new List<ConsoleCall>(shown.Count);
        foreach (var call in shown)
        {
            var quality = TrunkQuality(call);
            list.Add(new ConsoleCall(
                call.Id, call.Trunk, call.Caller, call.Phase, call.StartedAt, await LabelAsync(call.MeetingId, cancellationToken), call.Server, call.Codec, quality?.Mos, quality?.Loss, quality?.Jitter));
        }

        return list;
    }

    private async Task<IReadOnlyList<ConsoleRecord>> RecentAsync(CancellationToken cancellationToken)
    {
        var list = new List<ConsoleRecord>();
        foreach (var record in await records.ListAsync(MostRecent, cancellationToken))
        {
            list.Add(new ConsoleRecord(
                record.Id,
                record.StartedAt,
                record.EndedAt,
                record.Trunk,
                record.Caller,
                await labels.OfAsync(record.MeetingId, cancellationToken),
                record.Server,
                record.Codec,
                record.Result,
                record.Reason,
                record.SipStatus,
                record.TrunkCause,
                record.ConferenceCause,
                record.TrunkQuality?.Mos,
                record.TrunkQuality?.Loss,
                record.TrunkQuality?.Jitter));
        }

        return list;
    }

    private async Task<IReadOnlyList<ConsoleAnnouncement>> AnnouncementsAsync(CancellationToken cancellationToken)
    {
        var list = new List<ConsoleAnnouncement>();
        foreach (var meeting in await announcements.ListFailedAsync(MostAnnouncements, cancellationToken))
        {
            list.Add(new ConsoleAnnouncement(
                labels.IdOf(meeting.InternalId), (await labels.OfAsync(meeting.MeetingId, cancellationToken))!, meeting.Server, meeting.IsRunning, meeting.WhyNone!));
        }

        return list;
    }

    private async ValueTask<string?> LabelAsync(string? meetingId, CancellationToken cancellationToken)
    {
        try
        {
            return await labels.OfAsync(meetingId, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The name is in the database, and the call goes on without it.
            return "…";
        }
    }

    private static CallQuality? TrunkQuality(LiveCall call) => call.Legs.FirstOrDefault(static leg => leg.Leg == LiveLeg.Trunk)?.Quality;
}
