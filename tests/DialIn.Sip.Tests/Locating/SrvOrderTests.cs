using DialIn.Sip.Locating;

namespace DialIn.Sip.Tests.Locating;

public sealed class SrvOrderTests
{
    [Fact]
    public void Priorities_GoBeforeWeights() =>
        Assert.Equal("c a b", Arrange(_ => 0, ("b", 30, 900), ("c", 1, 0), ("a", 20, 5)));

    // RFC 2782: the first whose running sum reaches the number drawn; weight 0 in front. Draws: from 0..10, 0..9, 0..6.
    [Theory]
    [InlineData(new[] { 0, 0, 0, 0 }, "zero a b c")]
    [InlineData(new[] { 1, 0, 0, 0 }, "a zero b c")]
    [InlineData(new[] { 4, 7, 0, 0 }, "b c zero a")]
    [InlineData(new[] { 10, 4, 1, 0 }, "c b a zero")]
    public void Weights_AreDrawnAsTheRfcSays(int[] draws, string expected)
    {
        var next = 0;
        Assert.Equal(expected, Arrange(bound =>
        {
            Assert.InRange(draws[next], 0, bound - 1);
            return draws[next++];
        }, ("c", 10, 6), ("b", 10, 3), ("zero", 10, 0), ("a", 10, 1)));
    }

    [Fact]
    public void SameNumbers_SameOrder_HoweverTheNameServerTurnsTheRecords()
    {
        var one = Arrange(new Random(7).Next, ("a", 1, 10), ("b", 1, 10), ("c", 1, 0), ("d", 1, 70));
        var turned = Arrange(new Random(7).Next, ("d", 1, 70), ("c", 1, 0), ("b", 1, 10), ("a", 1, 10));
        Assert.Equal(one, turned);
    }

    [Fact]
    public void Weights_AreTheShareOfTheFirstPlace()
    {
        var random = new Random(1);
        var firsts = Enumerable.Range(0, 10_000).Select(_ => Arrange(random.Next, ("a", 1, 60), ("b", 1, 30), ("c", 1, 10), ("z", 1, 0))[0]).CountBy(name => name).ToDictionary();

        Assert.InRange(firsts['a'], 5_600, 6_400);
        Assert.InRange(firsts['b'], 2_700, 3_300);
        Assert.InRange(firsts['c'], 800, 1_200);
        Assert.InRange(firsts.GetValueOrDefault('z'), 1, 250);
    }

    [Fact]
    public void Weights_AsLargeAsTheyGet_DoNotOverflow() =>
        Assert.Equal(3, Arrange(bound => bound - 1, ("a", 0, 65_535), ("b", 0, 65_535), ("c", 0, 65_535)).Split(' ').Length);

    private static string Arrange(Func<int, int> random, params (string Target, int Priority, int Weight)[] records) =>
        string.Join(' ', SrvOrder.Arrange(records.Select(record => new DnsRecord.Service("_sip._udp.example.com", record.Priority, record.Weight, 5060, record.Target)), random)
            .Select(record => record.Target));
}
