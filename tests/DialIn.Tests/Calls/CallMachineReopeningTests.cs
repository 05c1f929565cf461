using DialIn.Calls;
using DialIn.Meetings;
using static DialIn.Tests.Calls.CallScript;

namespace DialIn.Tests.Calls;

/// <summary>A meeting that has ended, and may be opened again: expired, closed by mistake, given to another server.</summary>
public class CallMachineReopeningTests
{
    private static readonly RunningMeeting Elsewhere = Meeting("bbb2", "72002", 2);

    [Fact]
    public void End_ThatNobodyIsKnownToHaveWanted_IsSaid_AndTheCallerMayWait()
    {
        var call = Joined();
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Equal(["cancel Reconnect", "set Reopening 120", "say de:MeetingMayReopen"], call.DirectorySays(running: null, isOver: false));
        Assert.Equal(["loop tone", "set RepeatSentence 30"], call.EndPlayback());
        Assert.Equal(["say de:MeetingMayReopen"], call.Fire(CallTimer.RepeatSentence));
    }

    [Fact]
    public void OpenedAgain_Elsewhere_BringsTheCallerAlong() =>
        Assert.Equal(
            ["cancel Reopening", "set Reconnect 120", "cancel RepeatSentence", "say de:OneMoment", "dial 72002@bbb2", "set ConferenceAnswer 10"],
            Ended().Start(Elsewhere));

    [Fact]
    public void OpenedAgain_OnTheSameServer_BringsTheCallerAlong()
    {
        var call = Ended();

        Assert.Contains("dial 71009@bbb1", call.Start(Meeting("bbb1", "71009", 2)));
        Assert.Contains("join", call.Answer());
    }

    [Fact]
    public void NotOpenedInTime_IsTheEnd()
    {
        var call = Ended();

        Assert.Equal(
            ["stop watching", "cancel MaxDuration", "cancel RepeatSentence", "say de:MeetingEnded de:Goodbye", "set Goodbye 60"],
            call.Fire(CallTimer.Reopening));
        Assert.Equal("record Success MeetingEnded", call.EndPlayback()[^1]);
    }

    [Fact]
    public void End_ThatSomebodyWanted_OrWhoseTimeIsUp_WaitsForNothing()
    {
        var call = Joined();
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null, isOver: true));
    }

    [Fact]
    public void End_WhereTheOperatorWantsNobodyToWait_WaitsForNothing()
    {
        var call = Joined(settings => settings with { WaitAfterEnd = TimeSpan.Zero });
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null, isOver: false));
    }

    [Fact]
    public void End_ThatOnlyTheDirectoryKnows_LeavesTheConferenceAndWaits()
    {
        var call = Joined();
        call.Gone(MeetingGoneReason.Ended);
        call.Fire(CallTimer.AskAgain);

        Assert.Equal(["part", "end conference", "set Reopening 120", "say de:MeetingMayReopen"], call.DirectorySays(running: null, isOver: false));
        Assert.Contains("dial 72002@bbb2", call.Start(Elsewhere));
    }

    [Fact]
    public void EndOfAMeeting_WhileItIsDialled_IsNoticedInItsConference()
    {
        var call = Joining();

        Assert.Equal(["set AskAgain 10"], call.Gone(MeetingGoneReason.Ended));
        Assert.Contains("join", call.Answer());
        Assert.Equal(["ask for room-1, lost on bbb1"], call.Fire(CallTimer.AskAgain));
        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null));
    }

    [Fact]
    public void HangUp_WhileWaiting_IsASuccess() =>
        Assert.Equal("record Success CallerHungUp", Ended().Send(new TrunkEnded(LegEndCause.RemoteBye))[^1]);

    private static CallScript Ended()
    {
        var call = Joined();
        call.EndConference(LegEndCause.RemoteBye);
        call.DirectorySays(running: null, isOver: false);
        call.EndPlayback();
        return call;
    }
}
