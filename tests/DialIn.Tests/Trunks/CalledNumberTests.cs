using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

public class CalledNumberTests
{
    private static readonly PhoneNumberOptions Darmstadt = new() { Number = "+4961511234567", Label = "Darmstadt" };
    private static readonly PhoneNumberOptions Berlin = new() { Number = "+493012345678", Label = "Berlin" };

    [Theory]
    [InlineData("+4961511234567")]
    [InlineData("004961511234567")]
    [InlineData("4961511234567")]
    [InlineData("061511234567")]
    [InlineData("61511234567")]
    [InlineData("1234567")]
    [InlineData("+49 6151 1234567")]
    [InlineData("+49-6151-1234567")]
    public void Number_IsFound_HoweverTheCarrierWritesIt(string dialled) =>
        Assert.Same(Darmstadt, CalledNumber.Find([Berlin, Darmstadt], dialled));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("dialin")]
    [InlineData("567")]
    [InlineData("+4961519999999")]
    [InlineData("+1234567")]
    [InlineData("994961511234567")]
    public void OtherNumber_IsNotFound(string? dialled) =>
        Assert.Null(CalledNumber.Find([Darmstadt, Berlin], dialled));

    [Fact]
    public void FullNumber_WinsOverTheEndOfAnother()
    {
        var longer = new PhoneNumberOptions { Number = "+49493012345678" };

        Assert.Same(Berlin, CalledNumber.Find([longer, Berlin], "+493012345678"));
    }
}
