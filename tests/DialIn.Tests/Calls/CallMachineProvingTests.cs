using DialIn.Calls;

namespace DialIn.Tests.Calls;

/// <summary>The tone check of proof calls.</summary>
public class CallMachineProvingTests
{
    [Fact]
    public void Pin_OfAProofCall_LeadsToTheTones_AndToNoMeeting()
    {
        var call = Proving();

        Assert.IsType<Proving>(call.State.Phase);
        Assert.Equal(["heard 1, say 6"], call.Press("1"));
        Assert.Equal(["heard 7, say 2"], call.Press("7"));
        Assert.Equal(["heard #, say 0"], call.Press("#"));
        Assert.Empty(call.Send(new FaxHeard()));
        var end = call.Send(new TrunkEnded(LegEndCause.RemoteBye));
        Assert.Equal("record Caller CallerHungUp", end[^1]);
    }

    [Fact]
    public void Check_ThatTakesTooLong_EndsWithASentence()
    {
        var call = Proving();

        Assert.Contains(call.Fire(CallTimer.Proof), static line => line.Contains("LongestCall", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData('0', '5')]
    [InlineData('5', '0')]
    [InlineData('9', '4')]
    [InlineData('*', '0')]
    public void Answer_IsNeverTheSameKey(char key, char expected)
    {
        Assert.True(DialIn.Ivr.TelephoneKey.TryFrom(key, out var heard));
        Assert.Equal(expected, CallMachine.AnswerTo(heard).Reveal());
    }

    private static CallScript Proving()
    {
        var call = CallScript.LookingUp();
        call.Send(new PinFound(call.Question, "", Running: null) { IsProof = true });
        call.Fire(CallTimer.PinAnswer);
        return call;
    }
}
