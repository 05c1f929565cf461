using DialIn.Calls;
using DialIn.Pins;

namespace DialIn.Tests.Calls;

/// <summary>From the ring to the PIN.</summary>
public class CallMachinePinTests
{
    private static readonly string[] Greeting = ["set EnterPin 300", "ask de:Welcome de:EnterPin en:ForThisLanguage"];

    [Fact]
    public void Start_RingsAndAnswers() => Assert.Equal(["ring", "answer", "set MaxDuration 28800"], new CallScript().First);

    [Fact]
    public void Start_WithATimeToRing_AnswersWhenItIsOver()
    {
        var call = new CallScript(settings => settings with { RingFor = TimeSpan.FromSeconds(3) });

        Assert.Equal(["ring", "set Answer 3", "set MaxDuration 28800"], call.First);
        Assert.Equal(["answer"], call.Fire(CallTimer.Answer));
        Assert.Equal(Greeting, call.Send(new TrunkConfirmed()));
    }

    [Fact]
    public void Caller_WhoGivesUpWhileItRings_EndsTheCall()
    {
        var call = new CallScript(settings => settings with { RingFor = TimeSpan.FromSeconds(3) });

        Assert.Equal(["cancel Answer", "cancel MaxDuration", "record Caller CallerCancelled"], call.Send(new TrunkEnded(LegEndCause.Cancelled)));
        Assert.Empty(call.Send(new TimerFired(CallTimer.Answer, 1)));
    }

    [Fact]
    public void Confirmation_ByAck_BeginsTheGreeting() => Assert.Equal(Greeting, new CallScript().Send(new TrunkConfirmed()));

    [Fact]
    public void Confirmation_BySound_BeginsTheGreetingOnce()
    {
        var call = new CallScript();

        Assert.Equal(Greeting, call.Send(new TrunkMediaStarted()));
        Assert.Empty(call.Send(new TrunkConfirmed()));
    }

    [Fact]
    public void FaxMachine_WhileThePinIsAskedFor_IsHungUpOnWithoutASentence()
    {
        var call = Listening();

        Assert.Equal(
            ["hear no fax", "cancel EnterPin", "cancel MaxDuration", "hang up", "record Caller FaxMachine"],
            call.Send(new FaxHeard()).Where(static line => line != "hush").Order(StringComparer.Ordinal).OrderBy(static line => Array.FindIndex(["hear", "cancel", "hang", "record"], line.StartsWith)));
        Assert.Empty(call.Send(new FaxHeard()));
    }

    [Fact]
    public void FaxMachine_AfterTheFirstKey_IsNone()
    {
        var call = Listening();

        Assert.Equal("hear no fax", call.Press("7")[0]);
        Assert.Empty(call.Send(new FaxHeard()));
        Assert.DoesNotContain("hear no fax", call.Press("8"));
    }

    [Fact]
    public void FaxMachine_AfterTheLastSilence_IsListenedForNoMore()
    {
        var call = Listening();

        Assert.Contains("hear no fax", call.Fire(CallTimer.EnterPin));
        Assert.Empty(call.Send(new FaxHeard()));
    }

    [Fact]
    public void Digit_BeforeTheAck_Counts()
    {
        var call = new CallScript();

        Assert.Equal([.. Greeting, "hush", "set Digit 10"], call.Press("7"));
        Assert.Equal($"look up {CallScript.Pin}", call.Press(CallScript.Pin[1..])[^3]);
    }

    [Theory]
    [InlineData(CallEndReason.NoCommonCodec, "reject 488", "Carrier")]
    [InlineData(CallEndReason.NoPorts, "reject 503 after 10", "Bridge")]
    [InlineData(CallEndReason.Fault, "reject 500", "Bridge")]
    internal void Answer_ThatFails_IsARefusal(CallEndReason reason, string refusal, string result)
    {
        var call = new CallScript();

        Assert.Equal([refusal, "cancel MaxDuration", $"record {result} {reason}"], call.Send(new AnswerFailed(reason)));
        Assert.Empty(call.Send(new TrunkConfirmed()));
    }

    [Theory]
    [InlineData(LegEndCause.Cancelled, "record Caller CallerCancelled")]
    [InlineData(LegEndCause.AckMissing, "record Carrier AckMissing")]
    [InlineData(LegEndCause.RemoteBye, "record Caller CallerHungUp")]
    [InlineData(LegEndCause.TransportError, "record Carrier TrunkLost")]
    internal void TrunkEnd_BeforeTheGreeting_IsAQuietEnd(LegEndCause cause, string record) =>
        Assert.Equal(["cancel MaxDuration", record], new CallScript().Send(new TrunkEnded(cause)));

    [Fact]
    public void Pin_Complete_IsLookedUp()
    {
        var call = CallScript.Greeted();
        call.Press(CallScript.Pin[..^1]);

        Assert.Equal(["cancel Digit", $"look up {CallScript.Pin}", "set LookUp 5", "set PinAnswer 0.02"], call.Press(CallScript.Pin[^1..]));
    }

    [Fact]
    public void Pin_Unknown_IsToldAfterAFixedTime()
    {
        var call = CallScript.LookingUp();

        Assert.Equal(["cancel LookUp"], call.Send(new PinNotFound(call.Question)));
        Assert.Equal(["ask de:PinUnknown de:EnterPinAgain"], call.Fire(CallTimer.PinAnswer));
    }

    [Fact]
    public void Pin_UnknownAnsweredLate_IsToldAtOnce()
    {
        var call = CallScript.LookingUp();

        Assert.Empty(call.Fire(CallTimer.PinAnswer));
        Assert.Equal(["cancel LookUp", "ask de:PinUnknown de:EnterPinAgain"], call.Send(new PinNotFound(call.Question)));
    }

    [Fact]
    public void Pin_TooShort_SoundsAndTakesTheSameWithoutALookUp()
    {
        var call = CallScript.Greeted();
        call.Press("12");

        Assert.Equal(["cancel Digit", "set PinAnswer 0.02"], call.Press("#"));
        Assert.Equal(["ask de:PinUnknown de:EnterPinAgain"], call.Fire(CallTimer.PinAnswer));
    }

    [Fact]
    public void Pin_WrongThreeTimes_IsAGoodbyeThatTakesEverLonger()
    {
        var call = CallScript.LookingUp();
        call.Send(new PinNotFound(call.Question));
        call.Fire(CallTimer.PinAnswer);

        Assert.Equal("set PinAnswer 1", call.Press("111111111")[^1]);
        call.Send(new PinNotFound(call.Question));
        call.Fire(CallTimer.PinAnswer);
        Assert.Equal("set PinAnswer 2", call.Press("222222222")[^1]);
        call.Send(new PinNotFound(call.Question));

        Assert.Equal(["cancel MaxDuration", "cancel EnterPin", "say de:TriesUsedUp de:Goodbye", "set Goodbye 60"], call.Fire(CallTimer.PinAnswer));
        Assert.Equal(["cancel Goodbye", "hang up", "record Caller WrongPin"], call.EndPlayback());
    }

    [Fact]
    public void Silence_ThreeRounds_IsAGoodbye()
    {
        var call = CallScript.Greeted();
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(["set Digit 10"], call.EndPlayback());
            Assert.Equal(["ask de:EnterPin en:ForThisLanguage"], call.Fire(CallTimer.Digit));
        }

        call.EndPlayback();
        Assert.Contains("say de:NothingEntered de:Goodbye", call.Fire(CallTimer.Digit));
        Assert.Equal("record Caller NothingEntered", call.EndPlayback()[^1]);
    }

    [Fact]
    public void Entry_ThatNeverComesToAnEnd_IsAGoodbyeAfterFiveMinutes()
    {
        var call = CallScript.Greeted();
        call.Press("1*1*1*1*");

        Assert.Contains("say de:NothingEntered de:Goodbye", call.Fire(CallTimer.EnterPin));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TimeThatEndsWhileThePinIsLookedUp_LetsTheRightOneIn_AndLeavesNoOtherTry(bool isRight)
    {
        var call = CallScript.LookingUp();

        Assert.Empty(call.Fire(CallTimer.EnterPin));
        if (isRight)
        {
            call.Find(CallScript.Meeting());
            Assert.IsType<Joining>(call.State.Phase);
            return;
        }

        call.Send(new PinNotFound(call.Question));
        Assert.Contains("say de:TriesUsedUp de:Goodbye", call.Fire(CallTimer.PinAnswer));
    }

    [Fact]
    public void Hash_BeforeADigit_ChangesTheLanguageForTheWholeCall()
    {
        var call = CallScript.Greeted();

        Assert.Equal(["ask en:EnterPin de:ForThisLanguage"], call.Press("#"));
        call.Press(CallScript.Pin);
        Assert.Contains("say en:MeetingNotStarted", call.Find(running: null));
        Assert.Contains("say en:ServicePause en:Goodbye", call.Send(new DrainDeadlineReached()));
    }

    [Fact]
    public void DigitAsThePromptEnds_EitherOrder_StartsOneTimerAndLosesNoDigit()
    {
        var digitFirst = CallScript.Greeted();
        var playback = digitFirst.State.Playing!.Number;
        Assert.Equal(["hush", "set Digit 10"], digitFirst.Press("7"));
        Assert.Empty(digitFirst.Send(new PlaybackEnded(playback)));

        var endFirst = CallScript.Greeted();
        Assert.Equal(["set Digit 10"], endFirst.EndPlayback());
        Assert.Equal(["set Digit 10"], endFirst.Press("7"));

        Assert.Contains($"look up {CallScript.Pin}", digitFirst.Press(CallScript.Pin[1..]));
        Assert.Contains($"look up {CallScript.Pin}", endFirst.Press(CallScript.Pin[1..]));
    }

    [Fact]
    public void DigitTimer_ThatFiresAsTheDigitComes_IsIgnored()
    {
        var call = CallScript.Greeted();
        call.EndPlayback();
        var late = call.State.Timers.Single(t => t.Timer == CallTimer.Digit);
        call.Press("7");

        Assert.Empty(call.Send(new TimerFired(CallTimer.Digit, late.Generation)));
        Assert.Contains($"look up {CallScript.Pin}", call.Press(CallScript.Pin[1..]));
    }

    [Fact]
    public void DigitsWhileLookingUp_AreNotLostWhenThePinIsWrong()
    {
        var call = CallScript.LookingUp();
        Assert.Empty(call.Press(CallScript.Pin));
        call.Send(new PinNotFound(call.Question));

        Assert.Contains($"look up {CallScript.Pin}", call.Fire(CallTimer.PinAnswer));
        Assert.Contains("dial 71001@bbb1", call.Find(CallScript.Meeting()));
    }

    [Fact]
    public void Answer_ToAnEarlierLookUp_IsIgnored()
    {
        var call = CallScript.LookingUp();
        var first = call.Question;
        call.Send(new PinNotFound(first));
        call.Fire(CallTimer.PinAnswer);
        call.Press("111111111");

        Assert.Empty(call.Send(new PinFound(first, CallScript.Room, CallScript.Meeting())));
        Assert.Empty(call.Send(new PinNotFound(first)));
    }

    [Fact]
    public void HangUp_WhileLookingUp_EndsAtOnceAndTheAnswerComesTooLate()
    {
        var call = CallScript.LookingUp();

        Assert.Equal(
            ["cancel MaxDuration", "cancel EnterPin", "cancel LookUp", "cancel PinAnswer", "record Caller CallerHungUp"],
            call.Send(new TrunkEnded(LegEndCause.RemoteBye)));
        Assert.Empty(call.Find(CallScript.Meeting()));
    }

    [Fact]
    public void Pin_Right_IsToldAfterTheSameTimeAsAWrongOne()
    {
        var (right, wrong) = (CallScript.LookingUp(), CallScript.LookingUp());
        foreach (var delay in new[] { "0.02", "1", "2" })
        {
            Assert.Equal($"set PinAnswer {delay}", right.Last[^1]);
            Assert.Equal($"set PinAnswer {delay}", wrong.Last[^1]);
            Assert.Equal(["cancel LookUp"], wrong.Send(new PinNotFound(wrong.Question)));
            wrong.Fire(CallTimer.PinAnswer);
            if (delay == "2")
            {
                break;
            }

            right.Send(new PinNotFound(right.Question));
            right.Fire(CallTimer.PinAnswer);
            right.Press(CallScript.Pin);
            wrong.Press("111111111");
        }

        Assert.Equal(["cancel LookUp"], right.Send(new PinFound(right.Question, CallScript.Room, CallScript.Meeting())));
        Assert.Contains("say de:Connecting", right.Fire(CallTimer.PinAnswer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pin_BeyondALimit_IsAnsweredAfterTenSecondsOfPatience_RightOrWrong(bool isRight)
    {
        var call = CallScript.LookingUp();
        call.Fire(CallTimer.PinAnswer);
        var terms = new TryTerms(TimeSpan.FromSeconds(10), IsOnlyTry: true);

        Assert.Equal(
            ["cancel LookUp", "say de:CheckingPin", "set PinAnswer 10"],
            call.Send(isRight
                ? new PinFound(call.Question, CallScript.Room, CallScript.Meeting()) { Terms = terms }
                : new PinNotFound(call.Question) { Terms = terms }));
        Assert.Equal(["loop tone"], call.EndPlayback());
        Assert.Empty(call.Press("123456789#"));
        Assert.Equal(
            isRight
                ? ["cancel EnterPin", "say de:Connecting", "dial 71001@bbb1", "set ConferenceAnswer 10", "watch room-1"]
                : ["cancel MaxDuration", "cancel EnterPin", "say de:TriesUsedUp de:Goodbye", "set Goodbye 60"],
            call.Fire(CallTimer.PinAnswer));
    }

    [Fact]
    public void Pin_BeyondALimit_HangUpWhileWaiting_EndsAtOnce()
    {
        var call = CallScript.LookingUp();
        call.Send(new PinNotFound(call.Question) { Terms = new TryTerms(TimeSpan.FromSeconds(10), IsOnlyTry: true) });

        Assert.Equal(
            ["cancel MaxDuration", "cancel EnterPin", "cancel PinAnswer", "record Caller CallerHungUp"],
            call.Send(new TrunkEnded(LegEndCause.RemoteBye)));
    }

    [Fact]
    public void LookUp_ThatFails_IsASentenceAndAGoodbye()
    {
        var call = CallScript.LookingUp();

        Assert.Contains("say de:Fault de:Goodbye", call.Send(new QuestionFailed(call.Question)));
        Assert.Equal("record Bridge Fault", call.EndPlayback()[^1]);
    }

    [Fact]
    public void LookUp_ThatNeverAnswers_IsASentenceAndAGoodbye() =>
        Assert.Contains("say de:Fault de:Goodbye", CallScript.LookingUp().Fire(CallTimer.LookUp));

    [Fact]
    public void LookUp_ThatFailsAfterItsTime_DoesNotCutTheGoodbye()
    {
        var call = CallScript.LookingUp();
        call.Fire(CallTimer.LookUp);

        Assert.Empty(call.Send(new QuestionFailed(call.Question)));
    }

    private static CallScript Listening()
    {
        var call = new CallScript(settings => settings with { ListensForFax = true });
        Assert.Equal(["set EnterPin 300", "hear fax", Greeting[1]], call.Send(new TrunkConfirmed()));
        return call;
    }
}
