using DialIn.Calls;
using DialIn.Meetings;

namespace DialIn.Tests.Calls;

/// <summary>The PIN is right, and the meeting has not started.</summary>
public class CallMachineWaitingTests
{
    [Fact]
    public void MeetingNotStarted_IsToldAndWaitedFor()
    {
        var call = CallScript.LookingUp();

        Assert.Equal(
            ["cancel LookUp", "cancel EnterPin", "say de:MeetingNotStarted", "set WaitForMeeting 1800", "watch room-1"],
            call.Find(running: null));
    }

    [Fact]
    public void Waiting_HearsAToneAndTheSentenceAgain()
    {
        var call = CallScript.LookingUp();
        call.Find(running: null);

        Assert.Equal(["loop tone", "set RepeatSentence 30"], call.EndPlayback());
        Assert.Equal(["say de:MeetingNotStarted"], call.Fire(CallTimer.RepeatSentence));
        Assert.Equal(["loop tone", "set RepeatSentence 30"], call.EndPlayback());
    }

    [Fact]
    public void MeetingStart_WhileTheToneSounds_Joins()
    {
        var call = CallScript.Waiting();

        Assert.Equal(
            ["cancel WaitForMeeting", "cancel RepeatSentence", "say de:Connecting", "dial 71001@bbb1", "set ConferenceAnswer 10"],
            call.Start(CallScript.Meeting()));
    }

    [Fact]
    public void MeetingStart_WhileTheSentenceIsSpoken_JoinsAtOnce()
    {
        var call = CallScript.LookingUp();
        call.Find(running: null);

        Assert.Contains("dial 71001@bbb1", call.Start(CallScript.Meeting()));
    }

    [Fact]
    public void TwoDirectoryEvents_OfOneStart_DialOnce()
    {
        var call = CallScript.Waiting();
        call.Start(CallScript.Meeting());

        Assert.Empty(call.Start(CallScript.Meeting()));
    }

    [Fact]
    public void TwoDirectoryEvents_OfTwoServers_GiveUpTheFirstBeforeTheSecond()
    {
        var call = CallScript.Waiting();
        call.Start(CallScript.Meeting("bbb1", "71001"));

        Assert.Equal(["end conference", "dial 72002@bbb2", "set ConferenceAnswer 10"], call.Start(CallScript.Meeting("bbb2", "72002")));
    }

    [Theory]
    [InlineData(MeetingGoneReason.Ended)]
    [InlineData(MeetingGoneReason.ServerUnreachable)]
    internal void MeetingGone_WhileWaiting_ChangesNothing(MeetingGoneReason reason) => Assert.Empty(CallScript.Waiting().Gone(reason));

    [Fact]
    public void WaitingTooLong_IsAGoodbye()
    {
        var call = CallScript.Waiting();

        Assert.Equal(
            ["stop watching", "cancel MaxDuration", "cancel RepeatSentence", "say de:MeetingDidNotStart de:Goodbye", "set Goodbye 60"],
            call.Fire(CallTimer.WaitForMeeting));
        Assert.Equal(["cancel Goodbye", "hang up", "record Caller MeetingNotStarted"], call.EndPlayback());
    }

    [Fact]
    public void MeetingStart_WhileTheGoodbyePlays_ComesTooLate()
    {
        var call = CallScript.Waiting();
        call.Fire(CallTimer.WaitForMeeting);

        Assert.Empty(call.Start(CallScript.Meeting()));
        Assert.Equal("record Caller MeetingNotStarted", call.EndPlayback()[^1]);
    }

    [Fact]
    public void WaitTimer_ThatFiresAsTheMeetingStarts_IsIgnored()
    {
        var call = CallScript.Waiting();
        var late = call.State.Timers.Single(t => t.Timer == CallTimer.WaitForMeeting);
        call.Start(CallScript.Meeting());

        Assert.Empty(call.Send(new TimerFired(CallTimer.WaitForMeeting, late.Generation)));
        Assert.IsType<Joining>(call.State.Phase);
    }

    [Fact]
    public void Keys_WhileWaiting_DoNothing() => Assert.Empty(CallScript.Waiting().Press("0123456789*#"));

    [Fact]
    public void HangUp_WhileWaiting_StopsWatching()
    {
        var call = CallScript.Waiting();

        Assert.Equal(
            ["stop watching", "cancel MaxDuration", "cancel WaitForMeeting", "cancel RepeatSentence", "record Caller CallerHungUp"],
            call.Send(new TrunkEnded(LegEndCause.RemoteBye)));
    }
}
