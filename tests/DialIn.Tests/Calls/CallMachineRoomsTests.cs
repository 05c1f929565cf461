using DialIn.Calls;
using DialIn.Ivr;
using DialIn.Meetings;
using static DialIn.Tests.Calls.CallScript;

namespace DialIn.Tests.Calls;

/// <summary>Breakout rooms by keys, and the way back.</summary>
public class CallMachineRoomsTests
{
    private const string HowMany = "say de:RoomCount de:Number3 de:RoomKeys";
    private static readonly RunningMeeting[] Three = [BreakoutOf(1), BreakoutOf(2), BreakoutOf(3)];

    [Fact]
    public void RoomsOpen_AreToldOfOnce_AfterTheLastOfThem()
    {
        var call = Joined();

        Assert.Equal(["set TellRooms 4"], call.Rooms(Three[..1]));
        Assert.Equal(["set TellRooms 4"], call.Rooms(Three));
        Assert.Equal([HowMany], call.Fire(CallTimer.TellRooms));
        call.EndPlayback();
        Assert.Empty(call.Rooms(Three[..2]));
    }

    [Fact]
    public void RoomsOpen_WhileASentenceIsSpoken_AreToldOfAfterIt()
    {
        var call = Joined();
        call.Rooms(Three);
        call.Press("*0");

        Assert.Equal(["set TellRooms 4"], call.Fire(CallTimer.TellRooms));
        call.EndPlayback();
        Assert.Equal([HowMany], call.Fire(CallTimer.TellRooms));
    }

    [Fact]
    public void RoomsOpen_BeforeTheCallerComes_AreToldOfThen()
    {
        var call = Joining();
        Assert.Empty(call.Rooms(Three));

        Assert.Contains("set TellRooms 4", call.Answer());
    }

    [Fact]
    public void RoomsCloseBeforeTheyWereToldOf_AreNotToldOf()
    {
        var call = Joined();
        call.Rooms(Three);

        Assert.Equal(["cancel TellRooms"], call.Rooms());
    }

    [Fact]
    public void StarAndNumber_BringsTheCallerThere_AndStarStarBack()
    {
        var call = Joined();
        call.Rooms(Three);

        Assert.Equal(
            ["set CommandKey 10", "cancel CommandKey", "cancel TellRooms", "part", "end conference", "set Reconnect 120", "say de:InRoom de:Number2 de:RoomWayBack", "dial 710012@bbb1", "set ConferenceAnswer 10"],
            call.Press("*2"));
        Assert.Equal(["cancel ConferenceAnswer", "join", "set ConferenceKeys 2"], call.Answer());
        Assert.Equal(["cancel Reconnect"], call.Send(new ConferenceAudible(call.State.Conference!.Number)));
        call.Fire(CallTimer.ConferenceKeys);

        Assert.Equal(
            ["set CommandKey 10", "cancel CommandKey", "part", "end conference", "set Reconnect 120", "say de:BackToMeeting", "ask for room-1, lost on bbb1"],
            call.Press("**"));
        Assert.Equal(["dial 71001@bbb1", "set ConferenceAnswer 10"], call.DirectorySays(Meeting()));
        Assert.Contains("join", call.Answer());
    }

    [Fact]
    public void StarAndNumber_InARoom_GoesToTheOtherRoom()
    {
        var call = InRoom(1);

        Assert.Contains("dial 710013@bbb1", call.Press("*3"));
        Assert.Equal("710013", call.State.Conference!.Meeting.VoiceBridge);
        Assert.Equal("71001", call.State.Main!.VoiceBridge);
    }

    [Fact]
    public void StarAndNumber_OfTheRoomOneIsIn_OnlySaysIt() =>
        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "say de:InRoom de:Number1 de:RoomWayBack"], InRoom(1).Press("*1"));

    [Fact]
    public void StarStar_InTheMeeting_SaysTheKeys_WithTheRooms()
    {
        var call = Joined();
        call.Rooms(Three);

        Assert.Equal("say de:MeetingKeys de:RoomCount de:Number3 de:RoomKeys", call.Press("**")[^1]);
        Assert.Equal("say de:MeetingKeys de:RoomWayBack", InRoom(1).Press("*0")[^1]);
    }

    [Fact]
    public void RoomThatDoesNotExist_IsAskedFor_AndThenSaid()
    {
        var call = Joined();
        call.Rooms(Three);

        Assert.Equal("ask for room-1, lost on bbb1", call.Press("*9")[^1]);
        Assert.Equal(["say de:NoSuchRoom de:RoomCount de:Number3 de:RoomKeys"], call.DirectorySays(Meeting()));
        Assert.IsType<Joined>(call.State.Phase);
    }

    [Fact]
    public void RoomThatHasJustBeenOpened_IsFoundByAsking()
    {
        var call = Joined();
        call.Press("*3#");
        call.Rooms(Three);

        Assert.Contains("dial 710013@bbb1", call.DirectorySays(Meeting()));
    }

    [Fact]
    public void NoRooms_IsSaid()
    {
        var call = Joined();

        Assert.Equal(["set CommandKey 10", "set CommandKey 3"], call.Press("*2"));
        Assert.Equal(["ask for room-1, lost on bbb1"], call.Fire(CallTimer.CommandKey));
        Assert.Equal(["say de:NoRooms"], call.DirectorySays(Meeting()));
    }

    [Fact]
    public void DirectoryThatFails_WhileARoomIsWanted_EndsNoCall()
    {
        var call = Joined();
        call.Press("*2#");

        Assert.Equal(["say de:NoRooms"], call.Send(new QuestionFailed(call.Question)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RoomThatDoesNotExist_WantedInSilence_LeavesTheQuestionAboutTheConferenceOpen(bool fails)
    {
        var call = Joined();
        call.FallSilent();
        var aboutTheConference = call.Question;
        call.Press("*2#");

        Assert.Equal(["say de:NoRooms"], call.Send(fails ? new QuestionFailed(call.Question) : new DirectoryAnswered(call.Question, Meeting(), true)));
        Assert.Contains("dial 71001@bbb1", call.Send(new DirectoryAnswered(aboutTheConference, Meeting(), true)));
    }

    [Fact]
    public void RoomThatDoesNotExist_WantedWhileTheEndIsInDoubt_LeavesThatQuestionOpen()
    {
        var call = Joined();
        call.Gone(MeetingGoneReason.Ended);
        call.Fire(CallTimer.AskAgain);
        var aboutTheEnd = call.Question;
        call.Press("*2#");
        call.DirectorySays(Meeting());

        Assert.Contains("say de:MeetingEnded de:Goodbye", call.Send(new DirectoryAnswered(aboutTheEnd, null, ServerAnswers: true, IsOver: true)));
    }

    [Fact]
    public void Silence_WhileARoomIsWanted_ForgetsNeither()
    {
        var call = Joined();
        call.Press("*3#");
        var aboutTheRoom = call.Question;
        call.FallSilent();
        call.Rooms(Three);

        Assert.Contains("dial 710013@bbb1", call.Send(new DirectoryAnswered(aboutTheRoom, Meeting(), true)));
    }

    [Fact]
    public void StarSix_WithSevenRooms_MutesAfterAPause_AndIsRoomSixWithHash()
    {
        var call = Joined();
        call.Rooms([.. Enumerable.Range(1, 7).Select(i => BreakoutOf(i))]);

        Assert.Equal(["set CommandKey 10", "set CommandKey 3"], call.Press("*6"));
        Assert.Equal(["mute", "say de:Muted"], call.Fire(CallTimer.CommandKey));
        Assert.Contains("dial 710016@bbb1", call.Press("*6#"));
    }

    [Fact]
    public void RoomIsClosed_BringsTheCallerBack()
    {
        var call = InRoom(2);

        Assert.Equal(["part", "set Reconnect 120", "ask for breakout-2, lost on bbb1"], call.EndConference(LegEndCause.RemoteBye));
        Assert.Equal(["set Reconnect 120", "say de:RoomClosed", "ask for room-1, lost on bbb1"], call.DirectorySays(running: null));
        Assert.Equal(["loop tone", "set RepeatSentence 30"], call.EndPlayback());
        Assert.Equal(["dial 71001@bbb1", "set ConferenceAnswer 10"], call.DirectorySays(Meeting()));
        Assert.Contains("join", call.Answer());
    }

    [Fact]
    public void RoomIsClosed_WithoutABye_BringsTheCallerBack()
    {
        var call = InRoom(2);

        Assert.Equal(["set AskAgain 10"], call.Rooms(Three[..1]));
        Assert.Equal(["ask for breakout-2, lost on bbb1"], call.Fire(CallTimer.AskAgain));
        Assert.Contains("say de:RoomClosed", call.DirectorySays(running: null));
    }

    [Fact]
    public void RemovedFromARoom_ComesBackToTheMeeting()
    {
        var call = InRoom(2);
        call.EndConference(LegEndCause.RemoteBye);
        call.DirectorySays(Three[1]);
        call.Fire(CallTimer.AskAgain);

        Assert.Contains("say de:BackToMeeting", call.DirectorySays(Three[1]));
    }

    [Fact]
    public void RoomThatRefusesTheCall_LeavesTheCallerInTheMeeting()
    {
        var call = Joined();
        call.Rooms(Three);
        call.Press("*2");
        call.EndConference(LegEndCause.Rejected, 486);

        Assert.Contains("say de:BackToMeeting", call.DirectorySays(Three[1]));
    }

    [Fact]
    public void RoomThatIsNotReached_LeadsBackAfterTheReconnectTime_AndTheMeetingHasItsOwn()
    {
        var call = Joined();
        call.Rooms(Three);
        call.Press("*2");
        call.EndConference(LegEndCause.Rejected, 503);

        Assert.Equal("ask for room-1, lost on bbb1", call.Fire(CallTimer.Reconnect)[^1]);
        call.DirectorySays(running: null, serverAnswers: false);
        Assert.Contains("say de:NotReachable de:Goodbye", call.Fire(CallTimer.Reconnect));
    }

    [Fact]
    public void RoomsServer_IsRestarted_ComesBackIntoTheRoom()
    {
        var call = InRoom(2);
        call.EndConference(LegEndCause.RemoteBye, reason: "SIP;cause=701;text=\"SYSTEM_SHUTDOWN\"");

        Assert.Contains("dial 710012@bbb1", call.DirectorySays(Three[1]));
    }

    [Fact]
    public void MeetingMoves_WhileTheCallerIsInARoom_BringsTheCallerAlong()
    {
        var call = InRoom(2);

        Assert.Contains("dial 72002@bbb2", call.Start(Meeting("bbb2", "72002", 2)));
        Assert.Equal("72002", call.State.Main!.VoiceBridge);
    }

    [Fact]
    public void MeetingIsReportedAgain_WhileTheCallerIsInARoom_ChangesNothing() => Assert.Empty(InRoom(2).Start(Meeting()));

    [Fact]
    public void MeetingEnds_WithItsRooms_IsItsEnd()
    {
        var call = InRoom(2);
        call.Gone(MeetingGoneReason.Ended);
        call.EndConference(LegEndCause.RemoteBye);
        call.DirectorySays(running: null);

        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null));
    }

    [Fact]
    public void Mute_GoesAlong_AndIsSaid()
    {
        var call = Joined();
        call.Rooms(Three);
        call.Press("*6");
        call.Press("*2");

        Assert.Contains("say de:Muted", call.Answer());
    }

    [Theory]
    [InlineData("None", "say de:MeetingKeys")]
    [InlineData("FreeJoin", "dial 710011@bbb1")]
    [InlineData("All", "dial 710011@bbb1")]
    public void Access_OfTheOperator_Decides(string access, string line)
    {
        var call = Joined(settings => settings with { BreakoutRooms = Enum.Parse<BreakoutAccess>(access) });
        call.Rooms(BreakoutOf(1), BreakoutOf(2, freeJoin: false));

        Assert.Equal(access switch { "None" => 0, "FreeJoin" => 1, _ => 2 }, call.State.Rooms.Count);
        Assert.Contains(line, call.Press("*1"));
    }

    [Fact]
    public void Numbers_UpToTwentyAreSpoken()
    {
        Assert.Equal((PromptId.Number1, PromptId.Number20, PromptId.NumberOver20), (SpokenNumber.Of(1), SpokenNumber.Of(20), SpokenNumber.Of(21)));
        Assert.Equal(20, SpokenNumber.Last);
    }

    private static CallScript InRoom(int number)
    {
        var call = Joined();
        call.Rooms(Three);
        call.Press($"*{number}");
        call.Answer();
        call.Send(new ConferenceAudible(call.State.Conference!.Number));
        call.EndPlayback();
        call.Fire(CallTimer.ConferenceKeys);
        return call;
    }
}
