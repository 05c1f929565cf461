using DialIn.Meetings;
using Microsoft.Extensions.Time.Testing;
using static DialIn.Tests.Meetings.MeetingExamples;

namespace DialIn.Tests.Meetings;

/// <summary>What is heard of single meetings, beside the polls.</summary>
public class MeetingEventsTests
{
    private readonly FakeTimeProvider _time = new(Morning);
    private readonly MeetingDirectory _directory;

    public MeetingEventsTests()
    {
        _directory = new MeetingDirectory(_time);
        _directory.AddServer("bbb1");
    }

    [Fact]
    public void Created_BeforeAnyPoll_Runs()
    {
        Create(On("bbb1"));

        Assert.Equal(On("bbb1"), _directory.Find("room"));
    }

    [Fact]
    public void Created_ThenTheAnswerToAnOlderPoll_StillRuns()
    {
        var asked = _time.GetTimestamp();
        Wait(1);
        Create(On("bbb1"));

        _directory.ReplaceServer("bbb1", [], asked);

        Assert.Equal(On("bbb1"), _directory.Find("room"));
    }

    [Fact]
    public void Created_NotInThePolls_StaysForABoundedTime()
    {
        Report();
        Create(On("bbb1"));
        Wait(9);
        Report();
        Assert.NotNull(_directory.Find("room"));

        // Said again, as webhooks do: it does not live longer by that.
        Create(On("bbb1"));
        Wait(1);
        Report();

        Assert.Null(_directory.Find("room"));
    }

    [Fact]
    public void Created_SeenToComeAndGoByPolls_StaysGone()
    {
        Report(On("bbb1"));
        Wait(5);
        Report();

        Create(On("bbb1"));

        Assert.Null(_directory.Find("room"));
    }

    [Fact]
    public void Created_OnAServerThatIsNotKnown_IsIgnored()
    {
        Create(On("bbb9"));

        Assert.Null(_directory.Find("room"));
        Assert.Equal("bbb1", Assert.Single(_directory.Servers).Name);
    }

    [Fact]
    public void Created_OnAServerThatDoesNotAnswer_IsNotOffered()
    {
        Report();
        _directory.ServerUnreachable("bbb1");
        Create(On("bbb1"));
        Assert.Null(_directory.Find("room"));

        Report();

        Assert.Equal(On("bbb1"), _directory.Find("room"));
    }

    [Fact]
    public void Created_SaysMoreThanThePoll_IsKept()
    {
        Create(On("bbb1") with { MuteOnStart = true, MaxCallers = 5 });
        Report(On("bbb1"));
        Wait(60);
        Report(On("bbb1") with { MaxCallers = 6 });

        Assert.Equal(On("bbb1") with { MuteOnStart = true, MaxCallers = 6 }, _directory.Find("room"));
    }

    [Fact]
    public void Ended_IsGoneAtOnce_AndNotBroughtBackByAPollAskedBefore()
    {
        Report(On("bbb1"));
        Wait(5);
        var asked = _time.GetTimestamp();
        Wait(1);

        End("room-1");
        Assert.Null(_directory.Find("room"));
        _directory.ReplaceServer("bbb1", [On("bbb1")], asked);

        Assert.Null(_directory.Find("room"));
    }

    [Fact]
    public void Ended_StillListedAnInstantLater_IsGone_AndAfterFiveSecondsThePollIsBelieved()
    {
        Report(On("bbb1"));
        End("room-1");
        Wait(4.9);
        Report(On("bbb1"));
        Assert.Null(_directory.Find("room"));

        Wait(0.1);
        Report(On("bbb1"));

        Assert.Equal(On("bbb1"), _directory.Find("room"));
    }

    [Fact]
    public void Ended_HeardLateOfAMeetingThatALaterPollLists_ChangesNothing()
    {
        var heard = _time.GetTimestamp();
        Wait(6);
        Report(On("bbb1"));

        _directory.MeetingEnded("bbb1", "room-1", heard);

        Assert.Equal(On("bbb1"), _directory.Find("room"));
    }

    [Fact]
    public void Ended_BeforeItsCreationIsHeard_StaysEnded()
    {
        Report();
        End("room-1");
        Create(On("bbb1"));

        Assert.Null(_directory.Find("room"));
    }

    [Fact]
    public void Ended_OfAnEarlierOpening_LeavesTheLaterOneAlone()
    {
        Create(On("bbb1", instance: 2));
        End("room-1");

        Assert.Equal(On("bbb1", instance: 2), _directory.Find("room"));
    }

    [Fact]
    public void Ended_IsRememberedLongerThanWebhooksRepeat_AndThenForgotten()
    {
        Report();
        End("room-1");
        Wait(14 * 60);
        Report();
        Create(On("bbb1"));
        Assert.Null(_directory.Find("room"));

        Wait(16 * 60);
        Report();
        Create(On("bbb1"));

        Assert.NotNull(_directory.Find("room"));
    }

    [Fact]
    public void Watch_CreatedThenEnded_IsToldBoth_OnceEach()
    {
        var told = new List<MeetingChange>();
        using var watch = _directory.Watch("room", told.Add);
        Report();

        Create(On("bbb1"));
        Create(On("bbb1"));
        End("room-1");
        End("room-1");
        Report();

        Assert.Equal([new MeetingStarted(On("bbb1")), new MeetingGone(MeetingGoneReason.Ended)], told);
    }

    private void Wait(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private void Create(RunningMeeting meeting) => _directory.MeetingCreated(meeting, _time.GetTimestamp());

    private void End(string internalId) => _directory.MeetingEnded("bbb1", internalId, _time.GetTimestamp());

    private void Report(params RunningMeeting[] meetings) => _directory.ReplaceServer("bbb1", meetings, _time.GetTimestamp());
}
