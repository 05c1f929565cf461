using DialIn.Media.Relay;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Media.Tests.Relay;

public class PacingTests
{
    private readonly Pacing _pacing = new();
    private readonly List<(LegPath Leg, double Due)> _steps = [];
    private readonly List<(double Skipped, int Legs)> _stalls = [];

    [Fact]
    public void WithoutLegs_NothingIsDueEver()
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, _pacing.UntilNext(TimeSpan.FromSeconds(1)));
        Run(1000);
        Assert.Empty(_steps);
    }

    [Fact]
    public void OneLeg_IsDueEvery20Ms()
    {
        var leg = Add(at: 1007);
        Assert.Equal(13, _pacing.UntilNext(Milliseconds(1007)).TotalMilliseconds);
        for (var now = 1007; now <= 1100; now++)
        {
            Run(now);
        }

        Assert.Equal([(leg, 1020), (leg, 1040), (leg, 1060), (leg, 1080), (leg, 1100)], _steps);
        Assert.Equal(TimeSpan.Zero, _pacing.UntilNext(Milliseconds(1300)));
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

    private LegPath Add(int at)
    {
        var leg = new LegPath(new MediaLegOptions { Name = "leg" }, _ => { }, new RtpRewriter(1, 1, 1), new byte[2048], NullLogger.Instance);
        _pacing.Add(leg, Milliseconds(at));
        return leg;
    }

    private void Run(int now) => _pacing.Run(
        Milliseconds(now),
        (leg, due) => _steps.Add((leg, due.TotalMilliseconds)),
        (skipped, legs) => _stalls.Add((skipped.TotalMilliseconds, legs)));

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
