using DialIn.Meetings;
using Microsoft.Extensions.Time.Testing;
using static DialIn.Tests.Meetings.MeetingExamples;

namespace DialIn.Tests.Meetings;

public class MeetingWatchTests
{
    private readonly FakeTimeProvider _time = new(Morning);
    private readonly MeetingDirectory _directory;
    private readonly List<MeetingChange> _told = [];
    private readonly UrgencyRecorder _source = new();

    public MeetingWatchTests()
    {
        _directory = new MeetingDirectory(_time);
        _directory.Attach(_source);
        _source.Told.Clear();
    }

    [Fact]
    public void Watch_MeetingStartsLater_IsToldOnce()
    {
        using var watch = _directory.Watch("room", _told.Add);
        Report("bbb1", On("bbb1", "other"));
        Assert.Empty(_told);

        Report("bbb1", On("bbb1", "other"), On("bbb1"));
        Report("bbb1", On("bbb1", "other"), On("bbb1"));

        Assert.Equal([new MeetingStarted(On("bbb1"))], _told);
    }

    [Fact]
    public void Watch_MeetingRunsAlready_IsToldBeforeWatchReturns()
    {
        Report("bbb1", On("bbb1"));
        using var watch = _directory.Watch("room", _told.Add);
        Assert.Equal([new MeetingStarted(On("bbb1"))], _told);
    }

    [Fact]
    public void Watch_MeetingEnds_SaysEnded()
    {
        Report("bbb1", On("bbb1"));
        using var watch = _directory.Watch("room", _told.Add);
        Report("bbb1");
        Report("bbb1");
        Assert.Equal([new MeetingStarted(On("bbb1")), new MeetingGone(MeetingGoneReason.Ended)], _told);
    }

    [Fact]
    public void Watch_ServerLost_SaysSoAndThenThatItIsBack()
    {
        Report("bbb1", On("bbb1"));
        using var watch = _directory.Watch("room", _told.Add);
        _directory.ServerUnreachable("bbb1");
        _directory.ServerUnreachable("bbb1");
        Report("bbb1", On("bbb1"));
        Assert.Equal(
            [new MeetingStarted(On("bbb1")), new MeetingGone(MeetingGoneReason.ServerUnreachable), new MeetingStarted(On("bbb1"))],
            _told);
    }

    [Fact]
    public void Watch_ServerLostWhileMeetingIsElsewhereToo_NamesTheOther()
    {
        Report("bbb1", On("bbb1", instance: 2));
        Report("bbb2", On("bbb2", instance: 1));
        using var watch = _directory.Watch("room", _told.Add);
        _told.Clear();

        _directory.ServerUnreachable("bbb1");

        Assert.Equal([new MeetingGone(MeetingGoneReason.ServerUnreachable), new MeetingStarted(On("bbb2"))], _told);
    }

    [Fact]
    public void Watch_MeetingRestartedOnTheSameServer_IsGoneAndStarted()
    {
        Report("bbb1", On("bbb1", instance: 1));
        using var watch = _directory.Watch("room", _told.Add);
        _told.Clear();
        Report("bbb1", On("bbb1", instance: 2));
        Assert.Equal([new MeetingGone(MeetingGoneReason.Ended), new MeetingStarted(On("bbb1", instance: 2))], _told);
    }

    [Fact]
    public void Watch_NewerInstanceWhileTheOldOneLives_IsStartedWithoutGone()
    {
        Report("bbb1", On("bbb1", instance: 1));
        using var watch = _directory.Watch("room", _told.Add);
        _told.Clear();
        Report("bbb2", On("bbb2", instance: 2));
        Assert.Equal([new MeetingStarted(On("bbb2", instance: 2))], _told);
    }

    [Fact]
    public void Watch_AfterDispose_IsToldNothing()
    {
        var watch = _directory.Watch("room", _told.Add);
        watch.Dispose();
        watch.Dispose();
        Report("bbb1", On("bbb1"));
        Assert.Empty(_told);
    }

    [Fact]
    public void Watch_LeavesWhileItIsTold_GetsNothingMore()
    {
        Report("bbb1", On("bbb1", instance: 1));
        IDisposable? watch = null;
        watch = _directory.Watch("room", change =>
        {
            _told.Add(change);
            if (change is MeetingGone)
            {
                watch!.Dispose();
            }
        });
        Report("bbb1", On("bbb1", instance: 2));
        Assert.Equal([new MeetingStarted(On("bbb1")), new MeetingGone(MeetingGoneReason.Ended)], _told);
        Assert.Empty(_source.Told);
    }

    [Fact]
    public void Watch_OneLeavesWhileAnotherIsTold_NeitherBreaksTheOther()
    {
        var told = new List<string>();
        IDisposable? second = null;
        using var first = _directory.Watch("room", _ =>
        {
            told.Add("first");
            second!.Dispose();
        });
        second = _directory.Watch("room", _ => told.Add("second"));
        using var third = _directory.Watch("room", _ => told.Add("third"));

        Report("bbb1", On("bbb1"));

        Assert.Equal(["first", "third"], told);
    }

    [Fact]
    public void Urgency_WhileAnyoneWaitsForAMeetingThatDoesNotRun_IsOn()
    {
        var first = _directory.Watch("room", _told.Add);
        var second = _directory.Watch("room", _told.Add);
        var other = _directory.Watch("other", _told.Add);
        Assert.Equal([true], _source.Told);

        Report("bbb1", On("bbb1"));
        Assert.Equal([true], _source.Told);
        other.Dispose();
        Assert.Equal([true, false], _source.Told);

        Report("bbb1");
        Assert.Equal([true, false, true], _source.Told);
        first.Dispose();
        Assert.Equal([true, false, true], _source.Told);
        second.Dispose();
        Assert.Equal([true, false, true, false], _source.Told);
    }

    [Fact]
    public void Urgency_WatchOfARunningMeeting_IsNotRaised()
    {
        Report("bbb1", On("bbb1"));
        using var watch = _directory.Watch("room", _told.Add);
        Assert.Empty(_source.Told);
    }

    [Fact]
    public void Attach_WhileSomebodyWaits_IsUrgentAtOnce()
    {
        using var watch = _directory.Watch("room", _told.Add);
        var late = new UrgencyRecorder();
        var attached = _directory.Attach(late);
        Assert.Equal([true], late.Told);

        attached.Dispose();
        watch.Dispose();
        Assert.Equal([true], late.Told);
    }

    [Fact]
    public async Task Watch_ManyThreads_EachWatcherEndsWithTheLastState()
    {
        var last = new MeetingChange?[16];
        var watches = Enumerable.Range(0, 16).Select(i => _directory.Watch("room", change => last[i] = change)).ToList();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(server => Task.Run(
            () =>
            {
                for (var i = 1; i <= 200; i++)
                {
                    Report($"bbb{server}", i % 2 == 0 ? [] : [On($"bbb{server}", instance: (i * 4) + server)]);
                }
            },
            TestContext.Current.CancellationToken)));

        Assert.All(last, static change => Assert.Equal(new MeetingGone(MeetingGoneReason.Ended), change));
        watches.ForEach(static watch => watch.Dispose());
        Assert.False(_source.Told[^1]);
    }

    private void Report(string server, params RunningMeeting[] meetings) => _directory.ReplaceServer(server, meetings, _time.GetTimestamp());

    private sealed class UrgencyRecorder : IMeetingSource
    {
        public List<bool> Told { get; } = [];

        public void SetUrgent(bool urgent)
        {
            if (urgent || Told.Count > 0)
            {
                Told.Add(urgent);
            }
        }

        public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
