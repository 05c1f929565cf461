using DialIn.Meetings;
using Microsoft.Extensions.Time.Testing;
using static DialIn.Tests.Meetings.MeetingExamples;

namespace DialIn.Tests.Meetings;

public class MeetingDirectoryTests
{
    private readonly FakeTimeProvider _time = new(Morning);
    private readonly MeetingDirectory _directory;

    public MeetingDirectoryTests() => _directory = new MeetingDirectory(_time);

    [Fact]
    public void Find_NothingKnown_IsNull() => Assert.Null(_directory.Find("room"));

    [Fact]
    public void Find_RunsOnOneServer_IsThatMeeting()
    {
        Report("bbb1", On("bbb1"), On("bbb1", "other"));
        Assert.Equal(On("bbb1"), _directory.Find("room"));
        Assert.Null(_directory.Find("ROOM"));
    }

    [Fact]
    public void Find_OnTwoServers_IsTheNewerOne()
    {
        Report("bbb1", On("bbb1", instance: 2));
        Report("bbb2", On("bbb2", instance: 1));
        Assert.Equal("bbb1", _directory.Find("room")?.ServerName);
    }

    [Fact]
    public void Find_TwiceOnOneServer_IsTheNewerOne()
    {
        Report("bbb1", On("bbb1", instance: 1), On("bbb1", instance: 3), On("bbb1", instance: 2));
        Assert.Equal("room-3", _directory.Find("room")?.InternalId);
    }

    [Fact]
    public void Find_NewerOneOnAnUnreachableServer_IsTheOther()
    {
        Report("bbb1", On("bbb1", instance: 2));
        Report("bbb2", On("bbb2", instance: 1));
        _directory.ServerUnreachable("bbb1");
        Assert.Equal("bbb2", _directory.Find("room")?.ServerName);
    }

    [Fact]
    public void Find_ServerUnreachableThenBack_OffersItsMeetingsAgain()
    {
        Report("bbb1", On("bbb1"));
        _directory.ServerUnreachable("bbb1");
        Assert.Null(_directory.Find("room"));
        Report("bbb1", On("bbb1"));
        Assert.Equal(On("bbb1"), _directory.Find("room"));
    }

    [Fact]
    public void FindAfterLoss_ServerAnswers_IsWhatItSays()
    {
        Report("bbb1", On("bbb1"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new AfterLoss(On("bbb1"), true, IsOver: false), AfterLoss("room"));
        Assert.Equal(new AfterLoss(null, true, IsOver: false), AfterLoss("other"));
    }

    [Fact]
    public void FindAfterLoss_ServerFellSilent_IsNotWhatItSaidBefore()
    {
        Report("bbb1", On("bbb1"));
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(new AfterLoss(null, false, IsOver: false), AfterLoss("room"));
        Assert.Equal(On("bbb1"), _directory.Find("room"));
        Report("bbb1", On("bbb1"));
        Assert.Equal(new AfterLoss(On("bbb1"), true, IsOver: false), AfterLoss("room"));
    }

    [Fact]
    public void FindAfterLoss_MeetingIsOnAnotherServer_IsThere()
    {
        Report("bbb1", On("bbb1", instance: 1));
        Report("bbb2", On("bbb2", instance: 2));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(new AfterLoss(On("bbb2", instance: 2), false, IsOver: false), AfterLoss("room"));
    }

    [Fact]
    public void FindAfterLoss_ServerIsUnreachable_DoesNotAnswer()
    {
        Report("bbb1", On("bbb1"));
        _directory.ServerUnreachable("bbb1");
        Assert.Equal(new AfterLoss(null, false, IsOver: false), AfterLoss("room"));
        Assert.Equal(new AfterLoss(null, false, IsOver: false), _directory.FindAfterLoss(On("bbb9"), _time.GetTimestamp()));
    }

    [Fact]
    public void FindAfterLoss_SomebodyHasEndedIt_IsOver()
    {
        Report("bbb1", On("bbb1"));
        _directory.MeetingEnded("bbb1", "room-1", _time.GetTimestamp());
        Assert.False(AfterLoss("room").IsOver);

        _directory.MeetingEnded("bbb1", "room-1", _time.GetTimestamp(), isForced: true);

        Assert.True(AfterLoss("room").IsOver);
        Assert.False(_directory.FindAfterLoss(On("bbb1", instance: 2), _time.GetTimestamp()).IsOver);
    }

    [Fact]
    public void FindAfterLoss_ListedAsForciblyEnded_IsOver()
    {
        Report("bbb1", On("bbb1"));
        _directory.ReplaceServer("bbb1", [], _time.GetTimestamp(), ["room-1"]);

        Assert.Equal(new AfterLoss(null, true, IsOver: true), AfterLoss("room"));
    }

    [Fact]
    public void FindAfterLoss_ItsTimeIsUp_IsOver()
    {
        var lost = On("bbb1") with { EndsAt = Morning.AddMinutes(60) };
        _time.Advance(TimeSpan.FromMinutes(58));
        Assert.False(_directory.FindAfterLoss(lost, _time.GetTimestamp()).IsOver);

        _time.Advance(TimeSpan.FromMinutes(1.5));

        Assert.True(_directory.FindAfterLoss(lost, _time.GetTimestamp()).IsOver);
    }

    [Fact]
    public void ReplaceServer_MeetingMissing_HasEnded()
    {
        Report("bbb1", On("bbb1"));
        Report("bbb1");
        Assert.Null(_directory.Find("room"));
    }

    [Fact]
    public void ReplaceServer_AnswerToAnOlderQuestion_IsIgnored()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        var older = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));
        Report("bbb1", On("bbb1"));

        _directory.ReplaceServer("bbb1", [], older);

        Assert.Equal(On("bbb1"), _directory.Find("room"));
    }

    [Fact]
    public void Servers_EachState_IsTold()
    {
        _directory.AddServer("bbb3");
        Report("bbb2", On("bbb2"), On("bbb2", "other"));
        Report("bbb1", On("bbb1"));
        _time.Advance(TimeSpan.FromMinutes(1));
        _directory.ServerUnreachable("bbb1");

        Assert.Equal(
            [
                new ServerStatus("bbb1", ServerState.Unreachable, 1, Morning),
                new ServerStatus("bbb2", ServerState.Reachable, 2, Morning),
                new ServerStatus("bbb3", ServerState.Unknown, 0, null),
            ],
            _directory.Servers);
    }

    private void Report(string server, params RunningMeeting[] meetings) => _directory.ReplaceServer(server, meetings, _time.GetTimestamp());

    private AfterLoss AfterLoss(string meetingId) => _directory.FindAfterLoss(On("bbb1", meetingId), _time.GetTimestamp());
}
