using DialIn.Media.Relay;

namespace DialIn.Media.Tests.Relay;

public sealed class GatheringTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(100);

    private TimeSpan _now = TimeSpan.FromSeconds(1);
    private Gathering _gathering;

    [Fact]
    public void FewPackets_WaitForNone()
    {
        // 5,000 a second, of 50 calls.
        Assert.All(Rounds(1000, every: 2), static pause => Assert.Equal(TimeSpan.Zero, pause));
    }

    [Fact]
    public void ManyPackets_AreReadTogether_AfterTheFirstTwentyMilliseconds()
    {
        // 20,000 a second, of 200 calls.
        var pauses = Rounds(1000, every: 1, packets: 2);

        Assert.Equal(TimeSpan.Zero, pauses[100]);
        Assert.All(pauses[402..], static pause => Assert.Equal(Gathering.Period - Tick, pause));
    }

    [Fact]
    public void LongRound_IsFollowedAtOnce()
    {
        _ = Rounds(1000, every: 1, packets: 2);

        Assert.True(_gathering.PauseAfter(2, _now, _now + Gathering.Period) <= TimeSpan.Zero);
    }

    [Fact]
    public void Wake_WithoutPackets_IsNoReasonToWait()
    {
        _ = Rounds(1000, every: 1, packets: 2);

        Assert.Equal(TimeSpan.Zero, _gathering.PauseAfter(0, _now, _now));
    }

    [Fact]
    public void ManyPackets_ThatAreOver_ThenFew_WaitForNone()
    {
        _ = Rounds(1000, every: 1, packets: 2);
        _now += TimeSpan.FromSeconds(5);

        Assert.All(Rounds(1000, every: 2)[1..], static pause => Assert.Equal(TimeSpan.Zero, pause));
    }

    private List<TimeSpan> Rounds(int count, int every, int packets = 1)
    {
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < count; i++)
        {
            _now += every * Tick;
            pauses.Add(_gathering.PauseAfter(packets, _now, _now + Tick));
        }

        return pauses;
    }
}
