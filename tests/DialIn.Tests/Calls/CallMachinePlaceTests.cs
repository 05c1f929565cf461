using DialIn.Calls;
using DialIn.Meetings;
using static DialIn.Tests.Calls.CallScript;

namespace DialIn.Tests.Calls;

/// <summary>A meeting that takes only so many callers.</summary>
public class CallMachinePlaceTests
{
    [Fact]
    public void Limit_OfTheMeeting_GoesBeforeThatOfTheOperator()
    {
        Assert.Contains("ask for a place of 7 in room-1", LookingUp(settings => settings with { MaxCallers = 7 }).Find(Meeting()));
        Assert.Contains("ask for a place of 2 in room-1", LookingUp(settings => settings with { MaxCallers = 7 }).Find(Meeting() with { MaxCallers = 2 }));
        Assert.Contains("dial 71001@bbb1", LookingUp().Find(Meeting()));
    }

    [Fact]
    public void Place_ThatIsFree_IsTakenUnheard()
    {
        var call = Asking();

        Assert.Equal(["dial 71001@bbb1", "set ConferenceAnswer 10"], call.Send(new PlaceTaken(call.Question)));
        Assert.Contains("join", call.Answer());
    }

    [Fact]
    public void Full_IsSaid_AndTheNextPlaceIsTheCallers()
    {
        var call = Asking();

        Assert.Equal(["say de:MeetingFull", "set WaitForMeeting 1800"], call.Send(new MeetingFull(call.Question)));
        Assert.Equal(["loop tone", "set RepeatSentence 30"], call.EndPlayback());
        Assert.Equal(["say de:MeetingFull"], call.Fire(CallTimer.RepeatSentence));
        Assert.Equal(
            ["cancel WaitForMeeting", "say de:Connecting", "dial 71001@bbb1", "set ConferenceAnswer 10"],
            call.Send(new PlaceTaken(call.Question)));
    }

    [Fact]
    public void Full_ForTooLong_IsAGoodbye()
    {
        var call = Full();

        Assert.Contains("say de:NoPlace de:Goodbye", call.Fire(CallTimer.WaitForMeeting));
        Assert.Equal("record Caller MeetingFull", call.EndPlayback()[^1]);
    }

    [Fact]
    public void Place_IsKept_WhereverTheCallGoes()
    {
        var call = Asking();
        call.Send(new PlaceTaken(call.Question));
        call.Answer();

        Assert.Contains("dial 72002@bbb2", call.Start(Meeting("bbb2", "72002", 2) with { MaxCallers = 1 }));
        call.Answer();
        call.EndConference(LegEndCause.TransportError);
        Assert.Contains("dial 72002@bbb2", call.DirectorySays(Meeting("bbb2", "72002", 2) with { MaxCallers = 1 }));
    }

    [Fact]
    public void Meeting_MovesWhileTheCallerWaits_IsAskedForAPlaceAgain()
    {
        var call = Full();

        Assert.Equal(["ask for a place of 3 in room-1"], call.Start(Meeting("bbb2", "72002", 2) with { MaxCallers = 3 }));
        Assert.Equal(["cancel WaitForMeeting", "dial 72002@bbb2", "set ConferenceAnswer 10"], call.Send(new PlaceTaken(call.Question)));
    }

    [Fact]
    public void Meeting_EndsWhileTheCallerWaits_IsItsEnd()
    {
        var call = Full();

        Assert.Equal(["cancel WaitForMeeting", "set Reconnect 120", "ask for room-1, lost on bbb1"], call.Gone(MeetingGoneReason.Ended));
        Assert.Empty(call.Send(new PlaceTaken(call.Question)));
        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null));
    }

    [Fact]
    public void Place_OfAnOlderWish_IsIgnored() => Assert.Empty(Full().Send(new PlaceTaken(1)));

    [Fact]
    public void HangUp_WhileWaiting_EndsTheCall() =>
        Assert.Equal("record Caller CallerHungUp", Full().Send(new TrunkEnded(LegEndCause.RemoteBye))[^1]);

    [Fact]
    public void MeetingThatStarts_IsAskedForAPlaceToo() =>
        Assert.Contains("ask for a place of 2 in room-1", Waiting().Start(Meeting() with { MaxCallers = 2 }));

    private static CallScript Asking() => Joining(meeting: Meeting() with { MaxCallers = 2 });

    private static CallScript Full()
    {
        var call = Asking();
        call.Send(new MeetingFull(call.Question));
        return call;
    }
}
