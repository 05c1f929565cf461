using DialIn.Calls;
using DialIn.Meetings;

namespace DialIn.Tests.Calls;

/// <summary>In the conference.</summary>
public class CallMachineJoinedTests
{
    [Fact]
    public void HangUp_EndsBothLegs()
    {
        var call = CallScript.Joined();

        Assert.Equal(
            ["part", "end conference", "stop watching", "cancel MaxDuration", "record Success CallerHungUp"],
            call.Send(new TrunkEnded(LegEndCause.RemoteBye)));
    }

    [Fact]
    public void Silence_ServerAndMeetingAreThere_DialsAgain()
    {
        var call = CallScript.Joined();

        Assert.Equal(["ask for room-1, lost on bbb1"], call.FallSilent());
        Assert.Equal(
            ["part", "end conference", "set Reconnect 120", "say de:OneMoment", "dial 71001@bbb1", "set ConferenceAnswer 10"],
            call.DirectorySays(CallScript.Meeting()));
        Assert.Contains("join", call.Answer());
        Assert.Equal(["cancel Reconnect"], call.Send(new ConferenceAudible(call.State.Conference!.Number)));
    }

    [Fact]
    public void Silence_ServerIsGone_Waits()
    {
        var call = CallScript.Joined();
        call.FallSilent();

        Assert.Equal(
            ["part", "end conference", "set Reconnect 120", "say de:OneMoment", "set AskAgain 3"],
            call.DirectorySays(running: null, serverAnswers: false));
    }

    [Fact]
    public void Silence_MeetingHasEnded_SaysSo()
    {
        var call = CallScript.Joined();
        call.FallSilent();

        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null));
        Assert.Equal("record Success MeetingEnded", call.EndPlayback()[^1]);
    }

    [Fact]
    public void Silence_MeetingIsElsewhere_JoinsThere()
    {
        var call = CallScript.Joined();
        call.FallSilent();

        Assert.Contains("dial 72002@bbb2", call.DirectorySays(CallScript.Meeting("bbb2", "72002", 2)));
    }

    [Fact]
    public void Silence_ThatEndsBeforeTheAnswer_ChangesNothing()
    {
        var call = CallScript.Joined();
        call.FallSilent();
        call.Send(new ConferenceAudible(call.State.Conference!.Number));

        Assert.Empty(call.DirectorySays(CallScript.Meeting()));
        Assert.IsType<Joined>(call.State.Phase);
    }

    [Fact]
    public void SilenceAgainAndAgain_EndsAfterTheReconnectTime()
    {
        var call = CallScript.Joined();
        for (var i = 0; i < 3; i++)
        {
            call.FallSilent();
            call.DirectorySays(CallScript.Meeting());
            call.Answer();
        }

        Assert.Contains("say de:NotReachable de:Goodbye", call.Fire(CallTimer.Reconnect));
        Assert.Equal("record Server ConferenceUnreachable", call.EndPlayback()[^1]);
    }

    [Fact]
    public void Move_ToAnotherServer_BringsTheCallerAlong()
    {
        var call = CallScript.Joined();

        Assert.Equal(
            ["part", "end conference", "set Reconnect 120", "say de:OneMoment", "dial 72002@bbb2", "set ConferenceAnswer 10"],
            call.Start(CallScript.Meeting("bbb2", "72002", 2)));
        Assert.Contains("join", call.Answer());
        Assert.Equal("record Success CallerHungUp", call.Send(new TrunkEnded(LegEndCause.RemoteBye))[^1]);
    }

    [Fact]
    public void Start_OfTheSameConference_ChangesNothing() => Assert.Empty(CallScript.Joined().Start(CallScript.Meeting()));

    [Fact]
    public void ByeOfTheOldConference_AfterAMove_IsIgnored()
    {
        var call = CallScript.Joined();
        var old = call.State.Conference!.Number;
        call.Start(CallScript.Meeting("bbb2", "72002", 2));

        Assert.Empty(call.Send(new ConferenceEnded(old, LegEndCause.RemoteBye)));
        Assert.Empty(call.Send(new ConferenceSilent(old)));
        Assert.IsType<Joining>(call.State.Phase);
    }

    [Fact]
    public void MeetingGone_GivesTheConferenceTimeForItsBye()
    {
        var call = CallScript.Joined();

        Assert.Equal(["set AskAgain 10"], call.Gone(MeetingGoneReason.Ended));
        Assert.Equal(["cancel AskAgain", "part", "set Reconnect 120", "ask for room-1, lost on bbb1"], call.EndConference(LegEndCause.RemoteBye));
        Assert.Contains("say de:MeetingEnded de:Goodbye", call.DirectorySays(running: null));
    }

    [Fact]
    public void MeetingGone_WithoutABye_EndsTheCallWhenTheDirectoryStandsByIt()
    {
        var call = CallScript.Joined();
        call.Gone(MeetingGoneReason.Ended);

        Assert.Equal(["ask for room-1, lost on bbb1"], call.Fire(CallTimer.AskAgain));
        Assert.Equal(
            ["part", "end conference", "stop watching", "cancel MaxDuration", "say de:MeetingEnded de:Goodbye", "set Goodbye 60"],
            call.DirectorySays(running: null));
    }

    [Fact]
    public void MeetingGone_AndBackAgain_ChangesNothing()
    {
        var call = CallScript.Joined();
        call.Gone(MeetingGoneReason.Ended);

        Assert.Equal(["cancel AskAgain"], call.Start(CallScript.Meeting()));
        Assert.IsType<Joined>(call.State.Phase);
    }

    [Fact]
    public void MeetingGone_ButThereWhenAsked_ChangesNothing()
    {
        var call = CallScript.Joined();
        call.Gone(MeetingGoneReason.Ended);
        call.Fire(CallTimer.AskAgain);

        Assert.Empty(call.DirectorySays(CallScript.Meeting()));
        Assert.IsType<Joined>(call.State.Phase);
    }

    [Fact]
    public void ServersApiUnreachable_WhilePeopleTalk_ChangesNothing() =>
        Assert.Empty(CallScript.Joined().Gone(MeetingGoneReason.ServerUnreachable));

    [Fact]
    public void Hold_AndResume_AreMediaOnly()
    {
        var call = CallScript.Joined();
        var before = call.State;

        Assert.Equal(["answer offer"], call.Send(new TrunkOfferReceived(IsHold: true)));
        Assert.True(call.State.IsOnHold);
        Assert.Equal(["answer offer"], call.Send(new TrunkOfferReceived(IsHold: false)));
        Assert.Equal(before, call.State);
    }

    [Fact]
    public void CallerGoneSilent_HearsGoodbyeInCase_AndTheCallEnds()
    {
        var call = CallScript.Joined();

        Assert.Contains("say de:Goodbye", call.Send(new TrunkSilent()));
        Assert.Empty(call.Send(new TrunkSilent()));
        Assert.Equal("record Carrier TrunkSilent", call.EndPlayback()[^1]);
    }
}
