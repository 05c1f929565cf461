using DialIn.Media.Relay;
using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Relay;

public class PlayoutScheduleTests
{
    private PlayoutSchedule _schedule = new(Milliseconds(100));

    [Fact]
    public void BeforeTheDeadline_NothingIsDue() => Assert.Equal([], Due(99));

    [Fact]
    public void AtTheDeadline_OneFrameIsDue()
    {
        Assert.Equal([100], Due(100));
        Assert.Equal([], Due(119));
        Assert.Equal([120], Due(120));
    }

    [Fact]
    public void LittleLateness_NeverAddsUp()
    {
        var random = new SeededRandom(1);
        for (var frame = 0; frame < 10_000; frame++)
        {
            var deadline = 100 + (frame * 20);
            Assert.Equal([deadline], Due(deadline + random.Next(20)));
        }
    }

    [Theory]
    [InlineData(125, new[] { 100, 120 })]
    [InlineData(160, new[] { 100, 120, 140, 160 })]
    [InlineData(161, new[] { 160 })]
    [InlineData(179, new[] { 160 })]
    [InlineData(180, new[] { 180 })]
    [InlineData(10_119, new[] { 10_100 })]
    public void Lateness_UpTo60Ms_IsCaughtUp_AndAStallIsSkipped(int now, int[] due) => Assert.Equal(due, Due(now));

    [Fact]
    public void AfterAStall_TheDeadlinesKeepTheirGrid()
    {
        Due(5_007);

        Assert.Equal([5_020], Due(5_020));
    }

    private int[] Due(int now)
    {
        var due = new List<int>();
        while (_schedule.TryTake(Milliseconds(now), out var deadline))
        {
            due.Add((int)deadline.TotalMilliseconds);
        }

        return [.. due];
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
