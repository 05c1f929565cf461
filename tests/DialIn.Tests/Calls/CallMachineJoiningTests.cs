using DialIn.Calls;

namespace DialIn.Tests.Calls;

/// <summary>From the right PIN into the conference, or not.</summary>
public class CallMachineJoiningTests
{
    [Fact]
    public void PinFound_MeetingRuns_DialsWhileTheSentenceIsSpoken()
    {
        var call = CallScript.LookingUp();

        Assert.Equal(
            ["cancel LookUp", "cancel EnterPin", "say de:Connecting", "dial 71001@bbb1", "set ConferenceAnswer 10", "watch room-1"],
            call.Find(CallScript.Meeting()));
    }

    [Fact]
    public void Answer_JoinsAtOnceAndLetsTheSentenceEnd()
    {
        var call = CallScript.Joining();

        Assert.Equal(["cancel ConferenceAnswer", "join", "set ConferenceKeys 2"], call.Answer());
        Assert.Empty(call.EndPlayback());
    }

    [Fact]
    public void Answer_AfterTheSentence_StopsTheTone()
    {
        var call = CallScript.Joining();

        Assert.Equal(["loop tone", "set RepeatSentence 30"], call.EndPlayback());
        Assert.Equal(["cancel ConferenceAnswer", "cancel RepeatSentence", "hush", "join", "set ConferenceKeys 2"], call.Answer());
    }

    [Fact]
    public void Refusal_AsksTheDirectoryOnceMore()
    {
        var call = CallScript.Joining();

        Assert.Equal(
            ["cancel ConferenceAnswer", "set Reconnect 120", "ask for room-1, lost on bbb1"],
            call.EndConference(LegEndCause.Rejected, 403));
        Assert.Equal(
            ["stop watching", "cancel MaxDuration", "cancel Reconnect", "say de:NotReachable de:Goodbye", "set Goodbye 60"],
            call.DirectorySays(CallScript.Meeting()));
        Assert.Equal("record Server ConferenceRefused", call.EndPlayback()[^1]);
    }

    [Fact]
    public void Refusal_BecauseTheMeetingHasJustEnded_SaysSo()
    {
        var call = CallScript.Joining();
        call.EndConference(LegEndCause.Rejected, 404);

        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null));
        Assert.Equal("record Caller MeetingEnded", call.EndPlayback()[^1]);
    }

    [Fact]
    public void Refusal_BecauseTheMeetingIsElsewhere_JoinsThere()
    {
        var call = CallScript.Joining();
        call.EndConference(LegEndCause.Rejected, 404);

        Assert.Equal(["say de:OneMoment", "dial 72002@bbb2", "set ConferenceAnswer 10"], call.DirectorySays(CallScript.Meeting("bbb2", "72002")));
    }

    [Fact]
    public void NoAnswer_IsGivenUpAndTriedAgain()
    {
        var call = CallScript.Joining();
        call.EndPlayback();

        Assert.Equal(
            ["end conference", "set Reconnect 120", "cancel RepeatSentence", "say de:OneMoment", "set AskAgain 3"],
            call.Fire(CallTimer.ConferenceAnswer));
        Assert.Equal(["ask for room-1, lost on bbb1"], call.Fire(CallTimer.AskAgain));
        Assert.Equal(["dial 71001@bbb1", "set ConferenceAnswer 10"], call.DirectorySays(CallScript.Meeting()));
        Assert.Contains("join", call.Answer());
    }

    [Theory]
    [InlineData(LegEndCause.Timeout, null)]
    [InlineData(LegEndCause.TransportError, null)]
    [InlineData(LegEndCause.Rejected, 503)]
    [InlineData(LegEndCause.Rejected, 408)]
    internal void ServerInTrouble_IsTriedAgain(LegEndCause cause, int? status)
    {
        var call = CallScript.Joining();

        Assert.Equal(["cancel ConferenceAnswer", "set Reconnect 120", "say de:OneMoment", "set AskAgain 3"], call.EndConference(cause, status));
    }

    [Theory]
    [InlineData("Q.850;cause=20;text=\"SUBSCRIBER_ABSENT\"", "say de:OneMoment")]
    [InlineData("Q.850;cause=16;text=\"NORMAL_CLEARING\"", "ask for room-1, lost on bbb1")]
    public void ConferenceWithNobodyInIt_IsTriedAgain_AndARefusalIsNot(string reason, string does) =>
        Assert.Contains(does, CallScript.Joining().EndConference(LegEndCause.Rejected, 480, reason));

    [Fact]
    public void ServerInTroubleForTooLong_IsAGoodbye()
    {
        var call = CallScript.Joining();
        for (var i = 0; i < 3; i++)
        {
            call.EndConference(LegEndCause.Timeout);
            call.Fire(CallTimer.AskAgain);
            call.DirectorySays(CallScript.Meeting());
        }

        Assert.Contains("say de:NotReachable de:Goodbye", call.Fire(CallTimer.Reconnect));
        Assert.Equal("record Server ConferenceUnreachable", call.EndPlayback()[^1]);
    }

    [Fact]
    public void Patience_IsAskedForOnceInAFewTries()
    {
        var call = CallScript.Joining();
        call.EndConference(LegEndCause.Timeout);
        call.EndPlayback();
        call.Fire(CallTimer.AskAgain);
        call.DirectorySays(CallScript.Meeting());

        Assert.Equal(["cancel ConferenceAnswer", "set AskAgain 3"], call.EndConference(LegEndCause.Timeout));
        Assert.Equal(["say de:OneMoment"], call.Fire(CallTimer.RepeatSentence));
    }

    [Fact]
    public void MeetingMoves_WhileDialling_DialsTheNewPlaceOnly()
    {
        var call = CallScript.Joining();
        var first = call.State.Conference!.Number;

        Assert.Equal(["end conference", "dial 72002@bbb2", "set ConferenceAnswer 10"], call.Start(CallScript.Meeting("bbb2", "72002", 2)));
        Assert.Empty(call.Send(new ConferenceAnswered(first)));
        Assert.Empty(call.Send(new ConferenceEnded(first, LegEndCause.Rejected, 487)));
        Assert.Contains("join", call.Answer());
    }

    [Fact]
    public void Keys_WhileDialling_DoNothing() => Assert.Empty(CallScript.Joining().Press("0#"));

    [Fact]
    public void HangUp_WhileDialling_EndsTheConferenceLeg()
    {
        var call = CallScript.Joining();

        Assert.Equal(
            ["end conference", "stop watching", "cancel MaxDuration", "cancel ConferenceAnswer", "record Caller CallerHungUp"],
            call.Send(new TrunkEnded(LegEndCause.RemoteBye)));
    }

    [Fact]
    public void HangUp_AsTheConferenceAnswers_LeavesNoLegBehind()
    {
        var call = CallScript.Joining();
        var leg = call.State.Conference!.Number;
        call.Send(new TrunkEnded(LegEndCause.RemoteBye));

        Assert.Empty(call.Send(new ConferenceAnswered(leg)));
        Assert.Null(call.State.Conference);
    }
}
