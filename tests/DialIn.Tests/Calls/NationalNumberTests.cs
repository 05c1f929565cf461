using DialIn.Calls;

namespace DialIn.Tests.Calls;

/// <summary>One caller is one caller, however the carrier writes the number.</summary>
public class NationalNumberTests
{
    [Theory]
    [InlineData("061511234534", "49", "+4961511234534")]
    [InlineData("4961511234534", "49", "+4961511234534")]
    [InlineData("004961511234534", "49", "+4961511234534")]
    [InlineData("0033142685300", "49", "+33142685300")]
    [InlineData("49123456", "49", "49123456")]
    [InlineData("110", "49", "110")]
    [InlineData("011234", "49", "+4911234")]
    [InlineData("0612345678", "39", "0612345678")]
    [InlineData("4520123456", "45", "+4520123456")]
    [InlineData("20123456", "45", "20123456")]
    [InlineData("2125550123", "1", "+12125550123")]
    [InlineData("12125550123", "1", "+12125550123")]
    [InlineData("061511234534", "", "061511234534")]
    public void NationalNumber_CountsFromTheCountryOfTheCalledOne(string user, string country, string expected) =>
        Assert.Equal(expected, CallerNumber.Parse(user, country).Reveal());
}
