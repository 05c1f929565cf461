using DialIn.Calls;
using DialIn.Meetings;

namespace DialIn.Tests.Calls;

/// <summary>After the conference's BYE, or when its server is gone.</summary>
public class CallMachineReconnectingTests
{
    private static readonly RunningMeeting Elsewhere = CallScript.Meeting("bbb2", "72002", 2);

    [Fact]
    public void Bye_MeetingHasEnded_SaysSoAndHangsUp()
    {
        var call = CallScript.Joined();

        Assert.Equal(["part", "set Reconnect 120", "ask for room-1, lost on bbb1"], call.EndConference(LegEndCause.RemoteBye));
        Assert.Equal(
            ["stop watching", "cancel MaxDuration", "cancel Reconnect", "say de:MeetingEnded de:Goodbye", "set Goodbye 60"],
            call.DirectorySays(running: null));
        Assert.Equal(["cancel Goodbye", "hang up", "record Success MeetingEnded"], call.EndPlayback());
    }

    [Fact]
    public void Bye_MeetingIsOnAnotherServer_BringsTheCallerAlong()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Equal(["say de:OneMoment", "dial 72002@bbb2", "set ConferenceAnswer 10"], call.DirectorySays(Elsewhere));
        Assert.Contains("join", call.Answer());
    }

    [Fact]
    public void Bye_MeetingWasRestartedOnTheSameServer_BringsTheCallerAlong()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Contains("dial 71009@bbb1", call.DirectorySays(CallScript.Meeting("bbb1", "71009", 2)));
    }

    [Fact]
    public void Bye_MeetingStillThereTwice_MeansThatTheCallerWasRemoved()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Equal(["loop tone", "set AskAgain 1.5"], call.DirectorySays(CallScript.Meeting()));
        Assert.Equal(["ask for room-1, lost on bbb1"], call.Fire(CallTimer.AskAgain));
        Assert.Contains("say de:ConnectionEnded de:Goodbye", call.DirectorySays(CallScript.Meeting()));
        Assert.Equal("record Success RemovedFromMeeting", call.EndPlayback()[^1]);
    }

    [Fact]
    public void Bye_MeetingGoneAtTheSecondLook_HasEnded()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye);
        call.DirectorySays(CallScript.Meeting());
        call.Fire(CallTimer.AskAgain);

        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null));
    }

    [Fact]
    public void Bye_AndTheDirectoryReportsTheNewPlaceFirst_JoinsThereOnce()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Equal(["say de:OneMoment", "dial 72002@bbb2", "set ConferenceAnswer 10"], call.Start(Elsewhere));
        Assert.Empty(call.DirectorySays(Elsewhere));
    }

    [Fact]
    public void Bye_AndTheDirectoryRepeatsTheOldPlace_WaitsForTheAnswer()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Empty(call.Start(CallScript.Meeting()));
    }

    [Fact]
    public void ServerUnreachable_WaitsWithToneAndSentenceAndAsksAgain()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Equal(["say de:OneMoment", "set AskAgain 3"], call.DirectorySays(running: null, serverAnswers: false));
        Assert.Equal(["loop tone", "set RepeatSentence 30"], call.EndPlayback());
        Assert.Equal(["ask for room-1, lost on bbb1"], call.Fire(CallTimer.AskAgain));
        Assert.Equal(["set AskAgain 3"], call.DirectorySays(running: null, serverAnswers: false));
        Assert.Equal(["say de:OneMoment"], call.Fire(CallTimer.RepeatSentence));
    }

    [Fact]
    public void ServerUnreachable_ComesBackWithTheMeeting_Joins()
    {
        var call = Unreachable();

        Assert.Equal(["cancel AskAgain", "dial 71001@bbb1", "set ConferenceAnswer 10"], call.Start(CallScript.Meeting()));
        Assert.Equal(["cancel ConferenceAnswer", "cancel RepeatSentence", "hush", "join", "set ConferenceKeys 2"], call.Answer());
    }

    [Fact]
    public void ServerUnreachable_MeetingOpensElsewhere_JoinsThere() =>
        Assert.Equal(["cancel AskAgain", "dial 72002@bbb2", "set ConferenceAnswer 10"], Unreachable().Start(Elsewhere));

    [Fact]
    public void ServerUnreachable_ComesBackWithoutTheMeeting_HasEnded()
    {
        var call = Unreachable();
        call.Fire(CallTimer.AskAgain);

        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null));
    }

    [Fact]
    public void ServerUnreachable_ForTooLong_IsAGoodbye()
    {
        var call = Unreachable();

        Assert.Equal(
            ["stop watching", "cancel MaxDuration", "cancel AskAgain", "cancel RepeatSentence", "say de:NotReachable de:Goodbye", "set Goodbye 60"],
            call.Fire(CallTimer.Reconnect));
        Assert.Equal("record Server ConferenceUnreachable", call.EndPlayback()[^1]);
    }

    [Fact]
    public void ConferenceLeg_LostWithoutABye_DialsAgain()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.TransportError);

        Assert.Contains("dial 71001@bbb1", call.DirectorySays(CallScript.Meeting()));
    }

    [Fact]
    public void Bye_OfAServerThatShutsDown_DialsAgain()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye, reason: "SIP;cause=701;text=\"SYSTEM_SHUTDOWN\"");

        Assert.Equal(["say de:OneMoment", "dial 71001@bbb1", "set ConferenceAnswer 10"], call.DirectorySays(CallScript.Meeting()));
        Assert.Equal(["cancel ConferenceAnswer", "set AskAgain 3"], call.EndConference(LegEndCause.Rejected, 503));
    }

    [Fact]
    public void Bye_OfAServerThatShutsDownWithTheMeeting_IsItsEnd()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye, reason: "SIP;cause=701;text=\"SYSTEM_SHUTDOWN\"");

        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null));
    }

    [Fact]
    public void Answer_ToAnEarlierQuestion_IsIgnored()
    {
        var call = CallScript.Joined();
        call.FallSilent();
        var earlier = call.Question;
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Empty(call.Send(new DirectoryAnswered(earlier, Running: null, ServerAnswers: true)));
        Assert.Contains("dial 72002@bbb2", call.DirectorySays(Elsewhere));
    }

    [Fact]
    public void Directory_ThatFails_IsASentenceAndAGoodbye()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Contains("say de:Fault de:Goodbye", call.Send(new QuestionFailed(call.Question)));
        Assert.Equal("record Bridge Fault", call.EndPlayback()[^1]);
    }

    [Fact]
    public void HangUp_WhileReconnecting_EndsTheCall()
    {
        var call = Unreachable();

        Assert.Equal("record Success CallerHungUp", call.Send(new TrunkEnded(LegEndCause.RemoteBye))[^1]);
        Assert.Empty(call.Start(CallScript.Meeting()));
    }

    [Fact]
    public void Keys_WhileReconnecting_DoNothing() => Assert.Empty(Unreachable().Press("0#"));

    private static CallScript Unreachable()
    {
        var call = CallScript.Joined();
        call.EndConference(LegEndCause.RemoteBye);
        call.DirectorySays(running: null, serverAnswers: false);
        call.EndPlayback();
        return call;
    }
}
