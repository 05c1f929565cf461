using DialIn.Calls;
using DialIn.Testing;

namespace DialIn.Tests.Calls;

public class CallerNumberTests
{
    [Theory]
    [InlineData("+4961511234534", "+49…34")]
    [InlineData("004961511234534", "+49…34")]
    [InlineData("%2B4961511234534", "+49…34")]
    [InlineData("tel:+4961511234534", "+49…34")]
    [InlineData("+12125550123", "+1…23")]
    [InlineData("+79161234567", "+7…67")]
    [InlineData("+35312345678", "+353…78")]
    [InlineData("061511234534", "…34")]
    [InlineData("4961511234534", "…34")]
    [InlineData("112233", "…33")]
    [InlineData("12345", "…")]
    [InlineData("+4912", "…")]
    [InlineData("110", "…")]
    public void Number_Printed_ShowsCountryAndLastTwoDigitsOnly(string user, string masked)
    {
        var caller = CallerNumber.Parse(user);

        Assert.False(caller.IsWithheld);
        Assert.Equal(masked, caller.ToString());
    }

    [Theory]
    [InlineData("004961511234534")]
    [InlineData("+49 (6151) 12345-34")]
    [InlineData("tel:+49-6151-12345.34;phone-context=example.org")]
    [InlineData("TEL:+4961511234534")]
    [InlineData("+4961511234534;npdi")]
    [InlineData("+4961511234534@carrier.example")]
    [Rfc(3966, "5.1.1")]
    public void Number_WrittenInAnotherWay_IsTheSameCaller(string user) =>
        Assert.Equal("+4961511234534", CallerNumber.Parse(user).Reveal());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("+")]
    [InlineData("anonymous")]
    [InlineData("Anonymous")]
    [InlineData("unavailable")]
    [InlineData("restricted")]
    [InlineData("0000000000")]
    [InlineData("+0000")]
    [InlineData("alice")]
    [InlineData("49615112345a")]
    [InlineData("+49+6151")]
    [InlineData("123456789012345678901")]
    [InlineData("٠١٢٣٤٥٦٧")]
    [InlineData("tel:")]
    [InlineData(";ext=5")]
    public void NoNumber_IsWithheld(string? user)
    {
        var caller = CallerNumber.Parse(user);

        Assert.True(caller.IsWithheld);
        Assert.Equal(CallerNumber.Withheld, caller);
        Assert.Equal("withheld", caller.ToString());
        Assert.Equal("", caller.LastDigits);
        Assert.Throws<InvalidOperationException>(caller.Reveal);
    }

    [Fact]
    public void AnyInput_NeverThrows()
    {
        var choices = new SeededChoices(4);
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, choices.Below(30)).Select(_ => choices.From([.. "0123456789+%2B tel:;@-.()a\0\u00e4"])));

            _ = CallerNumber.Parse(text).ToString();
        }
    }
}
