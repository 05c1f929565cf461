using System.Threading.Channels;
using DialIn.Announcements;
using DialIn.Meetings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Writes down what came of each <c>create</c> while its front end has long had the answer: a database or a server that hangs delays nobody. Thread-safe.</summary>
internal sealed class CreateRecorder(MeetingDirectory directory, IAnnouncementStore announcements, TimeProvider time, ILogger<CreateRecorder> logger) : BackgroundService
{
    // A thousand of some hundred bytes: what a large site creates while a database hangs for minutes.
    private const int MostWaiting = 1_000;

    // When the program ends: whoever stops it waits for so long, and not for a database that hangs. It begins with the question where
    // the meetings are, which may take its whole time and leave as much for the writing.
    private static readonly TimeSpan StopWithin = 2 * MeetingRefresh.Limit;

    // One reader: what is recorded of one meeting stays in its order. Nobody waits to write: a full queue is said, and then left.
    private readonly Channel<CreatedMeeting> _created = Channel.CreateBounded<CreatedMeeting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private volatile bool _saidFull;

    /// <summary>Takes it on, and returns at once.</summary>
    public void Take(CreatedMeeting created)
    {
        if (_created.Writer.TryWrite(created))
        {
            _saidFull = false;
        }
        else if (!_saidFull)
        {
            _saidFull = true;
            DialInLog.CreateNotRecorded(logger, null);
        }
    }

    /// <summary>Takes nothing more on, and waits a little until all is written.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _created.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(StopWithin, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _created.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<CreatedMeeting>();
            while (_created.Reader.TryRead(out var created))
            {
                batch.Add(created);
            }

            if (batch.Exists(static created => created.IsBehindLoadBalancer))
            {
                // The answers do not say which servers they are on. One question is for all of them.
                await directory.RefreshAsync(stoppingToken);
            }

            foreach (var created in batch)
            {
                await RecordAsync(created, stoppingToken);
            }
        }
    }

    private async Task RecordAsync(CreatedMeeting created, CancellationToken cancellationToken)
    {
        try
        {
            var meeting = created.Meeting;
            if (created.IsBehindLoadBalancer && directory.Find(meeting.MeetingId) is { } found && found.InternalId == meeting.InternalId)
            {
                meeting = found.CompletedBy(meeting);
                directory.MeetingCreated(meeting, created.Timestamp);
            }

            if (created.Outcome is { } outcome)
            {
                await announcements.RecordAsync(
                    new Announcement(meeting.MeetingId, meeting.InternalId, meeting.ServerName, AnnouncementWay.CreateMessage, created.At, outcome), cancellationToken);
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Any: what fails for one meeting is no reason to record no more.
            DialInLog.CreateNotRecorded(logger, fault);
        }
    }
}

/// <summary>A meeting that a front end's <c>create</c> has brought about, or found.</summary>
/// <param name="Meeting">The meeting, as far as the answer tells.</param>
/// <param name="At">When.</param>
/// <param name="Timestamp">When the server was asked (<see cref="TimeProvider.GetTimestamp"/>).</param>
/// <param name="IsBehindLoadBalancer">Whether the server that it is on is still to be found.</param>
/// <param name="Outcome">What to record; <see langword="null"/> for nothing.</param>
internal sealed record CreatedMeeting(RunningMeeting Meeting, DateTimeOffset At, long Timestamp, bool IsBehindLoadBalancer, AnnouncementOutcome? Outcome);
