using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

/// <summary>A lease of a minute: renewed every 10 s, left after 50 s without a renewal, silent after 55 s.</summary>
public class LeaseMachineTests
{
    private const string Me = "me/1 boot ns a";
    private const string Other = "other/2 boot ns b";

    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    private LeaseMachine _machine = new(new LeaseTimings(TimeSpan.FromMinutes(1)), Me);
    private double _now = 100;
    private double _utcAhead;

    private LeaseMoment Now => At(_now);

    [Fact]
    public void FreeAccount_IsTakenAtOnce()
    {
        Assert.Equal(["look"], Pass(0));
        Assert.Equal(["take none"], See(null));
        Assert.Equal(["begin"], Taken(Me, 1));
        Assert.True(_machine.MaySend(Now));
    }

    [Fact]
    public void AccountThatWasLetGo_IsTakenAtOnce()
    {
        Pass(0);
        Assert.Equal(["take nobody 4"], See(Lease(null, 4)));
        Assert.Equal(["begin"], Taken(Me, 5));
    }

    [Fact]
    public void AccountOfAProcessThatIsGone_IsTakenAtOnce()
    {
        Pass(0);
        Assert.Equal(["take other/2 4"], See(Lease(Other, 4), isGone: true));
    }

    [Fact]
    public void AccountOfAnother_IsTakenWhenItWasSeenUnchangedForAMinute()
    {
        Pass(0);
        See(Lease(Other, 4));
        for (var second = 0; second < 58; second += 2)
        {
            Assert.Equal(["look"], Pass(2));
            Assert.Empty(See(Lease(Other, 4)));
        }

        // It was only slow.
        Assert.Equal(["look"], Pass(2));
        Assert.Equal(["take other/2 4"], See(Lease(Other, 4)));
        Assert.Empty(Taken(Other, 4, until: 9));
        Assert.False(_machine.MaySend(Now));
        Pass(58);
        Assert.Empty(See(Lease(Other, 4, until: 9)));
        Pass(2);
        Assert.Equal(["take other/2 4"], See(Lease(Other, 4, until: 9)));
        Assert.Equal(["begin"], Taken(Me, 5));
    }

    [Fact]
    public void AccountOfAnother_WhichIsRenewed_IsNeverTaken()
    {
        Pass(0);
        for (var i = 0; i < 50; i++)
        {
            Assert.Empty(See(Lease(Other, 4, until: i)));
            Assert.Equal(["look"], Pass(50));
        }
    }

    [Fact]
    public void TimeOfDayThatIsSet_MakesNobodyTakeTheAccountOfAnother()
    {
        Pass(0);
        See(Lease(Other, 4));
        _utcAhead = 100_000;
        Assert.Equal(["look"], Pass(2));
        Assert.Empty(See(Lease(Other, 4)));
    }

    [Fact]
    public void HeldAccount_IsRenewedEveryTenSeconds()
    {
        Hold();
        Assert.Empty(Pass(9));
        Assert.Equal(["take me/1 1"], Pass(1));
        Assert.Empty(Pass(5));
        Assert.Empty(Taken(Me, 1, asked: _now - 5));
        Assert.Equal(["take me/1 1"], Pass(5));
    }

    [Fact]
    public void HeldAccount_WithoutADatabase_IsLeftInTime_AndThenSilent()
    {
        Hold();
        Assert.Equal(["take me/1 1"], Pass(10));
        Assert.Empty(Fail());
        Assert.NotNull(_machine.SilentStoreSince);
        Assert.Equal(["take me/1 1"], Pass(10));
        Assert.Empty(Fail());
        Assert.True(_machine.MaySend(Now));
        Assert.Equal(["leave"], Pass(30));
        Assert.True(_machine.MaySend(Now));
        Assert.Equal(["abandon"], Pass(5));
        Assert.False(_machine.MaySend(Now));
    }

    [Fact]
    public void HeldAccount_WithoutADatabase_WhoseBindingIsTakenBack_IsLetGo()
    {
        Hold();
        Pass(10);
        Fail();
        Assert.Equal(["leave"], Pass(40));
        _now += 1;
        Assert.Equal(["abandon", "release me/1 1"], Send(new LeaseInput.Left(Now)));
        Assert.False(_machine.MaySend(Now));
    }

    [Fact]
    public void DatabaseThatAnswersWhileTheBindingIsTakenBack_MakesItComeBack()
    {
        Hold();
        Pass(10);
        Assert.Equal(["leave"], Pass(40));
        Assert.Empty(Taken(Me, 1, asked: _now - 1));
        Assert.Equal(["begin"], Send(new LeaseInput.Left(Now)));
    }

    [Fact]
    public void ProcessThatWasStopped_SendsNothing_AndAsksAnew()
    {
        Hold();
        _now += 300;
        Assert.False(_machine.MaySend(Now));
        Assert.Equal(["abandon"], Send(new LeaseInput.Late(Now)));
        Assert.Equal(["look"], Pass(0));
        Assert.Equal(["take me/1 1"], See(Lease(Me, 1)));
        Assert.Equal(["begin"], Taken(Me, 1));
    }

    [Fact]
    public void MachineThatSlept_KnowsByTheTimeOfDay()
    {
        Hold();
        _utcAhead = 300;
        Assert.False(_machine.MaySend(Now));
        Assert.Equal(["abandon"], Pass(0));
    }

    [Fact]
    public void HolderThatWasOvertaken_IsSilentAtOnce()
    {
        Hold();
        Pass(10);
        Assert.Equal(["abandon"], Taken(Other, 2));
        Assert.False(_machine.MaySend(Now));
    }

    [Fact]
    public void AnswerThatTookTooLong_IsNoLeaseYet()
    {
        Pass(0);
        See(null);
        _now += 52;
        Assert.Equal(["take me/1 1"], Taken(Me, 1, asked: _now - 52));
        Assert.False(_machine.MaySend(Now));
        Assert.Equal(["begin"], Taken(Me, 1));
    }

    [Fact]
    public void Question_WithoutAnAnswer_IsNotAskedAgain()
    {
        Assert.Equal(["look"], Pass(0));
        Assert.Empty(Pass(100));
        Fail();
        Assert.Equal(["look"], Pass(2));
    }

    private static Lease Lease(string? holder, long fence, long until = 0) => new("carrier", holder, fence, Epoch.AddMilliseconds(until));

    private LeaseMoment At(double seconds) => new(TimeSpan.FromSeconds(seconds), Epoch.AddSeconds(seconds + _utcAhead));

    private void Hold()
    {
        Pass(0);
        See(null);
        Assert.Equal(["begin"], Taken(Me, 1));
    }

    private string[] Pass(double seconds)
    {
        _now += seconds;
        return Send(new LeaseInput.Tick(Now));
    }

    private string[] See(Lease? lease, bool isGone = false) => Send(new LeaseInput.Seen(lease, isGone, Now));

    private string[] Taken(string? holder, long fence, long until = 0, double? asked = null) => Send(new LeaseInput.Taken(Lease(holder, fence, until), At(asked ?? _now), Now));

    private string[] Fail() => Send(new LeaseInput.Failed(Now));

    private string[] Send(LeaseInput input)
    {
        (_machine, var effects) = _machine.On(input);
        return [.. effects.Select(Line)];
    }

    private static string Line(LeaseEffect effect) => effect switch
    {
        LeaseEffect.Take take => $"take {Words(take.Seen)}",
        LeaseEffect.Release release => $"release {Words(release.Held)}",
        _ => effect.GetType().Name.ToLowerInvariant(),
    };

    private static string Words(Lease? lease) => lease is null ? "none" : $"{lease.Holder?.Split(' ')[0] ?? "nobody"} {lease.Fence}";
}
