using DialIn.Media.Srtp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Srtp;

[Rfc(3711, "3.3.2")]
public class ReplayWindowTests
{
    [Fact]
    public void Index_IsNewOnce()
    {
        var window = ReplayWindow.Empty.With(100);

        Assert.False(window.IsNew(100));
        Assert.True(window.IsNew(101));
        Assert.True(window.IsNew(99));
        Assert.False(window.With(99).IsNew(99));
    }

    [Fact]
    public void Window_IsSixtyFourIndexesLong()
    {
        var window = ReplayWindow.Empty.With(1000);

        Assert.True(window.IsNew(1000 - 63));
        Assert.False(window.IsNew(1000 - 64));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void Window_MovedAhead_KnowsWhatIsStillInIt(int step)
    {
        var window = ReplayWindow.Empty.With(500).With(500 + step);

        Assert.False(window.IsNew(500)); // received, or too old to know
        Assert.False(window.IsNew(500 + step));
        Assert.Equal(step > 1, window.IsNew(500 + step - 1));
    }

    [Fact]
    public void Window_AgreesWithASetOfAllIndexes()
    {
        var random = new Random(3711);
        var received = new HashSet<long>();
        var window = ReplayWindow.Empty;
        for (var i = 0; i < 20_000; i++)
        {
            var index = Math.Max(0, window.Highest + random.Next(-80, 20));
            var expected = window.Highest < 0 || (index > window.Highest - ReplayWindow.Size && !received.Contains(index));

            Assert.Equal(expected, window.IsNew(index));
            if (expected)
            {
                window = window.With(index);
                received.Add(index);
            }
        }
    }
}
