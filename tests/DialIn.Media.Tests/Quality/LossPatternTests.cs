using DialIn.Media.Quality;

namespace DialIn.Media.Tests.Quality;

public class LossPatternTests
{
    private LossPattern _pattern;

    [Fact]
    public void Gaps_AreLoss()
    {
        Receive(10, 11, 14, 15);

        Assert.Equal((4L, 2L, 1L), (_pattern.Total.InTime, _pattern.Total.Lost, _pattern.Total.LossRuns));
    }

    [Fact]
    public void Looking_ChangesNothing()
    {
        Receive(10, 12);
        Assert.Equal(1, _pattern.Total.Lost);
        Receive(11);

        Assert.Equal((3L, 0L), (_pattern.Total.InTime, _pattern.Total.Lost));
    }

    [Fact]
    public void Overtaken_CountsAsCome_UpTo63PacketsLater()
    {
        Receive([.. Enumerable.Range(0, 65).Where(number => number != 1).Select(number => (ushort)number)]);
        Receive(1);
        Assert.Equal(0, _pattern.Total.Lost);

        Receive([.. Enumerable.Range(65, 66).Where(number => number != 66).Select(number => (ushort)number)]);
        Receive(66); // 64 behind
        Assert.Equal(1, _pattern.Total.Lost);
    }

    [Fact]
    public void Duplicates_CountOnce()
    {
        Receive(10, 10, 11, 10, 11);

        Assert.Equal((2L, 0L, 3L), (_pattern.Total.InTime, _pattern.Total.Lost, _pattern.Duplicates));
    }

    [Fact]
    public void Wrap_IsNoLoss()
    {
        Receive([.. Enumerable.Range(65_500, 100).Select(number => (ushort)number)]);

        Assert.Equal((100L, 0L), (_pattern.Total.InTime, _pattern.Total.Lost));
    }

    [Theory]
    [InlineData(13_000)]
    [InlineData(2_000)]
    public void Jump_BeginsAnew_AndIsNoLoss(ushort to)
    {
        Receive(9_990, 9_991, 9_993);
        Receive(to, (ushort)(to + 1));

        Assert.Equal((5L, 1L), (_pattern.Total.InTime, _pattern.Total.Lost));
    }

    [Fact]
    public void LongHole_IsLoss()
    {
        Receive(10, 1010);

        Assert.Equal((2L, 999L, 1L), (_pattern.Total.InTime, _pattern.Total.Lost, _pattern.Total.LossRuns));
        Assert.Equal(999, _pattern.Total.BurstLosses);
    }

    [Fact]
    public void TooLate_IsAKindOfItsOwn_AndADuplicateInTimeDoesNotChangeIt()
    {
        _pattern.Receive(10, isLate: false);
        _pattern.Receive(11, isLate: true);
        _pattern.Receive(11, isLate: false);
        _pattern.Receive(12, isLate: false);

        Assert.Equal((2L, 1L, 0L), (_pattern.Total.InTime, _pattern.Total.TooLate, _pattern.Total.Lost));
    }

    private void Receive(params ushort[] sequences)
    {
        foreach (var sequence in sequences)
        {
            _pattern.Receive(sequence, isLate: false);
        }
    }
}
