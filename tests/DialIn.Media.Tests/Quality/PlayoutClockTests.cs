using DialIn.Media.Quality;

namespace DialIn.Media.Tests.Quality;

public class PlayoutClockTests
{
    private PlayoutClock _clock;
    private TimeSpan _sent = TimeSpan.FromSeconds(7);
    private uint _timestamp = uint.MaxValue - 1000; // wraps soon

    [Fact]
    public void SteadyStream_HasNoJitter()
    {
        Assert.Equal(0, Late(1000, _ => 30));
        Assert.Equal(TimeSpan.Zero, _clock.Jitter);
    }

    [Fact]
    public void SpacingThatAlternates_IsTheJitterOfTheFormula()
    {
        Assert.Equal(0, Late(1000, packet => packet % 2 == 0 ? 30 : 40));
        Assert.Equal(10, _clock.Jitter.TotalMilliseconds, 0.01);
    }

    [Fact]
    public void MoreThanTheBuffer_BehindTheFastest_IsLate() => Assert.Equal(20, Late(1000, packet => packet % 50 == 25 ? 140 : packet % 50 == 26 ? 120 : 30));

    [Fact]
    public void ClocksThatDrift_MakeNothingLate() => Assert.Equal(0, Late(200_000, packet => 30 + (packet * 0.002))); // 100 ppm, over an hour

    [Fact]
    public void RouteThatGetsSlower_IsLateUntilItIsTheNewFastest_AndAJumpOfTheClockIsNeither()
    {
        Assert.Equal(0, Late(100, _ => 30));
        _timestamp += 80_000;
        Assert.Equal(0, Late(100, _ => 30));
        Assert.Equal(TimeSpan.Zero, _clock.Jitter);

        _clock.Restart();
        _timestamp = 5;
        Assert.Equal(0, Late(100, _ => 500));
    }

    [Fact]
    public void ClockThatJumpsWithEachPacket_NeverThrows()
    {
        for (var i = 0; i < 4_000_000; i++)
        {
            Assert.False(_clock.IsLate(_timestamp, _sent));
            _timestamp = unchecked(_timestamp + int.MaxValue);
        }

        Assert.Equal(TimeSpan.Zero, _clock.Jitter);
    }

    private int Late(int packets, Func<int, double> delay)
    {
        var late = 0;
        for (var i = 0; i < packets; i++)
        {
            late += _clock.IsLate(_timestamp, _sent + TimeSpan.FromMilliseconds(delay(i))) ? 1 : 0;
            _sent += TimeSpan.FromMilliseconds(20);
            _timestamp = unchecked(_timestamp + 160);
        }

        return late;
    }
}
