using DialIn.Secrets;
using static DialIn.Tests.Secrets.Machines;

namespace DialIn.Tests.Secrets;

public class RotationMachineTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Offered_ProvedBesideTheOldOne_IsActive_AndNobodyIsDisturbed()
    {
        var script = new RotationScript().Offer();
        Assert.Equal((0, 1, null), script.Versions);
        Assert.Equal(1, script.Due);

        script.Begin(1).Answer(1, Accepted);

        Assert.Equal((1, null, 0), script.Versions);
        Assert.Equal(Noon, script.State.Active!.ProvedAt);
        Assert.Null(script.Due);
        Assert.False(script.WasUsedNow);
        Assert.Equal([AuditAction.Offered, AuditAction.Proving, AuditAction.Proved, AuditAction.Activated], script.Actions);
        Assert.Equal("secret 1 is active; the configured secret stays as fallback for 1 d", script.Words.Last());
    }

    [Fact]
    public void Offered_Refused_OldOneStays_AndItIsTriedOnceMoreWhenTheOldOneIsRefused()
    {
        var script = new RotationScript().Offer().Answer(1, Refused);
        Assert.Equal((0, 1, null), script.Versions);
        Assert.Null(script.Due);
        Assert.Equal("secret 1 was refused: 403 Forbidden; the configured secret stays active", script.Words.Last());

        // The portal learns the new one now, and forgets the old one at once.
        script.Pass(Second).Answer(0, Refused);
        Assert.Equal(1, script.Due);
        script.Then().Answer(1, Accepted);

        Assert.Equal((1, null, null), script.Versions);
        Assert.True(script.WasUsedNow);
        Assert.Equal("secret 1 is active; the configured secret was refused, is dead and not used any more", script.Words.Last());
    }

    [Fact]
    public void Offered_ActiveOneRefusedBeforeTheProof_NewOneIsTriedAtOnceAndTakesOver()
    {
        var script = new RotationScript().Offer().Answer(1, Silence);
        Assert.Null(script.Due);

        script.Answer(0, Refused);
        Assert.Equal(1, script.Due);
        script.Answer(1, Accepted);

        Assert.Equal((1, null, null), script.Versions);
        Assert.True(script.WasUsedNow);
    }

    [Fact]
    public void Offered_NoAnswer_IsTriedAgainLessAndLessOften_AndNotedOnce()
    {
        var script = new RotationScript().Offer();
        var pauses = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            script.Begin(1).Answer(1, Silence);
            pauses.Add((RotationMachine.Due(script.State)!.At - script.Now).TotalSeconds);
            Assert.Null(script.Due);
            script.Pass(TimeSpan.FromSeconds(pauses[^1]));
            Assert.Equal(1, script.Due);
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300, 300], pauses);
        Assert.Equal([AuditAction.Offered, AuditAction.Proving, AuditAction.Unanswered], script.Actions);
        Assert.Equal((1, null, 0), script.Answer(1, Accepted).Versions);
    }

    [Fact]
    public void Offered_RegistrarAsksForNoPassword_IsNotBelieved()
    {
        var script = new RotationScript().Offer().Answer(1, NotAsked);
        Assert.Equal((0, 1, null), script.Versions);
        Assert.Null(script.Due);
        Assert.Contains("cannot be proved", script.Words.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Offered_Again_TakesThePlaceOfTheOneThatWaits_AndItsLateAnswerSaysNothing()
    {
        var script = new RotationScript().Offer().Offer();
        Assert.Equal((0, 2, null), script.Versions);
        Assert.EndsWith("secret 1 was not proved and is dropped", script.Words.Last(), StringComparison.Ordinal);
        Assert.Equal((0, 2, null), script.Answer(1, Accepted).Versions);
    }

    [Fact]
    public void Offered_AsTheOnlyOne_IsUsedAtOnce()
    {
        var script = new RotationScript(isConfigured: false).Offer();
        Assert.Equal((1, null, null), script.Versions);
        Assert.True(script.WasUsedNow);
        Assert.Equal(1, script.Due);
        Assert.Equal([AuditAction.Imposed, AuditAction.Proved], script.Answer(1, Accepted).Actions);
    }

    [Fact]
    public void Imposed_IsActiveAtOnce_AndProvedAfterwards()
    {
        var script = new RotationScript().Impose();
        Assert.Equal((1, null, 0), script.Versions);
        Assert.True(script.WasUsedNow);
        Assert.Equal(1, script.Due);

        script.Answer(1, Accepted);
        Assert.Null(script.Due);
        Assert.Equal((1, null, null), script.Pass(Day).Versions);
    }

    [Fact]
    public void Imposed_Refused_OldOneIsTriedAndTakesOverAgain()
    {
        var script = new RotationScript().Impose().Answer(1, Refused);
        Assert.Equal(0, script.Due);
        script.Then().Answer(0, Accepted);

        Assert.Equal((0, null, 1), script.Versions);
        Assert.True(script.WasUsedNow);
        Assert.Equal("the configured secret, the fallback, is active again; secret 1 was refused and is kept for 1 d", script.Words.Last());
        Assert.Equal((0, null, null), script.Pass(Day).Versions);
    }

    [Fact]
    public void Imposed_WhileTheActiveOneIsRefused_KeepsTheFallbackThatMayWork()
    {
        var script = new RotationScript().Offer().Answer(1, Accepted).Answer(1, Refused).Impose();
        Assert.Equal((2, null, 0), script.Versions);
    }

    [Fact]
    public void Imposed_LateAnswerForTheOldOne_DoesNotTurnItBack()
    {
        var script = new RotationScript().Impose();
        Assert.Equal((1, null, 0), script.Answer(0, Accepted).Versions);
        Assert.Equal((1, null, 0), script.Answer(0, Refused).Versions);
    }

    [Fact]
    public void Fallback_RefusedAfterwards_IsProvedDead()
    {
        var script = new RotationScript().Offer().Answer(1, Accepted).Then().Answer(0, Refused);
        Assert.Equal((1, null, null), script.Versions);
        Assert.Equal([AuditAction.Retired], script.Actions);
    }

    [Fact]
    public void Fallback_TakesOver_WhenTheActiveOneIsRefusedLater()
    {
        var script = new RotationScript().Offer().Answer(1, Accepted).Pass(TimeSpan.FromHours(1)).Answer(1, Refused);
        Assert.Equal(0, script.Due);
        Assert.Equal((0, null, 1), script.Answer(0, Accepted).Versions);
    }

    [Fact]
    public void Fallback_GoesAfterItsTime_ButNotWhileTheActiveOneIsRefused()
    {
        var script = new RotationScript().Offer().Answer(1, Accepted);
        Assert.Equal(Noon + Day, Usual.RetiresAt(script.State));
        Assert.Equal((1, null, 0), script.Pass(Day - Second).Versions);

        script.Answer(1, Refused).Answer(0, Silence).Pass(Day);
        Assert.Equal((1, null, 0), script.Versions);
        Assert.Null(Usual.RetiresAt(script.State));

        script.Answer(1, Accepted).Then().Pass(Second);
        Assert.Equal((1, null, null), script.Versions);
        Assert.Equal([AuditAction.Retired], script.Actions);
    }

    [Fact]
    public void Refused_NewOne_IsErasedAfterItsTime()
    {
        var script = new RotationScript().Offer().Answer(1, Refused).Answer(0, Accepted);
        Assert.Equal((0, 1, null), script.Pass(Day - Second).Versions);
        Assert.Equal((0, null, null), script.Pass(Second).Versions);
    }

    [Fact]
    public void Refused_Everything_NothingIsGivenUp_AndAllIsTriedAgainAtMeasuredPace()
    {
        var script = new RotationScript().Offer().Answer(1, Refused).Answer(0, Refused).Answer(1, Refused);
        Assert.Null(script.Due);
        Assert.Equal((0, 1, null), script.Versions);

        // Refused again and again, every few seconds: nothing is tried.
        script.Then().Pass(TimeSpan.FromMinutes(4)).Answer(0, Refused);
        Assert.Null(script.Due);
        script.Pass(TimeSpan.FromMinutes(1)).Answer(0, Refused);
        Assert.Equal(1, script.Due);
        Assert.Empty(script.Actions);
        Assert.Equal((1, null, null), script.Answer(1, Accepted).Versions);
    }

    [Fact]
    public void Used_AcceptedAgainAndAgain_IsWorthAWriteOnceAnHour()
    {
        var script = new RotationScript().Answer(0, Accepted);
        var first = script.State;
        Assert.Same(first, script.Pass(TimeSpan.FromMinutes(59)).Answer(0, Accepted).State);
        Assert.NotEqual(first, script.Pass(TimeSpan.FromMinutes(1)).Answer(0, Accepted).State);
        Assert.Equal([AuditAction.Proved], script.Actions);
    }

    [Fact]
    public void Used_PendingOneAcceptedByTheRegistrationItself_IsActive()
    {
        // The registration shows the other secret by itself when the first is refused.
        var script = new RotationScript().Offer().Answer(0, Refused).Answer(1, Accepted);
        Assert.Equal((1, null, null), script.Versions);
        Assert.Same(script.State, script.Answer(1, Accepted).State);
    }

    [Fact]
    public void Forgotten_NothingStoredIsLeft_AndNoVersionComesAgain()
    {
        var script = new RotationScript().Offer().Answer(1, Accepted).Forget();
        Assert.Empty(script.State.Slots);
        Assert.True(script.WasUsedNow);
        Assert.Equal(2, script.Offer().State.LastVersion);
    }

    [Fact]
    public void Imposed_ThatNobodyAsksFor_OldOneGoesAfterItsTime()
    {
        var script = new RotationScript().Impose().Answer(1, NotAsked);
        Assert.Equal((1, null, 0), script.Versions);
        Assert.Null(script.Due);
        Assert.Equal((1, null, null), script.Pass(Day).Versions);
    }
}
