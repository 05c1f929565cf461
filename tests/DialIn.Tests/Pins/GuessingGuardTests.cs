using DialIn.Pins;

namespace DialIn.Tests.Pins;

public class GuessingGuardTests
{
    private static readonly GuessingLimits Limits = new(Budget: 100, OfCaller: 10, OfTrunk: 60);

    [Theory]
    [InlineData(0, 0, 0, GuessingLimit.None)]
    [InlineData(99, 9, 59, GuessingLimit.None)]
    [InlineData(100, 9, 59, GuessingLimit.Budget)]
    [InlineData(99, 9, 60, GuessingLimit.Trunk)]
    [InlineData(10, 10, 10, GuessingLimit.Caller)]
    [InlineData(500, 10, 500, GuessingLimit.Caller)]
    [InlineData(500, 0, 500, GuessingLimit.Trunk)]
    internal void Reached_NamesTheNarrowestLimit(int all, int caller, int trunk, GuessingLimit expected) =>
        Assert.Equal(expected, GuessingGuard.Reached(new FailureTally(all, caller, trunk), Limits));

    [Fact]
    public void WithinTheLimits_EveryRoomOpensAtOnceAndNothingElse()
    {
        Assert.Equal(new PinVerdict(true, default, GuessingLimit.None), GuessingGuard.Judge(GuessingLimit.None, leadsToRoom: true, isRunning: false));
        Assert.Equal(new PinVerdict(false, default, GuessingLimit.None), GuessingGuard.Judge(GuessingLimit.None, leadsToRoom: false, isRunning: false));
    }

    [Fact]
    public void WhateverTheTally_TheRightPinOfARunningRoomOpensAndAWrongOneNever()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var reached = GuessingGuard.Reached(new FailureTally(random.Next(300), random.Next(30), random.Next(200)), Limits);
            var right = GuessingGuard.Judge(reached, leadsToRoom: true, isRunning: true);
            var sleeping = GuessingGuard.Judge(reached, leadsToRoom: true, isRunning: false);
            var wrong = GuessingGuard.Judge(reached, leadsToRoom: false, isRunning: false);

            Assert.True(right.IsAccepted);
            Assert.False(wrong.IsAccepted);
            // Right or wrong, running or not, is told on the same terms, and beyond a limit a room that does not run is told from no other.
            Assert.Equal(wrong.Terms, right.Terms);
            Assert.Equal(wrong.Terms, sleeping.Terms);
            Assert.Equal(reached == GuessingLimit.None, sleeping.IsAccepted);
            Assert.Equal(reached == GuessingLimit.None ? default : new TryTerms(TimeSpan.FromSeconds(10), true), wrong.Terms);
        }
    }

    [Fact]
    public void MoreWrongPins_NeverMakeItEasier()
    {
        var random = new Random(2);
        for (var i = 0; i < 10_000; i++)
        {
            var less = new FailureTally(random.Next(200), random.Next(20), random.Next(120));
            var more = new FailureTally(less.All + random.Next(3), less.OfCaller + random.Next(3), less.OfTrunk + random.Next(3));

            Assert.True(
                GuessingGuard.Reached(less, Limits) == GuessingLimit.None || GuessingGuard.Reached(more, Limits) != GuessingLimit.None,
                $"{less} is held back, and {more} is not");
        }
    }

    [Theory]
    [InlineData(GuessingLimit.None, true, true, true)]
    [InlineData(GuessingLimit.Caller, false, true, false)]
    [InlineData(GuessingLimit.Trunk, false, false, true)]
    [InlineData(GuessingLimit.Budget, true, false, true)]
    internal void CountsAgainst_NobodyElseThanWhoIsHeldBack(GuessingLimit reached, bool all, bool caller, bool trunk) =>
        Assert.Equal((all, caller, trunk), GuessingGuard.CountsAgainst(reached));
}
