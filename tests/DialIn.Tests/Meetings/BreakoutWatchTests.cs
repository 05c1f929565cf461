using DialIn.Meetings;
using Microsoft.Extensions.Time.Testing;
using static DialIn.Tests.Meetings.MeetingExamples;

namespace DialIn.Tests.Meetings;

/// <summary>Whoever watches a meeting is told of its breakout rooms.</summary>
public class BreakoutWatchTests
{
    private readonly FakeTimeProvider _time = new(Morning);
    private readonly MeetingDirectory _directory;
    private readonly List<MeetingChange> _told = [];

    public BreakoutWatchTests()
    {
        _directory = new MeetingDirectory(_time);
        _directory.AddServer("bbb1");
    }

    [Theory]
    [InlineData("room")]
    [InlineData("room-1")]
    public void Rooms_ByTheParentsExternalOrInternalId_AreToldOf_InTheirOrder(string parentId)
    {
        Report(On("bbb1"), Breakout(2, parentId), Breakout(1, parentId), On("bbb1", "other"));
        using var watch = _directory.Watch("room", _told.Add);

        Assert.Equal([new MeetingStarted(On("bbb1")), new BreakoutsChanged([Breakout(1, parentId), Breakout(2, parentId)])], _told);
    }

    [Fact]
    public void Rooms_ThatOpenAndClose_AreToldOf_AndNothingElseIs()
    {
        Report(On("bbb1"));
        using var watch = _directory.Watch("room", _told.Add);
        _told.Clear();

        Report(On("bbb1"), Breakout(1));
        Report(On("bbb1"), Breakout(1));
        Report(On("bbb1"), Breakout(1), Breakout(2));
        Report(On("bbb1"), On("bbb1", "other"), Breakout(2));
        Report(On("bbb1"));

        Assert.Equal(
            [
                new BreakoutsChanged([Breakout(1)]),
                new BreakoutsChanged([Breakout(1), Breakout(2)]),
                new BreakoutsChanged([Breakout(2)]),
                new BreakoutsChanged([]),
            ],
            _told);
    }

    [Fact]
    public void Rooms_HeardOfByEvents_AreToldOfAtOnce()
    {
        Report(On("bbb1"));
        using var watch = _directory.Watch("room", _told.Add);
        _told.Clear();

        _directory.MeetingCreated(Breakout(1), _time.GetTimestamp());
        _directory.MeetingEnded("bbb1", "breakout-1-1", _time.GetTimestamp());

        Assert.Equal([new BreakoutsChanged([Breakout(1)]), new BreakoutsChanged([])], _told);
    }

    [Fact]
    public void Rooms_OfAServerThatDoesNotAnswer_StayAsTheyWere()
    {
        Report(On("bbb1"), Breakout(1));
        using var watch = _directory.Watch("room", _told.Add);
        _told.Clear();

        _directory.ServerUnreachable("bbb1");
        Report(On("bbb1"), Breakout(1));

        Assert.Equal([new MeetingGone(MeetingGoneReason.ServerUnreachable), new MeetingStarted(On("bbb1"))], _told);
    }

    [Fact]
    public void Rooms_OfAnotherOpening_AreNotThisOnes()
    {
        Report(On("bbb1", instance: 2), Breakout(1, "room-1"));
        using var watch = _directory.Watch("room", _told.Add);

        Assert.Equal([new MeetingStarted(On("bbb1", instance: 2))], _told);
    }

    private static RunningMeeting Breakout(int sequence, string parentId = "room-1") =>
        On("bbb1", $"breakout-{sequence}") with { Breakout = new BreakoutRoom(parentId, sequence, FreeJoin: false) };

    private void Report(params RunningMeeting[] meetings) => _directory.ReplaceServer("bbb1", meetings, _time.GetTimestamp());
}
