namespace DialIn.Media.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Runs() => Assert.Equal(1, 1);
}
