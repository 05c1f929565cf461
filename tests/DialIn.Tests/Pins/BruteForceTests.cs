using DialIn.Pins;

namespace DialIn.Tests.Pins;

/// <summary>A thousand lines that do nothing but guess.</summary>
public class BruteForceTests
{
    private const int Callers = 1_000;
    private const int Rooms = 13_000;
    private const int Running = 200;

    private static readonly GuessingLimits Limits = GuessingLimits.Of(new PinsOptions());
    private static readonly TimeSpan Attack = TimeSpan.FromMinutes(5);

    [Fact]
    public void ThousandCallers_NineDigits_FindNothing_AndGuessNoMoreOftenThanTheAuditSays()
    {
        using var attack = new GuessingCallers(seed: 20261127, length: 9, Rooms, Running, Limits);
        var odds = Odds(9);

        attack.Run(Callers, Attack);

        // All of them guess in the same moment at first, and still the budget is not overdrawn by one.
        Assert.Equal(odds.GuessesWithin, attack.Easy);
        Assert.InRange(attack.Hard, odds.GuessesBeyond * Attack.TotalHours * 0.9, (odds.GuessesBeyond * Attack.TotalHours) + Callers);
        // By the audit's own numbers that is one hit in a hundred such attacks; the seed makes it the same attack each time.
        Assert.InRange(GuessingOdds.Hit(odds.Guess, attack.Easy) + GuessingOdds.Hit(odds.GuessAtRunning, attack.Hard), 0, 0.01);
        Assert.Equal(0, attack.Hits);
    }

    [Fact]
    public void ThousandCallers_FiveDigits_FindAsMuchAsTheAuditSays()
    {
        using var attack = new GuessingCallers(seed: 20261127, length: 5, Rooms, Running, Limits);
        var odds = Odds(5);

        attack.Run(Callers, TimeSpan.FromMinutes(1));

        // The same attackers, against PINs that are too short: so it is the length and the limits that keep them out above.
        var expected = (odds.Guess * attack.Easy) + (odds.GuessAtRunning * attack.Hard);
        Assert.InRange(expected, 20, 40);
        // Six standard deviations.
        Assert.InRange(attack.Hits, expected - (6 * Math.Sqrt(expected)), expected + (6 * Math.Sqrt(expected)));
    }

    [Fact]
    public void UnderAttack_WhoHasTheRightPinGetsIn_AfterTenSeconds()
    {
        using var attack = new GuessingCallers(seed: 7, length: 9, Rooms, Running, Limits);

        attack.Run(Callers, TimeSpan.FromMinutes(3));

        // The first came a moment before the guessers had used the budget up, or a moment after.
        Assert.Equal(3, attack.HonestWaits.Count);
        Assert.All(attack.HonestWaits.Skip(1), static wait => Assert.Equal(TimeSpan.FromSeconds(10), wait));
    }

    [Fact]
    public void OneCaller_AllDay_StaysWithinThePlainOdds()
    {
        using var attack = new GuessingCallers(seed: 3, length: 9, Rooms, Running, Limits);

        attack.Run(callers: 1, TimeSpan.FromHours(24));

        Assert.Equal(Limits.Budget, attack.Easy);
        Assert.InRange(attack.Hard, 8_000, 24 * 360);
        Assert.Equal(0, attack.Hits);
    }

    private static GuessingOdds Odds(int length) => GuessingOdds.Of(
        new Dictionary<int, int> { [length] = Rooms }, new Dictionary<int, int> { [length] = Running }, Limits, Callers, callsPerSecond: 1_000_000);
}
