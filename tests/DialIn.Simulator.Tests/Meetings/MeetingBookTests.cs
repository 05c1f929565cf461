using DialIn.Simulator.Meetings;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Simulator.Tests.Meetings;

public class MeetingBookTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void Create_Again_GivesTheSameMeetingUnchanged()
    {
        var book = new MeetingBook(_time, TimeSpan.Zero);
        Assert.Equal(CreateOutcome.Created, book.Create(new("room", "Room") { ModeratorOnlyMessage = "a" }, out var first));
        Assert.Equal(CreateOutcome.Existing, book.Create(new("room", "X") { ModeratorOnlyMessage = "b" }, out var second));
        Assert.Same(first, second);
        Assert.Equal(["a"], second!.ReadChat(MeetingRole.Moderator));
    }

    [Fact]
    public void Create_SameIdOtherPassword_IsRefused()
    {
        var book = new MeetingBook(_time, TimeSpan.Zero);
        book.Create(new("room", "Room") { ModeratorPassword = "mp" }, out _);
        Assert.Equal(CreateOutcome.IdTaken, book.Create(new("room", "Room") { ModeratorPassword = "other" }, out var refused));
        Assert.Null(refused);
    }

    [Fact]
    public void Create_VoiceBridgeTaken_IsRefusedUntilTheOtherEnds()
    {
        var book = new MeetingBook(_time, TimeSpan.Zero);
        book.Create(new("a", "A") { VoiceBridge = "12345" }, out _);
        Assert.Equal(CreateOutcome.VoiceBridgeTaken, book.Create(new("b", "B") { VoiceBridge = "12345" }, out _));
        Assert.Single(book.End("a"));
        Assert.Equal(CreateOutcome.Created, book.Create(new("b", "B") { VoiceBridge = "12345" }, out _));
    }

    [Fact]
    public void Create_WithoutVoiceBridge_DrawsFiveDigitsThatNobodyElseHas()
    {
        var book = new MeetingBook(_time, TimeSpan.Zero);
        for (var i = 0; i < 200; i++)
        {
            book.Create(new($"room{i}", "Room"), out _);
        }

        var bridges = book.List().Select(meeting => meeting.VoiceBridge).ToList();
        Assert.Equal(200, bridges.Distinct().Count());
        Assert.All(bridges, bridge => Assert.Matches("^[0-9]{5}$", bridge));
        Assert.DoesNotContain("99999", bridges);
    }

    [Fact]
    public void InternalId_IsTheHashOfTheExternalOneAndTheTime()
    {
        new MeetingBook(_time, TimeSpan.Zero).Create(new("abc", "A"), out var meeting);
        Assert.Equal("a9993e364706816aba3e25717850c26c9cd0d89d-1767323045000", meeting!.InternalId);
    }

    [Fact]
    public void EndedMeeting_LingersAsLongAsTold_ThenIsGone()
    {
        var book = new MeetingBook(_time, TimeSpan.FromSeconds(10));
        book.Create(new("room", "Room"), out var meeting);
        Assert.Same(meeting, Assert.Single(book.End("room")));
        Assert.Empty(book.End("room"));
        Assert.NotEqual(0, meeting!.EndTime);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Same(meeting, Assert.Single(book.List()));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(book.List());
        Assert.Null(book.Find("room"));
    }

    [Fact]
    public void CreatedAgainAfterItsEnd_IsANewMeeting()
    {
        var book = new MeetingBook(_time, TimeSpan.FromSeconds(10));
        book.Create(new("room", "Room"), out var first);
        book.End("room");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CreateOutcome.Created, book.Create(new("room", "Room"), out var second));
        Assert.NotEqual(first!.InternalId, second!.InternalId);
        Assert.Equal(0, second.EndTime);
    }

    [Fact]
    public void Chat_ModeratorsMessage_IsReadByModeratorsOnly()
    {
        var book = new MeetingBook(_time, TimeSpan.Zero);
        book.Create(new("room", "Room")
        {
            VoiceBridge = "00123",
            DialNumber = "0",
            Welcome = "Welcome to %%CONFNAME%%",
            ModeratorOnlyMessage = "%%DIALNUM%% %%CONFNUM%%",
        }, out var meeting);

        Assert.Equal(["Welcome to Room", "0 00123"], meeting!.ReadChat(MeetingRole.Moderator));
        Assert.Equal(["Welcome to Room"], meeting.ReadChat(MeetingRole.Viewer));
    }

    [Fact]
    public void Meeting_IsRunning_FromTheFirstUserToTheEnd()
    {
        var book = new MeetingBook(_time, TimeSpan.FromSeconds(10));
        book.Create(new("room", "Room"), out var meeting);
        Assert.False(meeting!.IsRunning);
        meeting.Join("Eva", MeetingRole.Moderator);
        Assert.True(meeting.IsRunning);
        book.End("room");
        Assert.False(meeting.IsRunning);
    }

    [Fact]
    public void BreakoutRoom_BelongsToItsParent_HasItsNumberBehind_AndEndsWithIt()
    {
        var book = new MeetingBook(_time, TimeSpan.Zero);
        book.Create(new MeetingRequest("room", "Room") { VoiceBridge = "70066" }, out var parent);
        Assert.Equal(CreateOutcome.ParentMissing, book.Create(new MeetingRequest("lost", "Lost") { Breakout = new BreakoutRequest("nobody", 1) }, out _));

        Assert.Equal(CreateOutcome.Created, book.Create(new MeetingRequest("first", "First") { Breakout = new BreakoutRequest("room", 1) }, out var first));
        book.Create(new MeetingRequest("second", "Second") { Breakout = new BreakoutRequest(parent!.InternalId, 2, FreeJoin: true) }, out var second);

        Assert.Equal(("700661", "700662"), (first!.VoiceBridge, second!.VoiceBridge));
        Assert.Same(parent, second.Parent);
        Assert.Equal([first, second], parent.Breakouts);
        Assert.Equal([first], book.End("first"));
        Assert.Equal([parent, second], book.End("room"));
    }
}
