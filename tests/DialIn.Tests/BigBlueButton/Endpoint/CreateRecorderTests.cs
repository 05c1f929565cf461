using DialIn.Announcements;
using DialIn.BigBlueButton.Endpoint;
using DialIn.Meetings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.BigBlueButton.Endpoint;

public class CreateRecorderTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryAnnouncements _announcements = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StopWhileTheServersAreAsked_LeavesTimeForTheWriting()
    {
        var directory = new MeetingDirectory(_time);
        var source = new SilentSource();
        using var attached = directory.Attach(source);
        var (writing, mayWrite) = (new TaskCompletionSource(), new TaskCompletionSource());
        _announcements.Before = () =>
        {
            writing.SetResult();
            return mayWrite.Task;
        };
        using var recorder = new CreateRecorder(directory, _announcements, _time, NullLogger<CreateRecorder>.Instance);
        await recorder.StartAsync(Cancel);
        recorder.Take(new CreatedMeeting(
            new RunningMeeting("room", "int-1", "balancer", "12345", _time.GetUtcNow(), null), _time.GetUtcNow(), _time.GetTimestamp(), IsBehindLoadBalancer: true, AnnouncementOutcome.Announced));
        await source.Asked.WaitAsync(Limits.Generous, Cancel);

        var stop = recorder.StopAsync(Cancel);
        _time.Advance(MeetingRefresh.Limit);
        await writing.Task.WaitAsync(Limits.Generous, Cancel);
        _time.Advance(TimeSpan.FromSeconds(1));
        mayWrite.SetResult();

        Assert.Equal("int-1", (await _announcements.NextAsync(Cancel)).InternalId);
        await stop.WaitAsync(Limits.Generous, Cancel);
    }

    private sealed class SilentSource : IMeetingSource
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public Task RefreshAsync(CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        public void SetUrgent(bool urgent)
        {
            // It says nothing, however urgent.
        }
    }
}
