using DialIn.Announcements;
using DialIn.Meetings;
using DialIn.Tests.Pins;

namespace DialIn.Tests.Announcements;

public class AnnouncementBoardTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);
    private readonly AnnouncementBoard _board = new(new AnnouncementRules { ModeratorChat = true });

    [Fact]
    public void Moderator_OfAMeetingThatIsKnown_IsToBeTold()
    {
        _board.Take(Heard(), Start);
        _board.Take(new UserEntered("int-1", "w_1", IsModerator: true, IsAdmitted: true), Start);

        Assert.Equal(new AnnouncementJob("room", "int-1", AnnouncementWay.ModeratorChat, "w_1", 1, null), _board.TakeDue(Start));
        Assert.Null(_board.TakeDue(Start));
    }

    [Fact]
    public void Moderator_OfAMeetingThatIsListedLater_IsToldThen()
    {
        _board.Take(new UserEntered("int-1", "w_1", true, true), Start);
        Assert.Null(_board.TakeDue(Start));

        _board.TakeList([Running()], Start.AddSeconds(5));

        Assert.Equal("room", _board.TakeDue(Start.AddSeconds(5))?.MeetingId);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Viewer_OrWhoWaits_IsNotTold(bool isModerator, bool isAdmitted)
    {
        _board.Take(Heard(), Start);
        _board.Take(new UserEntered("int-1", "w_1", isModerator, isAdmitted), Start);

        Assert.Null(_board.TakeDue(Start));
        Assert.False(_board.MayTell(Job()));
    }

    [Fact]
    public void Promoted_AndAdmitted_AreTold()
    {
        _board.Take(Heard(), Start);
        _board.Take(new UserEntered("int-1", "w_1", false, true), Start);
        _board.Take(new UserEntered("int-1", "w_2", true, false), Start);
        _board.Take(new RoleChanged("int-1", "w_1", true), Start);
        _board.Take(new UserJudged("int-1", "w_2", true), Start);

        Assert.Equal(["w_1", "w_2"], Recipients(Start));
    }

    [Fact]
    public void DemotedOrGoneBeforeTheirTurn_AreNotTold()
    {
        _board.Take(Heard(), Start);
        foreach (var user in new[] { "w_1", "w_2", "w_3" })
        {
            _board.Take(new UserEntered("int-1", user, true, true), Start);
        }

        _board.Take(new RoleChanged("int-1", "w_1", false), Start);
        _board.Take(new UserGone("int-1", "w_2"), Start);

        Assert.Equal(["w_3"], Recipients(Start));
    }

    [Fact]
    public void DemotedWhileAJobRuns_MayNotBeTold()
    {
        _board.Take(Heard(), Start);
        _board.Take(new UserEntered("int-1", "w_1", true, true), Start);
        var job = _board.TakeDue(Start)!;
        Assert.True(_board.MayTell(job));

        _board.Take(new RoleChanged("int-1", "w_1", false), Start);

        Assert.False(_board.MayTell(job));
        _board.Finish(job, AnnouncementOutcome.Gone, Start);
        Assert.Null(_board.NextAt);
    }

    [Fact]
    public void BreakoutRoom_IsLeftAlone()
    {
        _board.Take(Heard() with { IsBreakout = true }, Start);
        _board.Take(new UserEntered("int-1", "w_1", true, true), Start);
        _board.TakeList([Running()], Start);

        Assert.Null(_board.TakeDue(Start));
        Assert.Empty(_board.List());
    }

    [Fact]
    public void Failure_IsTriedAgainAfterPausesThatDouble_AndSuccessNever()
    {
        _board.Take(Heard(), Start);
        _board.Take(new UserEntered("int-1", "w_1", true, true), Start);
        var now = Start;
        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            _board.Finish(_board.TakeDue(now)!, AnnouncementOutcome.Unreachable, now);
            pauses.Add((_board.NextAt!.Value - now).TotalSeconds);
            Assert.Null(_board.TakeDue(_board.NextAt!.Value.AddMilliseconds(-1)));
            now = _board.NextAt.Value;
            _board.TakeList([Running()], now);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
        _board.Finish(_board.TakeDue(now)!, AnnouncementOutcome.Announced, now);
        _board.Take(new UserGone("int-1", "w_1"), now);
        _board.Take(new UserEntered("int-1", "w_1", true, true), now);
        Assert.Null(_board.NextAt);
    }

    [Fact]
    public void LostConnection_NobodyIsToldBeforeTheServerHasSaidWhoIsThere()
    {
        _board.Take(Heard(), Start);
        _board.Take(new UserEntered("int-1", "w_1", true, true), Start);
        _board.Take(new UserEntered("int-1", "w_2", true, true), Start);

        _board.ForgetUsers(Start);
        Assert.Null(_board.TakeDue(Start));

        _board.Take(new UsersListed("int-1", [new("int-1", "w_1", false, true), new("int-1", "w_2", true, true)]), Start);
        Assert.Equal(["w_2"], Recipients(Start));
    }

    [Fact]
    public void ListThatIsOvertakenByAnEvent_DoesNotUndoIt()
    {
        _board.Take(Heard(), Start);
        _board.ForgetUsers(Start);
        _board.Take(new RoleChanged("int-1", "w_1", false), Start);
        _board.Take(new UserGone("int-1", "w_2"), Start);

        _board.Take(new UsersListed("int-1", [new("int-1", "w_1", true, true), new("int-1", "w_2", true, true), new("int-1", "w_3", true, true)]), Start);

        Assert.Equal(["w_3"], Recipients(Start));
    }

    [Fact]
    public void EndedMeeting_OrOneThatIsListedNoMore_IsForgotten()
    {
        _board.Take(Heard(), Start);
        _board.Take(new UserEntered("int-1", "w_1", true, true), Start);
        _board.Take(new MeetingClosed("int-1"), Start);
        Assert.Empty(_board.List());

        _board.TakeList([Running()], Start);
        _board.TakeList([], Start.AddSeconds(60));
        Assert.Single(_board.List());
        _board.TakeList([], Start.AddSeconds(61));
        Assert.Empty(_board.List());
    }

    [Fact]
    public void PublicHint_IsOneForTheMeeting()
    {
        var board = new AnnouncementBoard(new AnnouncementRules { PublicHint = true });
        board.Take(Heard(), Start);
        board.Take(new UserEntered("int-1", "w_1", true, true), Start);

        Assert.Equal((AnnouncementWay.PublicHint, ""), board.TakeDue(Start) is { } job ? (job.Way, job.Recipient) : default);
        Assert.Null(board.TakeDue(Start));
    }

    [Fact]
    public void MessageOfTheMeeting_ThatHoldsThePin_IsKnown()
    {
        _board.Take(Heard() with { Message = new ModeratorsText("PIN 481205937") }, Start);

        Assert.True(_board.IsCreatedWith("int-1", "481205937".ToPin()));
        Assert.False(_board.IsCreatedWith("int-1", "481205938".ToPin()));
        Assert.False(_board.IsCreatedWith("int-2", "481205937".ToPin()));
    }

    [Fact]
    public void Jobs_OfAllMeetings_AreTakenInTheOrderInWhichTheyBecameDue()
    {
        _board.Take(Heard(), Start);
        _board.Take(Heard() with { InternalId = "int-2", MeetingId = "other" }, Start);
        _board.Take(new UserEntered("int-1", "w_3", true, true), Start.AddSeconds(2));
        _board.Take(new UserEntered("int-2", "w_1", true, true), Start);
        _board.Take(new UserEntered("int-1", "w_2", true, true), Start.AddSeconds(1));

        Assert.Equal(["w_1", "w_2", "w_3"], Recipients(Start.AddSeconds(2)));
    }

    [Fact]
    public void Warning_IsGivenOnceForAMeeting_AndForgottenWithIt()
    {
        Assert.False(_board.TryWarn("int-1"));
        _board.Take(Heard(), Start);
        Assert.True(_board.TryWarn("int-1"));
        Assert.False(_board.TryWarn("int-1"));

        _board.Take(new MeetingClosed("int-1"), Start);
        _board.Take(Heard(), Start);

        Assert.True(_board.TryWarn("int-1"));
    }

    private static MeetingHeard Heard() => new("int-1", "room", false, null, ModeratorsText.None);

    private static RunningMeeting Running() => new("room", "int-1", "bbb1", "71347", Start, null);

    private static AnnouncementJob Job() => new("room", "int-1", AnnouncementWay.ModeratorChat, "w_1", 1, null);

    private List<string> Recipients(DateTimeOffset now)
    {
        var recipients = new List<string>();
        while (_board.TakeDue(now) is { } job)
        {
            recipients.Add(job.Recipient);
        }

        return recipients;
    }
}
