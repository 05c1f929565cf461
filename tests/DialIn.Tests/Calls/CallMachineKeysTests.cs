using DialIn.Calls;

namespace DialIn.Tests.Calls;

/// <summary>Keys in the conference, and tones while the PIN is asked for.</summary>
public class CallMachineKeysTests
{
    [Fact]
    public void StarSix_MutesInTheBridge_AndSaysSo_EitherWay()
    {
        var call = CallScript.Joined();

        Assert.Equal(["set CommandKey 10"], call.Press("*"));
        Assert.Equal(["cancel CommandKey", "mute", "say de:Muted"], call.Press("6"));
        Assert.True(call.State.IsMuted);
        Assert.Empty(call.EndPlayback());
        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "unmute", "say de:Unmuted"], call.Press("*6"));
        Assert.False(call.State.IsMuted);
    }

    [Fact]
    public void StarZero_AndAnyOtherKeyAfterAStar_SayTheKeys()
    {
        var call = CallScript.Joined();

        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "say de:MeetingKeys"], call.Press("*0"));
        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "say de:MeetingKeys"], call.Press("*#"));
        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "say de:MeetingKeys"], call.Press("**"));
    }

    [Fact]
    public void OtherKeys_DoNothing() => Assert.Empty(CallScript.Joined().Press("0123456789#ABCD"));

    [Fact]
    public void Star_WhoseKeyNeverComes_IsForgotten()
    {
        var call = CallScript.Joined();
        call.Press("*");

        Assert.Empty(call.Fire(CallTimer.CommandKey));
        Assert.Empty(call.Press("6"));
        Assert.False(call.State.IsMuted);
    }

    [Fact]
    public void Keys_OfALatePinEntry_AreNoCommands()
    {
        var call = CallScript.Joining();
        call.Answer();

        Assert.Equal(["set ConferenceKeys 2"], call.Press("#"));
        Assert.Equal(["set ConferenceKeys 2", "set ConferenceKeys 2"], call.Press("*6"));
        call.Fire(CallTimer.ConferenceKeys);
        Assert.Contains("mute", call.Press("*6"));
    }

    [Fact]
    public void ServerWithAMuteKey_IsPressed_AndSaysItself()
    {
        var call = CallScript.Joined(muteKey: '0');

        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "send 0"], call.Press("*6"));
        Assert.Equal(["send 0"], call.Press("0"));
        Assert.Empty(call.Press("123456789#"));
        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "say de:MeetingKeys"], call.Press("*0"));
        Assert.False(call.State.IsMuted);
    }

    [Fact]
    public void Mute_SurvivesAReconnect_AndIsSaidAgain()
    {
        var call = CallScript.Joined();
        call.Press("*6");
        call.Start(CallScript.Meeting("bbb2", "72002", 2));

        Assert.True(call.State.IsMuted);
        Assert.Equal(["cancel ConferenceAnswer", "join", "set ConferenceKeys 2", "say de:Muted"], call.Answer());
        call.Fire(CallTimer.ConferenceKeys);
        Assert.Contains("unmute", call.Press("*6"));
    }

    [Fact]
    public void MuteByTheServersKey_BecomesTheBridgesOnAReconnect()
    {
        var call = CallScript.Joined(muteKey: '0');
        call.Press("*6");

        var moved = call.Start(CallScript.Meeting("bbb2", "72002", 2));
        Assert.Equal(["part", "mute", "end conference"], moved[..3]);
        Assert.Contains("say de:Muted", call.Answer(muteKey: '0'));
        call.Fire(CallTimer.ConferenceKeys);

        // What the bridge has muted, the bridge lets through again; the new server has heard of nothing.
        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "unmute", "say de:Unmuted"], call.Press("*6"));
        Assert.Equal(["set CommandKey 10", "cancel CommandKey", "send 0"], call.Press("*6"));
    }

    [Fact]
    public void ServersKeyAlone_LetsThroughAgain_WhomTheBridgeMutedOnAReconnect()
    {
        var call = CallScript.Joined(muteKey: '0');
        call.Press("0");
        call.Start(CallScript.Meeting("bbb2", "72002", 2));
        call.Answer(muteKey: '0');
        call.Fire(CallTimer.ConferenceKeys);

        // Sent on, it would mute there, and its next press would be announced as "unmuted" to somebody whom the bridge still mutes.
        Assert.Equal(["unmute", "say de:Unmuted"], call.Press("0"));
        Assert.Equal(["send 0"], call.Press("0"));
    }

    [Fact]
    public void MuteByTheServersKey_AndBack_IsForgottenOnAReconnect()
    {
        var call = CallScript.Joined(muteKey: '0');
        call.Press("*6*6");

        Assert.DoesNotContain("mute", call.Start(CallScript.Meeting("bbb2", "72002", 2)));
        Assert.False(call.State.IsMuted);
    }

    [Fact]
    public void ServerThatIsLost_LeavesNoHalfCommand()
    {
        var call = CallScript.Joined();
        call.Press("*");

        Assert.Contains("cancel CommandKey", call.Start(CallScript.Meeting("bbb2", "72002", 2)));
        call.Answer();
        call.Fire(CallTimer.ConferenceKeys);
        Assert.Empty(call.Press("6"));
    }

    [Fact]
    public void Tones_AreHeardWhileThePinIsAskedFor_AndNotAfterIt()
    {
        var call = new CallScript(settings => settings with { ListensForTones = true });
        Assert.Equal(["set EnterPin 300", "hear tones", "ask de:Welcome de:EnterPin en:ForThisLanguage"], call.Send(new TrunkConfirmed()));
        call.Press(CallScript.Pin);
        call.Send(new PinNotFound(call.Question));
        Assert.DoesNotContain("hear no tones", call.Fire(CallTimer.PinAnswer));
        call.Press(CallScript.Pin);

        Assert.Equal("hear no tones", call.Find(CallScript.Meeting()).First(line => line.StartsWith("hear", StringComparison.Ordinal)));
        Assert.DoesNotContain("hear no tones", call.Send(new DrainDeadlineReached()));
    }

    [Fact]
    public void Tones_AreNotHeardDuringAGoodbye()
    {
        var call = CallScript.Greeted(settings => settings with { ListensForTones = true });

        Assert.Contains("hear no tones", call.Fire(CallTimer.EnterPin));
    }
}
