using DialIn.Media.Quality;

namespace DialIn.Media.Tests.Quality;

/// <summary>Figures worked out by hand from the formulas of ITU-T G.107 and the values of G.113 appendix I.</summary>
public class EModelTests
{
    [Theory]
    [InlineData(0, 1, 0, true, 93.2)]
    // 95 * 5 / (5 + 25.1) = 15.781; without concealment 95 * 5 / (5 + 4.3) = 51.075.
    [InlineData(0.05, 1, 0, true, 77.419)]
    [InlineData(0.05, 1, 0, false, 42.125)]
    // In bursts: 95 * 10 / (10 / 2 + 25.1) = 31.561.
    [InlineData(0.10, 2, 0, true, 61.639)]
    // 0.024 * 100 = 2.4; at 200 ms the knee adds 0.11 * 22.7: 4.8 + 2.497.
    [InlineData(0, 1, 100, true, 90.8)]
    [InlineData(0, 1, 200, true, 85.903)]
    [InlineData(1, 1, 0, false, 2.117)]
    [InlineData(1, 1, 1000, false, 0)]
    [InlineData(-1, 0, -50, true, 93.2)]
    public void Rating_IsTheFormula(double loss, double burstRatio, int delay, bool isConcealed, double expected) =>
        Assert.Equal(expected, EModel.Rating(loss, burstRatio, TimeSpan.FromMilliseconds(delay), isConcealed), 3);

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0, 1)]
    [InlineData(3, 1)] // the formula itself would fall below 1 here
    [InlineData(50, 2.575)]
    [InlineData(60, 3.1)]
    [InlineData(70, 3.597)]
    [InlineData(80, 4.024)]
    [InlineData(93.2, 4.409)]
    [InlineData(100, 4.5)]
    [InlineData(120, 4.5)]
    public void MeanOpinionScore_IsTheFormula(double rating, double expected) => Assert.Equal(expected, EModel.MeanOpinionScore(rating), 3);
}
