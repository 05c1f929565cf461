using DialIn.Pins;

namespace DialIn.Tests.Pins;

/// <summary>Numbers that were worked out by hand.</summary>
public class GuessingOddsTests
{
    private static readonly GuessingLimits Limits = new(Budget: 100, OfCaller: 10, OfTrunk: 100);

    [Fact]
    public void ThirteenThousandRooms_NineDigits_OneGuessIn69231()
    {
        var odds = Of(new() { [9] = 13_000 }, new() { [9] = 200 });

        // 13,000 of 900,000,000.
        Assert.Equal(69_231, Math.Round(1 / odds.Guess));
        // 200 of 900,000,000.
        Assert.Equal(4_500_000, Math.Round(1 / odds.GuessAtRunning));
        Assert.Equal(100, odds.GuessesWithin);
        // A thousand lines, six tries a minute on each.
        Assert.Equal(360_000, odds.GuessesBeyond);
        Assert.Equal(10, odds.HalvingLength);
    }

    [Fact]
    public void SevenDigits_OneGuessIn692()
    {
        // Of 9,000,000; the well-known one in 770 counts PINs that begin with 0.
        Assert.Equal(692, Math.Round(1 / Of(new() { [7] = 13_000 }, []).Guess));
    }

    [Theory]
    [InlineData(1.0 / 69_231, 100, 0.001_443_4)]
    [InlineData(1.0 / 4_500_000, 360_000, 0.076_884)]
    [InlineData(0.5, 2, 0.75)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 1_000_000, 0)]
    public void Hit_IsOneLessTheChanceThatAllMiss(double guess, double guesses, double expected) =>
        Assert.Equal(expected, GuessingOdds.Hit(guess, guesses), 6);

    [Fact]
    public void EvenChance_IsWhereHalfOfAllGuessersHaveHit()
    {
        // ln 2 / (100 / 69,231) = 479.9 hours.
        Assert.Equal(479.9, GuessingOdds.EvenChanceAfter(1.0 / 69_231, 100)!.Value.TotalHours, 1);
        // Half a chance each hour.
        Assert.Equal(1, GuessingOdds.EvenChanceAfter(0.5, 1)!.Value.TotalHours, 9);
        Assert.Null(GuessingOdds.EvenChanceAfter(0, 100));
        Assert.Null(GuessingOdds.EvenChanceAfter(1e-12, 1));
    }

    [Fact]
    public void SeveralLengths_TheDensestIsGuessedAt()
    {
        // 10 of 9,000,000 is more than 400 of 900,000,000.
        var odds = Of(new() { [7] = 10, [9] = 400 }, new() { [9] = 9 });

        Assert.Equal(10 / 9e6, odds.Guess, 12);
        Assert.Equal(9 / 9e8, odds.GuessAtRunning, 12);
        // All 410 rooms at nine digits: 1 in 2,195,122, less than half of 1 in 900,000.
        Assert.Equal(9, odds.HalvingLength);
    }

    [Fact]
    public void FewerCallsInASecondThanLinesCouldMake_AreTheLimit() =>
        Assert.Equal(180_000, GuessingOdds.Of(new Dictionary<int, int>(), new Dictionary<int, int>(), Limits, lines: 1_000, callsPerSecond: 50).GuessesBeyond);

    [Fact]
    public void NoRooms_NoChance()
    {
        var odds = Of([], []);
        Assert.Equal((0, 0), (odds.Guess, odds.GuessAtRunning));
    }

    [Fact]
    public void TwelveDigits_CannotBeHalved() => Assert.Null(Of(new() { [12] = 13_000 }, []).HalvingLength);

    private static GuessingOdds Of(Dictionary<int, int> rooms, Dictionary<int, int> running) =>
        GuessingOdds.Of(rooms, running, Limits, lines: 1_000, callsPerSecond: 1_000);
}
