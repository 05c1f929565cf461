using DialIn.Media.Relay;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Media.Tests.Relay;

public class PacingTests
{
    private readonly Pacing _pacing = new();
    private readonly List<(LegPath Leg, double Due)> _steps = [];
    private readonly HashSet<LegPath> _resting = [];
    private readonly List<(double Late, int Legs)> _stalls = [];

    [Fact]
    public void WithoutLegs_NothingIsDueEver()
    {
        Assert.Equal(TimeSpan.MaxValue, _pacing.Next);
        Run(1000);
        Assert.Empty(_steps);
    }

    [Fact]
    public void OneLeg_IsDueEvery20Ms()
    {
        var leg = Add(at: 1007);
        Assert.Equal(Milliseconds(1020), _pacing.Next);
        for (var now = 1007; now <= 1100; now++)
        {
            Run(now);
        }

        Assert.Equal([(leg, 1020), (leg, 1040), (leg, 1060), (leg, 1080), (leg, 1100)], _steps);
        Assert.Equal(Milliseconds(1120), _pacing.Next);
    }

    [Fact]
    public void FourLegs_AreSpreadOverThePeriod()
    {
        for (var i = 0; i < 4; i++)
        {
            Add(at: 1000);
        }

        for (var now = 1000; now < 1040; now++)
        {
            Run(now);
        }

        Assert.Equal([1020, 1025, 1030, 1035], _steps.Select(step => step.Due));
        Assert.Equal(4, _steps.Select(step => step.Leg).Distinct().Count());
    }

    [Fact]
    public void Stall_SkipsWhatWasMissed_AndIsTold()
    {
        Add(at: 1000);
        Run(1500);

        Assert.Equal([1500], _steps.Select(step => step.Due));
        Assert.Equal([(480, 1)], _stalls);
    }

    [Fact]
    public void Stall_OfManyLegs_IsOne()
    {
        for (var i = 0; i < 40; i++)
        {
            Add(at: 1000);
        }

        Run(1092);

        Assert.Equal([(72, 30)], _stalls); // the ten of 1035 are no more than 60 ms late
    }

    [Fact]
    public void HeldUpEverySecond_WithNothingButRestingLegs_IsToldEachTime()
    {
        _resting.UnionWith(Enumerable.Range(0, 1000).Select(_ => Add(at: 1000)));
        for (var now = 1000; now < 2000; now++)
        {
            Run(now);
        }

        Assert.Empty(_stalls);
        for (var (second, now) = (2, 2000); second < 7; second++)
        {
            for (now += 150; now < (second + 1) * 1000; now++)
            {
                Run(now);
            }
        }

        Assert.Equal(5, _stalls.Count);
        Assert.All(_stalls, stall => Assert.InRange(stall.Late, 130, 150));
    }

    [Fact]
    public void Stall_IsNoSilenceOfThePeers_AndWhatComesAfterItIs()
    {
        var raised = new List<MediaEvent>();
        var leg = new LegPath(
            new MediaLegOptions { Name = "leg", SilenceAfter = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(30) },
            raised.Add,
            new RtpRewriter(1, 1, 1),
            new byte[2048],
            NullLogger.Instance);
        var peer = new LegHarness();
        leg.Attach(peer, peer, _ => { });
        leg.Start(LegHarness.Negotiated(), Milliseconds(1000));
        _pacing.Add(leg, Milliseconds(1000));
        Tick(1020);

        // The machine pauses for a minute: nothing can have come, and nobody is gone because of that.
        for (var now = 61_020; now < 65_980; now += 20)
        {
            Tick(now);
        }

        Assert.Empty(raised);
        for (var now = 65_980; now <= 66_040; now += 20)
        {
            Tick(now);
        }

        Assert.IsType<MediaSilent>(Assert.Single(raised));

        void Tick(int now) => _pacing.Run(
            Milliseconds(now),
            (leg, due) =>
            {
                leg.Tick(due);
                return false;
            },
            (_, _) => { });
    }

    [Fact]
    public void Removed_IsNotDueAnyMore_AndALaterLegStartsInTime()
    {
        _pacing.Remove(Add(at: 1000));
        Run(2000);
        Assert.Empty(_steps);

        Add(at: 5003);
        Run(5020);
        Assert.Equal([5020], _steps.Select(step => step.Due));
        Assert.Empty(_stalls); // the time without legs was none
    }

    [Fact]
    public void RestingLeg_IsLookedAtEvery200Ms_AndEvery20MsOnceAwakened()
    {
        var leg = Add(at: 1000);
        _resting.Add(leg);
        Run(1020);
        Assert.Equal(Milliseconds(1200), _pacing.Next);
        Run(1199);
        Run(1200);
        Run(1400);
        Assert.Equal([1020, 1200, 1400], _steps.Select(step => step.Due));

        _resting.Clear();
        _pacing.Awaken(leg, Milliseconds(1450));
        _pacing.Awaken(leg, Milliseconds(1450));
        Run(1460);
        Run(1480);
        Assert.Equal([1460, 1480], _steps.Skip(3).Select(step => step.Due));
    }

    [Fact]
    public void RestingLeg_WithFramesAgain_IsDueEvery20Ms()
    {
        var leg = Add(at: 1000);
        _resting.Add(leg);
        Run(1020);
        _resting.Clear();
        Run(1200);
        Run(1220);
        Run(1240);

        Assert.Equal([1020, 1200, 1220, 1240], _steps.Select(step => step.Due));
    }

    [Fact]
    public void RestingLegs_LeaveTheOthersTheirFrames()
    {
        var legs = Enumerable.Range(0, 9).Select(_ => Add(at: 1000)).ToList();
        _resting.UnionWith(legs.Where((_, index) => index % 2 == 0));
        for (var now = 1000; now < 1060; now++)
        {
            Run(now);
        }

        Assert.All(legs, leg => Assert.Equal(_resting.Contains(leg) ? 1 : 2, _steps.Count(step => step.Leg == leg)));
        Assert.Equal(Milliseconds(1065), _pacing.Next); // the first group is empty
        legs.ForEach(_pacing.Remove);
        Assert.Equal(TimeSpan.MaxValue, _pacing.Next);
    }

    private LegPath Add(int at)
    {
        var leg = new LegPath(new MediaLegOptions { Name = "leg" }, _ => { }, new RtpRewriter(1, 1, 1), new byte[2048], NullLogger.Instance);
        _pacing.Add(leg, Milliseconds(at));
        return leg;
    }

    private void Run(int now) => _pacing.Run(
        Milliseconds(now),
        (leg, due) =>
        {
            _steps.Add((leg, due.TotalMilliseconds));
            return _resting.Contains(leg);
        },
        (late, legs) => _stalls.Add((late.TotalMilliseconds, legs)));

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
