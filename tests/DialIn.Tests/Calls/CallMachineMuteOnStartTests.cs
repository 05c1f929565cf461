using DialIn.Calls;
using DialIn.Meetings;
using static DialIn.Tests.Calls.CallScript;

namespace DialIn.Tests.Calls;

/// <summary>Meetings that begin with everybody muted.</summary>
public class CallMachineMuteOnStartTests
{
    private static readonly RunningMeeting Quiet = Meeting() with { MuteOnStart = true };

    [Fact]
    public void Join_MutesBeforeTheFirstWordIsHeard_AndSaysTheKeys() =>
        Assert.Equal(
            ["cancel ConferenceAnswer", "mute", "join", "set ConferenceKeys 2", "say de:MutedOnStart"],
            Joining(meeting: Quiet).Answer());

    [Fact]
    public void Join_OfAMeetingThatDoesNotOrDoesNotSay_MutesNobody()
    {
        Assert.DoesNotContain("mute", Joining(meeting: Meeting() with { MuteOnStart = false }).Answer());
        Assert.DoesNotContain("mute", Joining().Answer());
    }

    [Fact]
    public void StarSix_LetsThrough_AndPromisesNoMoreThanWeKnow()
    {
        var call = In(Quiet);

        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "unmute", "say de:UnmutedOnStart"], call.Press("*6"));
        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "mute", "say de:Muted"], call.Press("*6"));
        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "unmute", "say de:Unmuted"], call.Press("*6"));
    }

    [Fact]
    public void StarSix_AtAServerWithAKey_PressesItToo_AndTheServerSaysHowItIs()
    {
        var call = In(Quiet, muteKey: '0');

        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "unmute", "send 0"], call.Press("*6"));
        Assert.Equal(["send 0"], call.Press("0"));
    }

    [Fact]
    public void Rejoin_OfTheSameMeeting_DoesNotMuteWhoHasAskedToBeHeard()
    {
        var call = In(Quiet);
        call.Press("*6");
        call.EndConference(LegEndCause.TransportError);
        call.DirectorySays(Quiet);

        Assert.DoesNotContain("mute", call.Answer());
        Assert.False(call.State.IsMuted);
    }

    [Fact]
    public void Rejoin_OfTheSameMeeting_StaysMutedUntilAsked()
    {
        var call = In(Quiet);
        call.EndConference(LegEndCause.TransportError);
        call.DirectorySays(Quiet);

        Assert.Contains("say de:Muted", call.Answer());
        call.Fire(CallTimer.ConferenceKeys);
        Assert.Contains("say de:UnmutedOnStart", call.Press("*6"));
    }

    [Fact]
    public void MeetingOpenedAnew_MutesAnew()
    {
        var call = In(Quiet);
        call.Press("*6");
        call.Start(Meeting("bbb2", "72002", 2) with { MuteOnStart = true });

        Assert.Contains("say de:MutedOnStart", call.Answer());
    }

    private static CallScript In(RunningMeeting meeting, char? muteKey = null)
    {
        var call = Joining(meeting: meeting);
        call.Answer(muteKey);
        call.EndPlayback();
        call.Fire(CallTimer.ConferenceKeys);
        return call;
    }
}
