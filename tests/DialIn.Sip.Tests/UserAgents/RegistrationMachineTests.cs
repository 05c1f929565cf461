using DialIn.Sip.UserAgents;
using DialIn.Testing;
using static DialIn.Sip.UserAgents.RegistrationEffect;
using static DialIn.Sip.UserAgents.RegistrationInput;
using Phase = DialIn.Sip.UserAgents.RegistrationMachine.Phase;

namespace DialIn.Sip.Tests.UserAgents;

public class RegistrationMachineTests
{
    private static readonly RegistrationMachine Fresh = new(TimeSpan.FromHours(1), TimeSpan.FromSeconds(2));

    [Fact]
    [Rfc(3261, "10.2")]
    public void Start_AsksForTheWantedLifetime() => Assert.Equal([Send(3600)], Effects(Fresh, new Start()));

    [Theory]
    [InlineData(3600.0, 0.0, 1800.0)]
    [InlineData(3600.0, 1.0, 3240.0)]
    [InlineData(3600.0, 0.5, 2520.0)]
    [InlineData(700.0, 1.0, 630.0)]
    [InlineData(280.0, 1.0, 210.0)]
    [InlineData(280.0, 0.5, 175.0)]
    [InlineData(180.0, 1.0, 110.0)]
    [InlineData(175.0, 1.0, 105.0)]
    [InlineData(120.0, 0.0, 60.0)]
    [InlineData(120.0, 1.0, 72.0)]
    [InlineData(1.0, 0.0, 1.0)]
    [Rfc(3261, "10.2.4")]
    public void Success_RefreshesFromHalfOfTheGrantedTimeOn_InTimeForAnotherAttempt(double granted, double chance, double refresh) =>
        Assert.Equal(
            [new ReportBound(TimeSpan.FromSeconds(granted)), Timer(refresh)],
            Effects(Fresh, new Start(), new Answered(200, TimeSpan.FromSeconds(granted), Chance: chance)));

    [Theory]
    [InlineData(0.0, 43_200.0)]
    [InlineData(1.0, 77_760.0)]
    public void Success_ForDecades_IsRefreshedWithinADay(double chance, double refresh) =>
        Assert.Equal(
            [new ReportBound(TimeSpan.FromDays(1)), Timer(refresh)],
            Effects(Fresh, new Start(), new Answered(200, TimeSpan.FromSeconds(int.MaxValue), Chance: chance)));

    [Fact]
    [Rfc(3261, "10.2.4")]
    public void Success_WithoutALifetime_CountsAsTheWantedOne() =>
        Assert.Equal(new ReportBound(TimeSpan.FromHours(1)), Effects(Fresh, new Start(), new Answered(200))[0]);

    [Fact]
    [Rfc(3261, "10.2.4")]
    public void Success_WithLifetimeZero_IsAFailure() =>
        Assert.Equal(Failure(200, 30), Effects(Fresh, new Start(), new Answered(200, TimeSpan.Zero))[0]);

    [Fact]
    public void Refresh_TimerFired_RegistersAgain() =>
        Assert.Equal([Send(3600)], Effects(Fresh, new Start(), new Answered(200), new TimerFired()));

    [Fact]
    [Rfc(3261, "10.2.8")]
    public void TooBrief_AsksAgainAtOnceWithTheMinimumAndKeepsIt()
    {
        Assert.Equal([Send(7200)], Effects(Fresh, new Start(), new Answered(423, MinExpires: TimeSpan.FromHours(2))));
        Assert.Equal([Send(7200)], Effects(Fresh, new Start(), new Answered(423, MinExpires: TimeSpan.FromHours(2)), new Answered(200), new TimerFired()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3600)]
    [InlineData(60)]
    [InlineData(int.MaxValue)]
    [Rfc(3261, "10.2.8")]
    public void TooBrief_WithANonsensicalMinimum_IsAFailure(int? minimum) =>
        Assert.Equal(
            [Failure(423, 30), Timer(30)],
            Effects(Fresh, new Start(), new Answered(423, MinExpires: minimum is { } seconds ? TimeSpan.FromSeconds(seconds) : null)));

    [Fact]
    public void Failures_BackOffFromThirtySecondsToThirtyMinutesAndNeverGiveUp()
    {
        var machine = Fresh.On(new Start()).Next;
        var delays = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            (machine, var effects) = machine.On(new Answered(408, Chance: 0.5));
            delays.Add(Assert.IsType<StartTimer>(effects[1]).After.TotalSeconds);
            (machine, effects) = machine.On(new TimerFired());
            Assert.Equal([Send(3600)], effects);
        }

        Assert.Equal([30, 60, 120, 240, 480, 960, 1800, 1800], delays.Take(8));
        Assert.All(delays.Skip(8), delay => Assert.Equal(1800, delay));
    }

    [Theory]
    [InlineData(0.0, 48)]
    [InlineData(1.0, 72)]
    public void Failure_DelayIsJittered(double chance, double expected) =>
        Assert.Equal(Timer(expected), Effects(Fresh, new Start(), new Answered(503), new TimerFired(), new Answered(503, Chance: chance))[1]);

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(407)]
    public void Refused_WaitsLong_BecauseFurtherAttemptsMayLockTheAccount(int status) =>
        Assert.Equal([new ReportFailure(status, IsRefusal: true, TimeSpan.FromMinutes(10)), Timer(600)], Effects(Fresh, new Start(), new Answered(status)));

    [Theory]
    [InlineData(10, 30)]
    [InlineData(300, 300)]
    [InlineData(86_400, 1800)]
    [Rfc(3261, "20.33")]
    public void RetryAfter_IsHonouredWithinTheBounds(int retryAfter, double expected) =>
        Assert.Equal(Timer(expected), Effects(Fresh, new Start(), new Answered(503, RetryAfter: TimeSpan.FromSeconds(retryAfter)))[1]);

    [Fact]
    public void Success_AfterFailures_ForgetsThem()
    {
        var effects = Effects(Fresh, new Start(), new Answered(503), new TimerFired(), new Answered(503), new TimerFired(), new Answered(200), new TimerFired(), new Answered(503));

        Assert.Equal(Timer(30), effects[1]);
    }

    [Fact]
    public void RefreshNow_WhileAnAttemptIsUnderWay_FollowsItAtOnce_BecauseItMayHaveShownTheOldPassword()
    {
        Assert.Equal(
            [new ReportFailure(401, IsRefusal: true, TimeSpan.Zero), Send(3600)], Effects(Fresh, new Start(), new RefreshNow(), new Answered(401)));
        Assert.Equal([new ReportBound(TimeSpan.FromHours(1)), Send(3600)], Effects(Fresh, new Start(), new RefreshNow(), new Answered(200)));
        Assert.Equal(
            [new ReportFailure(401, IsRefusal: true, TimeSpan.FromMinutes(20)), Timer(1200)],
            Effects(Fresh, new Start(), new RefreshNow(), new Answered(401), new Answered(401)));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(1.0, 2)]
    [Rfc(5626, "4.5")]
    public void ConnectionLost_WhileRegistered_RegistersAgainVerySoon(double chance, double seconds)
    {
        Assert.Equal([Timer(seconds)], Effects(Fresh, new Start(), new Answered(200), new FlowLost(chance)));
        Assert.Equal([Send(3600)], Effects(Fresh, new Start(), new Answered(200), new FlowLost(chance), new TimerFired()));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(1.0, 2)]
    public void ConnectionLost_BeneathTheRegister_RegistersAgainVerySoon_AndTheSecondTimeBacksOff(double chance, double seconds)
    {
        var lost = new Answered(503, Chance: chance, IsConnectionLost: true);
        Assert.Equal([new ReportFailure(503, IsRefusal: false, TimeSpan.FromSeconds(seconds)), Timer(seconds)], Effects(Fresh, new Start(), lost));
        Assert.Equal(Timer(60), Effects(Fresh, new Start(), lost, new TimerFired(), lost with { Chance = 0.5 })[1]);
        Assert.Equal(Timer(seconds), Effects(Fresh, new Start(), lost, new TimerFired(), new Answered(200), new TimerFired(), lost)[1]);
    }

    [Fact]
    public void ConnectionLost_OfAnEarlierOne_WhileTheRegisterIsUnderWay_IsNoFailure() =>
        Assert.Empty(Effects(Fresh, new Start(), new Answered(200), new TimerFired(), new FlowLost()));

    [Fact]
    public void ConnectionLost_WhileWaiting_DoesNotShortenTheBackOff() =>
        Assert.Empty(Effects(Fresh, new Start(), new Answered(503), new FlowLost()));

    [Fact]
    public void RefreshNow_WhileWaiting_RegistersAtOnce() =>
        Assert.Equal([Send(3600)], Effects(Fresh, new Start(), new Answered(403), new RefreshNow()));

    [Fact]
    public void Start_WithADelay_WaitsFirst()
    {
        Assert.Equal([Timer(3)], Effects(Fresh, new Start(TimeSpan.FromSeconds(3))));
        Assert.Equal([Send(3600)], Effects(Fresh, new Start(TimeSpan.FromSeconds(3)), new TimerFired()));
        Assert.Equal([new Finish()], Effects(Fresh, new Start(TimeSpan.FromSeconds(3)), new Stop()));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(407)]
    public void Refused_AgainAndAgain_IsTriedSeldomButForEver(int status)
    {
        var machine = Fresh.On(new Start()).Next;
        var delays = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            (machine, var effects) = machine.On(new Answered(status));
            Assert.True(Assert.IsType<ReportFailure>(effects[0]).IsRefusal);
            delays.Add(Assert.IsType<StartTimer>(effects[1]).After.TotalMinutes);
            (machine, effects) = machine.On(new TimerFired());
            Assert.Equal([Send(3600)], effects);
        }

        Assert.Equal([10, 20, 30, 30], delays.Take(4));
        Assert.All(delays.Skip(2), delay => Assert.Equal(30, delay));
    }

    [Fact]
    public void Refused_WithAnotherSecretLeft_TriesItAtOnceAndOnlyOnce()
    {
        Assert.Equal([Send(3600)], Effects(Fresh, new Start(), new Answered(403, HasOtherSecret: true)));
        Assert.Equal(
            [new ReportFailure(403, IsRefusal: true, TimeSpan.FromMinutes(10)), Timer(600)],
            Effects(Fresh, new Start(), new Answered(403, HasOtherSecret: true), new Answered(403, HasOtherSecret: true)));
        Assert.Equal(
            [Send(3600)],
            Effects(Fresh, new Start(), new Answered(403, HasOtherSecret: true), new Answered(200), new TimerFired(), new Answered(403, HasOtherSecret: true)));
    }

    [Fact]
    [Rfc(3581, "4")]
    public void Moved_RegistersAgainAtOnce_ButOnlyOnce()
    {
        Assert.Equal([new ReportBound(TimeSpan.FromHours(1)), Send(3600)], Effects(Fresh, new Start(), new Answered(200, IsMoved: true)));
        Assert.Equal(
            [new ReportBound(TimeSpan.FromHours(1)), Timer(2520)],
            Effects(Fresh, new Start(), new Answered(200, IsMoved: true), new Answered(200, IsMoved: true)));
        Assert.Equal(
            [new ReportBound(TimeSpan.FromHours(1)), Send(3600)],
            Effects(Fresh, new Start(), new Answered(200, IsMoved: true), new Answered(200), new TimerFired(), new Answered(200, IsMoved: true)));
    }

    [Fact]
    public void AddressMoved_WhileRegistered_RegistersAtOnce()
    {
        Assert.Equal([Send(3600)], Effects(Fresh, new Start(), new Answered(200), new AddressMoved()));
        Assert.Empty(Effects(Fresh, new Start(), new Answered(503), new AddressMoved()));
    }

    [Fact]
    [Rfc(5626, "4.5")]
    public void ConnectionLost_ByManyAtOnce_SpreadsThem() =>
        Assert.Equal([Timer(5)], Effects(Fresh with { Spread = TimeSpan.FromSeconds(10) }, new Start(), new Answered(200), new FlowLost(0.5)));

    [Fact]
    [Rfc(3261, "10.2.2")]
    public void Stop_WhileRegistered_RemovesTheBindingAndThenFinishes()
    {
        Assert.Equal([Send(0)], Effects(Fresh, new Start(), new Answered(200), new Stop()));
        Assert.Equal([new Finish()], Effects(Fresh, new Start(), new Answered(200), new Stop(), new Answered(200, TimeSpan.Zero)));
        Assert.Equal([new Finish()], Effects(Fresh, new Start(), new Answered(200), new Stop(), new Answered(408)));
    }

    [Fact]
    [Rfc(3261, "10.2.2")]
    public void Stop_WhileAnAnswerIsAwaited_RemovesTheBindingThatMayComeOfIt() =>
        Assert.Equal([Send(0)], Effects(Fresh, new Start(), new Stop()));

    [Fact]
    public void Stop_BeforeTheStart_FinishesAtOnce() => Assert.Equal([new Finish()], Effects(Fresh, new Stop()));

    [Fact]
    public void Stopped_NothingFollows()
    {
        var stopped = Fresh.On(new Stop()).Next;
        Assert.Equal(Phase.Stopped, stopped.State);

        Assert.Empty(Effects(stopped, new Start()));
        Assert.Empty(Effects(stopped, new TimerFired()));
        Assert.Empty(Effects(stopped, new Answered(200)));
        Assert.Empty(Effects(stopped, new RefreshNow()));
        Assert.Empty(Effects(stopped, new FlowLost()));
        Assert.Empty(Effects(stopped, new Stop()));
    }

    private static IReadOnlyList<RegistrationEffect> Effects(RegistrationMachine machine, params RegistrationInput[] inputs)
    {
        IReadOnlyList<RegistrationEffect> effects = [];
        foreach (var input in inputs)
        {
            (machine, effects) = machine.On(input);
        }

        return effects;
    }

    private static ReportFailure Failure(int status, int retrySeconds) => new(status, IsRefusal: false, TimeSpan.FromSeconds(retrySeconds));

    private static SendRegister Send(int seconds) => new(TimeSpan.FromSeconds(seconds));

    private static StartTimer Timer(double seconds) => new(TimeSpan.FromSeconds(seconds));
}
