using DialIn.Media.Rtp;
using DialIn.Media.Tests.Audio;
using DialIn.Testing;

namespace DialIn.Media.Tests.Rtp;

public class ReceptionStatisticsTests
{
    private const uint Ssrc = 7;

    [Fact]
    [Rfc(3550, "A.3")]
    public void CumulativeLost_OneOfTenMissing_IsOne()
    {
        var statistics = new ReceptionStatistics(8000);
        Receive(statistics, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11);

        Assert.Equal(1, statistics.CumulativeLost);
        Assert.Equal(11u, statistics.ExtendedHighestSequenceNumber);
    }

    [Fact]
    [Rfc(3550, "A.3")]
    public void CumulativeLost_DuplicatesOutnumberLosses_IsNegative()
    {
        var statistics = new ReceptionStatistics(8000);
        Receive(statistics, 1, 2, 3, 3, 3, 5);

        Assert.Equal(-1, statistics.CumulativeLost);
    }

    [Fact]
    [Rfc(3550, "A.3")]
    public void FractionLost_CountsTheIntervalAlone()
    {
        var statistics = new ReceptionStatistics(8000);
        Receive(statistics, 0, 1, 2, 3, 4);
        Assert.Equal(0, statistics.TakeFractionLost());

        Receive(statistics, 5, 7); // one of three lost
        Assert.Equal(256 / 3, statistics.TakeFractionLost());

        Receive(statistics, 8, 8, 9); // a duplicate hides nothing that was lost
        Assert.Equal(0, statistics.TakeFractionLost());
        Assert.Equal(0, statistics.TakeFractionLost());
    }

    [Fact]
    [Rfc(3550, "A.8")]
    public void Jitter_EvenSpacing_IsZero()
    {
        var statistics = new ReceptionStatistics(8000);
        for (var i = 0; i < 100; i++)
        {
            statistics.Receive(Ssrc, (ushort)i, (uint)(i * 160), TimeSpan.FromMilliseconds(i * 20));
        }

        Assert.Equal(0u, statistics.InterarrivalJitter);
    }

    [Fact]
    [Rfc(3550, "A.8")]
    public void Jitter_RandomSpacing_FollowsTheFormula()
    {
        var random = new SeededRandom(3);
        var statistics = new ReceptionStatistics(8000);
        var (expected, transit) = (0.0, double.NaN);
        for (var i = 0; i < 2000; i++)
        {
            var arrival = (i * 20) + random.Next(30);
            statistics.Receive(Ssrc, (ushort)i, (uint)(i * 160), TimeSpan.FromMilliseconds(arrival));
            if (i == 0)
            {
                continue; // in probation
            }

            var now = (arrival * 8.0) - (i * 160);
            expected += double.IsNaN(transit) ? 0 : (Math.Abs(now - transit) - expected) / 16;
            transit = now;
        }

        Assert.InRange(statistics.InterarrivalJitter, expected - 2, expected + 2);
        Assert.InRange(expected, 30, 150);
        Assert.Equal(statistics.InterarrivalJitter / 8000.0, statistics.Snapshot().Jitter.TotalSeconds, 6);
    }

    [Fact]
    [Rfc(3550, "A.8")]
    public void Jitter_BothClocksWrap_StaysZero()
    {
        var statistics = new ReceptionStatistics(8000);
        var start = TimeSpan.FromSeconds(uint.MaxValue / 8000.0) - TimeSpan.FromSeconds(1);
        for (var i = 0; i < 200; i++)
        {
            statistics.Receive(Ssrc, (ushort)i, unchecked(uint.MaxValue - 8000 + (uint)(i * 160)), start + TimeSpan.FromMilliseconds(i * 20));
        }

        Assert.InRange(statistics.InterarrivalJitter, 0u, 1u);
    }

    [Fact]
    public void NewSsrc_StartsANewSource()
    {
        var statistics = new ReceptionStatistics(8000);
        Receive(statistics, 1, 2, 9);
        Assert.Equal(6, statistics.CumulativeLost);

        Assert.False(statistics.Receive(Ssrc + 1, 500, 0, TimeSpan.Zero));
        Assert.False(statistics.IsValid);
        Assert.True(statistics.Receive(Ssrc + 1, 501, 0, TimeSpan.Zero));
        Assert.Equal(new ReceptionReport(1, 501, 0, 0, 8000), statistics.Snapshot());
    }

    [Fact]
    [Rfc(3550, "A.3")]
    public void Loss_OfARandomStream_IsWhatWasDropped()
    {
        var random = new SeededRandom(4);
        var statistics = new ReceptionStatistics(8000);
        Receive(statistics, 65000, 65001);
        var lost = 0;
        for (var i = 65002; i < 65002 + 100_000; i++)
        {
            if (random.Next(10) == 0)
            {
                lost++;
                continue;
            }

            Receive(statistics, (ushort)i);
        }

        // A loss at the very end would not be known yet.
        Receive(statistics, unchecked((ushort)165_002));
        Assert.Equal(lost, statistics.CumulativeLost);
        Assert.Equal(165_002u, statistics.ExtendedHighestSequenceNumber);
    }

    private static void Receive(ReceptionStatistics statistics, params ushort[] sequences)
    {
        foreach (var sequence in sequences)
        {
            statistics.Receive(Ssrc, sequence, 0, TimeSpan.Zero);
        }
    }
}
