namespace DialIn.Sip.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Runs() => Assert.Equal(1, 1);
}
