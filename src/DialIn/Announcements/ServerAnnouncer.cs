using DialIn.Meetings;
using DialIn.Pins;
using Microsoft.Extensions.Logging;

namespace DialIn.Announcements;

/// <summary>
/// Announces in the meetings of one server: takes jobs off the board, looks the PIN up, sends, records, tries again.
/// <see cref="RunAsync(CancellationToken)"/> has one owner; the other methods are thread-safe and do not block.
/// </summary>
internal sealed class ServerAnnouncer(
    string serverName,
    AnnouncementRules rules,
    IReadOnlyList<IAnnouncer> ways,
    IPinStore pins,
    IAnnouncementStore store,
    MeetingDirectory meetings,
    AnnouncementMeters meters,
    TimeProvider time,
    ILogger logger)
{
    // As many as a thousand moderators who come at nine o'clock need to be served within seconds, and no more than a server notices.
    private const int AtOnce = 16;

    // As often as the meetings are asked for.
    private static readonly TimeSpan ListEvery = TimeSpan.FromSeconds(5);

    // The first two attempts are over within a second or so: a connection that comes up again.
    private const int WarnAt = 3;

    // Twice what sending may take: whoever took it on longer ago was killed.
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(30);

    private readonly AnnouncementBoard _board = new(rules);
    private readonly List<Task> _running = [];
    private TaskCompletionSource _wake = NewSignal();

    /// <summary>The server's name.</summary>
    public string ServerName => serverName;

    /// <summary>Takes what the server told.</summary>
    public void Hear(ServerEvent told)
    {
        _board.Take(told, time.GetUtcNow());
        Wake();
    }

    /// <summary>The server was out of reach: who is moderator has to be learnt anew.</summary>
    public void ForgetUsers() => _board.ForgetUsers(time.GetUtcNow());

    /// <summary>Whether the server has told of somebody in a meeting.</summary>
    public bool Knows(string internalId, string userId) => _board.Knows(internalId, userId);

    /// <summary>The meetings known, and what came of what was tried.</summary>
    public IReadOnlyList<BoardEntry> List() => _board.List();

    /// <summary>Works until told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var wake = Volatile.Read(ref _wake).Task;
                _board.TakeList(meetings.RunningOn(serverName), time.GetUtcNow());
                Start(cancellationToken);
                await WaitAsync(wake, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake() => Interlocked.Exchange(ref _wake, NewSignal()).TrySetResult();

    private void Start(CancellationToken cancellationToken)
    {
        _running.RemoveAll(static task => task.IsCompleted);
        while (_running.Count < AtOnce && _board.TakeDue(time.GetUtcNow()) is { } job)
        {
            _running.Add(RunAsync(job, cancellationToken));
        }
    }

    private async Task WaitAsync(Task wake, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = _running.Count < AtOnce && _board.NextAt is { } next ? next - now : ListEvery;
        var pause = due < TimeSpan.Zero ? TimeSpan.Zero : due > ListEvery ? ListEvery : due;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(wake, Task.Delay(pause, time, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task RunAsync(AnnouncementJob job, CancellationToken cancellationToken)
    {
        // Whoever is stopped in the middle has not done it; the next process takes it on.
        var outcome = AnnouncementOutcome.Pending;
        try
        {
            outcome = await AnnounceAsync(job, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (StoreUnavailableException)
        {
            outcome = AnnouncementOutcome.StoreUnavailable;
        }
        catch (Exception fault)
        {
            // Any: nobody waits for this, and a job without an end keeps its place, and its moderator waiting, for ever.
            outcome = Faulted(job, fault);
        }

        meters.Count(serverName, job.Way, outcome);
        Log(job, outcome);
        _board.Finish(job, outcome, time.GetUtcNow());
        Wake();
    }

    private async Task<AnnouncementOutcome> AnnounceAsync(AnnouncementJob job, CancellationToken cancellationToken)
    {
        if (await pins.FindByMeetingAsync(job.MeetingId, cancellationToken) is not { } reservation)
        {
            await store.RecordAsync(job.ToAnnouncement(serverName, time.GetUtcNow(), AnnouncementOutcome.NoPin) with { Recipient = "" }, cancellationToken);
            return AnnouncementOutcome.NoPin;
        }

        if (_board.IsCreatedWith(job.InternalId, reservation.Pin))
        {
            _board.NoteCreateMessage(job.InternalId);
            await store.RecordAsync((job with { Way = AnnouncementWay.CreateMessage, Recipient = "" }).ToAnnouncement(serverName, time.GetUtcNow(), AnnouncementOutcome.Announced), cancellationToken);
        }

        var now = time.GetUtcNow();
        if (!await store.TryBeginAsync(job.ToAnnouncement(serverName, now, AnnouncementOutcome.Pending), now - StaleAfter, cancellationToken))
        {
            var entries = await store.OfMeetingAsync(serverName, job.InternalId, cancellationToken);
            return entries.FirstOrDefault(entry => entry.Way == job.Way && entry.Recipient == job.Recipient)?.Outcome ?? AnnouncementOutcome.Pending;
        }

        // This meeting's own language, or the room's; each way knows the operator's.
        var outcome = await SendAsync(job with { Language = job.Language ?? reservation.Language }, reservation.Pin, cancellationToken);
        // What was sent is sent: it is written down also when we are being stopped.
        await store.RecordAsync(job.ToAnnouncement(serverName, time.GetUtcNow(), outcome), CancellationToken.None);
        if (outcome != AnnouncementOutcome.Announced)
        {
            await NoteCreateMessageAsync(job.InternalId, cancellationToken);
        }

        return outcome;
    }

    private async Task<AnnouncementOutcome> SendAsync(AnnouncementJob job, Pin pin, CancellationToken cancellationToken)
    {
        try
        {
            return await ways.First(way => way.Way == job.Way).AnnounceAsync(job, pin, () => _board.MayTell(job), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Any. It is written down like every outcome: the next attempt need not wait until this one counts as given up.
            return Faulted(job, fault);
        }
    }

    private AnnouncementOutcome Faulted(AnnouncementJob job, Exception fault)
    {
        if (_board.TryWarn(job.InternalId))
        {
            DialInLog.AnnouncementFaulted(logger, fault, job.MeetingId, serverName, job.Way);
        }

        return AnnouncementOutcome.Fault;
    }

    // Also one that another process has passed on, or that no Redis told of: its moderators have number and PIN all the same.
    private async Task NoteCreateMessageAsync(string internalId, CancellationToken cancellationToken)
    {
        var entries = await store.OfMeetingAsync(serverName, internalId, cancellationToken);
        if (entries.Any(static entry => entry is { Way: AnnouncementWay.CreateMessage, Outcome: AnnouncementOutcome.Announced }))
        {
            _board.NoteCreateMessage(internalId);
        }
    }

    private void Log(AnnouncementJob job, AnnouncementOutcome outcome)
    {
        // A room without a PIN is what most servers have most of.
        if (outcome is AnnouncementOutcome.Announced or AnnouncementOutcome.NoPin or AnnouncementOutcome.Gone or AnnouncementOutcome.Pending)
        {
            DialInLog.AnnouncementTried(logger, job.MeetingId, serverName, job.Way, outcome, job.Attempt);
        }
        else if (job.Attempt >= WarnAt && _board.TryWarn(job.InternalId))
        {
            DialInLog.AnnouncementFailed(logger, job.MeetingId, serverName, job.Way, outcome);
        }
    }
}
