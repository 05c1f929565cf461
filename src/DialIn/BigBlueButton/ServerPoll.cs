using DialIn.Meetings;
using Microsoft.Extensions.Logging;

namespace DialIn.BigBlueButton;

/// <summary>
/// Asks one server again and again, one question at a time, and tells the directory. Knows nothing of other servers, so
/// none can delay another. <see cref="RunAsync"/> has one owner; the other methods are thread-safe.
/// </summary>
internal sealed class ServerPoll(
    ServerOptions server, ServerSecrets secrets, BbbApiClient client, MeetingDirectory directory, PollTimings timings, TimeProvider timeProvider, ILogger logger)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _wake = NewSignal();
    private TaskCompletionSource? _refresh;
    private bool _isUrgent;
    private int _failures;
    private long _answeredAt;
    private ServerState _state;
    private bool _warnedOfVoiceBridge;
    private bool _saidFault;

    /// <summary>Asks until told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _answeredAt = timeProvider.GetTimestamp();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var refresh = TakeRefresh();
                try
                {
                    await AskAsync(cancellationToken);
                }
                catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
                {
                    // Any: the polls of the other servers go on, so nobody would see that this one has ended.
                    Faulted(fault);
                }

                refresh?.TrySetResult();
                await PauseAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            TakeRefresh()?.TrySetCanceled(cancellationToken);
        }
    }

    /// <summary>Shortens or lengthens the pauses, the present one too.</summary>
    public void SetUrgent(bool urgent)
    {
        lock (_lock)
        {
            _isUrgent = urgent;
            Wake();
        }
    }

    /// <summary>Ends when a question asked after this call is answered or has failed.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _refresh ??= NewSignal();
            Wake();
            return _refresh.Task.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake()
    {
        _wake.TrySetResult();
        _wake = NewSignal();
    }

    private TaskCompletionSource? TakeRefresh()
    {
        lock (_lock)
        {
            var refresh = _refresh;
            _refresh = null;
            return refresh;
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var askedAt = timeProvider.GetTimestamp();
        var result = await AskSignedAsync(cancellationToken);
        if (result.Failure is { } failure)
        {
            Failed(failure);
            return;
        }

        if (_state != ServerState.Reachable)
        {
            DialInLog.ServerReachable(logger, server.Name, result.Meetings.Count);
        }

        _state = ServerState.Reachable;
        _failures = 0;
        _answeredAt = timeProvider.GetTimestamp();
        directory.ReplaceServer(
            server.Name, Callable(result.Meetings), askedAt, [.. result.Meetings.Where(static m => m.HasBeenForciblyEnded).Select(static m => m.InstanceId)]);
        _saidFault = false;
    }

    private async Task<GetMeetingsResult> AskSignedAsync(CancellationToken cancellationToken)
    {
        var (active, other) = secrets.Find(server);
        var result = await client.GetMeetingsAsync(server, active.Text, timings.Timeout, cancellationToken);
        secrets.Report(server, active, result);
        if (other is null || result.Failure is not { Kind: BbbFailureKind.Checksum })
        {
            return result;
        }

        // The secret was changed on the server this moment: the other one is tried before anybody notices.
        var second = await client.GetMeetingsAsync(server, other.Text, timings.Timeout, cancellationToken);
        secrets.Report(server, other, second);
        return second;
    }

    private void Faulted(Exception fault)
    {
        if (!_saidFault)
        {
            _saidFault = true;
            DialInLog.PollFaulted(logger, fault, server.Name);
        }

        Failed(new BbbFailure(BbbFailureKind.Fault, "an error in DialIn, which is in the log"));
    }

    private void Failed(BbbFailure failure)
    {
        _failures++;
        var isLost = _failures >= timings.FailuresUntilUnreachable
            || timeProvider.GetElapsedTime(_answeredAt) >= timings.SilenceUntilUnreachable;
        if (isLost && _state != ServerState.Unreachable)
        {
            _state = ServerState.Unreachable;
            directory.ServerUnreachable(server.Name);
            DialInLog.ServerUnreachable(logger, server.Name, failure.Kind, failure.Detail);
            return;
        }

        DialInLog.PollFailed(logger, server.Name, failure.Kind, failure.Detail);
    }

    private List<RunningMeeting> Callable(IReadOnlyList<BbbMeeting> meetings)
    {
        var alive = meetings.Where(static m => m.IsAlive).ToList();
        if (!_warnedOfVoiceBridge && alive.Exists(static m => !m.HasCallableVoiceBridge))
        {
            // Once: the cause is one setting of the server or the front end, and it would repeat with every meeting.
            _warnedOfVoiceBridge = true;
            DialInLog.VoiceBridgeIgnored(logger, server.Name);
        }

        return alive.FindAll(static m => m.HasCallableVoiceBridge).ConvertAll(m => m.ToRunningMeeting(server.Name));
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        var since = timeProvider.GetTimestamp();
        while (true)
        {
            TimeSpan rest;
            Task wake;
            lock (_lock)
            {
                var pause = _isUrgent || _failures > 0 ? timings.UrgentInterval : timings.Interval;
                rest = _refresh is null ? pause - timeProvider.GetElapsedTime(since) : TimeSpan.Zero;
                wake = _wake.Task;
            }

            if (rest <= TimeSpan.Zero)
            {
                return;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(Task.Delay(rest, timeProvider, stop.Token), wake);
            await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
