using DialIn.Calls;

namespace DialIn.Tests.Calls;

/// <summary>Whatever happens, in whatever order: a call ends, once, and leaves nothing behind.</summary>
public class CallMachineRandomWalkTests
{
    private const int Walks = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Walk_AnyOrderOfEvents_EndsOnceAndLeavesNothingBehind(int part)
    {
        for (var i = 0; i < Walks; i++)
        {
            var walk = new CallWalk((ulong)((part * 1_000_000) + i));
            for (var step = 0; step < 400 && !walk.IsOver; step++)
            {
                walk.Step();
            }

            walk.RunOutOnTimersAlone();
            walk.CheckEnd();
        }
    }

    [Fact]
    public void Walks_SeeEveryPhaseAndManyEnds()
    {
        var phases = new HashSet<Type>();
        var reasons = new HashSet<CallEndReason>();
        for (var i = 0; i < 2 * Walks; i++)
        {
            var walk = new CallWalk((ulong)i);
            for (var step = 0; step < 400 && !walk.IsOver; step++)
            {
                walk.Step();
                phases.Add(walk.State.Phase.GetType());
            }

            if (walk.State.Phase is Ended ended)
            {
                reasons.Add(ended.End.Reason);
            }
        }

        Assert.Equal(10, phases.Count);
        Assert.Empty(
            new HashSet<CallEndReason>
            {
                CallEndReason.CallerHungUp, CallEndReason.WrongPin, CallEndReason.MeetingEnded, CallEndReason.RemovedFromMeeting,
                CallEndReason.ConferenceUnreachable, CallEndReason.ConferenceRefused, CallEndReason.Fault, CallEndReason.Draining,
            }.Except(reasons));
    }
}
