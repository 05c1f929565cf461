using DialIn.Calls;

namespace DialIn.Tests.Calls;

/// <summary>Ends that can come in every phase.</summary>
public class CallMachineEndingTests
{
    /// <summary>Every phase in which the caller hears something, by the name of the script that leads there.</summary>
    public static TheoryData<string> Phases() => [nameof(EnteringPin), nameof(LookingUp), nameof(WaitingForMeeting), nameof(Joining), nameof(Joined), nameof(Reconnecting)];

    [Theory]
    [MemberData(nameof(Phases))]
    public void DrainDeadline_IsASentenceThenBye(string phase)
    {
        var call = In(phase);

        Assert.Contains("say de:ServicePause de:Goodbye", call.Send(new DrainDeadlineReached()));
        Assert.Empty(call.Send(new DrainDeadlineReached()));
        Assert.Equal(["cancel Goodbye", "hang up", "record Bridge Draining"], call.EndPlayback());
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void Fault_IsASentenceThenBye(string phase)
    {
        var call = In(phase);

        Assert.Contains("say de:Fault de:Goodbye", call.Send(new Faulted()));
        Assert.Equal(["cancel Goodbye", "hang up", "record Bridge Fault"], call.EndPlayback());
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void LongestCall_IsASentenceThenBye(string phase)
    {
        var call = In(phase);
        var wasInMeeting = call.State.WasInMeeting;

        Assert.Contains("say de:LongestCall de:Goodbye", call.Fire(CallTimer.MaxDuration));
        Assert.Equal($"record {(wasInMeeting ? "Success" : "Caller")} LongestCall", call.EndPlayback()[^1]);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void HangUp_EndsWithoutAWordAndWithoutABye(string phase)
    {
        var call = In(phase);
        var lines = call.Send(new TrunkEnded(LegEndCause.RemoteBye));

        Assert.DoesNotContain(lines, line => line.StartsWith("say", StringComparison.Ordinal) || line == "hang up");
        Assert.Equal(CallEndReason.CallerHungUp, call.End!.Reason);
        Assert.Empty(call.State.Timers);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void CarrierLost_IsTheCarriersEnd(string phase)
    {
        var call = In(phase);
        call.Send(new TrunkEnded(LegEndCause.Timeout));

        Assert.Equal(new CallEnd(CallResult.Carrier, CallEndReason.TrunkLost), call.End);
    }

    [Fact]
    public void AnswerOfTheCarrierThatNobodyCanHear_IsAnEndForTheCodec()
    {
        var call = new CallScript();
        call.Send(new TrunkEnded(LegEndCause.NoCommonCodec));

        Assert.Equal(CallEndReason.NoCommonCodec, call.End!.Reason);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void Hold_PassesInEveryPhase(string phase)
    {
        var call = In(phase);
        var before = call.State.Phase;

        Assert.Equal(["answer offer"], call.Send(new TrunkOfferReceived(IsHold: true)));
        Assert.Equal(before, call.State.Phase);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void LateTimers_OfEveryKind_AreIgnored(string phase)
    {
        var call = In(phase);
        var before = call.State;

        Assert.All(Enum.GetValues<CallTimer>(), timer => Assert.Empty(call.Send(new TimerFired(timer, Generation: 0))));
        Assert.Equal(before, call.State);
    }

    [Fact]
    public void DrainDeadline_BeforeTheCallIsConfirmed_HangsUpWithoutAWord() =>
        Assert.Equal(["cancel MaxDuration", "hang up", "record Bridge Draining"], new CallScript().Send(new DrainDeadlineReached()));

    [Fact]
    public void HangUp_WhileTheGoodbyePlays_KeepsTheReason()
    {
        var call = CallScript.Waiting();
        call.Fire(CallTimer.WaitForMeeting);

        Assert.Equal(["cancel Goodbye", "record Caller MeetingNotStarted"], call.Send(new TrunkEnded(LegEndCause.RemoteBye)));
    }

    [Fact]
    public void Goodbye_ThatNeverEnds_IsCutOff()
    {
        var call = CallScript.Waiting();
        call.Fire(CallTimer.WaitForMeeting);

        Assert.Equal(["hang up", "record Caller MeetingNotStarted"], call.Fire(CallTimer.Goodbye));
    }

    [Fact]
    public void Fault_WhileTheGoodbyePlays_EndsWithTheFirstReason()
    {
        var call = CallScript.Waiting();
        call.Fire(CallTimer.WaitForMeeting);

        Assert.Equal(["cancel Goodbye", "hang up", "record Caller MeetingNotStarted"], call.Send(new Faulted()));
    }

    [Fact]
    public void Keys_WhileTheGoodbyePlays_DoNotCutIt()
    {
        var call = CallScript.Waiting();
        call.Fire(CallTimer.WaitForMeeting);

        Assert.Empty(call.Press("123#"));
        Assert.IsType<SayingGoodbye>(call.State.Phase);
    }

    [Fact]
    public void Hold_WhileTheGoodbyePlays_IsAnswered()
    {
        var call = CallScript.Waiting();
        call.Fire(CallTimer.WaitForMeeting);

        Assert.Equal(["answer offer"], call.Send(new TrunkOfferReceived(IsHold: true)));
    }

    private static CallScript In(string phase)
    {
        var call = phase switch
        {
            nameof(EnteringPin) => CallScript.Greeted(),
            nameof(LookingUp) => CallScript.LookingUp(),
            nameof(WaitingForMeeting) => CallScript.Waiting(),
            nameof(Joining) => CallScript.Joining(),
            _ => CallScript.Joined(),
        };
        if (phase == nameof(Reconnecting))
        {
            call.EndConference(LegEndCause.RemoteBye);
        }

        Assert.Equal(phase, call.State.Phase.GetType().Name);
        return call;
    }
}
