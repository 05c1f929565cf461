using DialIn.Pins;

namespace DialIn.Tests.Pins;

public class PinTests
{
    [Theory]
    [InlineData("12345")]
    [InlineData("000000000")]
    [InlineData("481205937")]
    [InlineData("123456789012")]
    public void TryParse_FiveToTwelveDigits_IsAPin(string text)
    {
        Assert.True(Pin.TryParse(text, out var pin));
        Assert.Equal(text, pin.Reveal());
        Assert.Equal(text.Length, pin.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1234")]
    [InlineData("1234567890123")]
    [InlineData("12345#")]
    [InlineData("12 345")]
    [InlineData("-12345")]
    [InlineData("١٢٣٤٥٦")]
    public void TryParse_AnythingElse_IsNone(string text)
    {
        Assert.False(Pin.TryParse(text, out var pin));
        Assert.Equal(0, pin.Length);
    }

    [Fact]
    public void ToString_InAnyForm_HidesTheDigits()
    {
        var pin = "481205937".ToPin();
        var reservation = new Reservation("room", pin, DateTimeOffset.UnixEpoch);

        Assert.Equal("****", pin.ToString());
        Assert.Equal("****", $"{pin}");
        Assert.DoesNotContain("481205937", reservation.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("481205937", System.Text.Json.JsonSerializer.Serialize(reservation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12345", "12 345")]
    [InlineData("123456", "123 456")]
    [InlineData("1234567", "1 234 567")]
    [InlineData("481205937", "481 205 937")]
    public void RevealGrouped_AnyLength_IsInThrees(string text, string grouped)
    {
        var pin = text.ToPin();
        Assert.Equal(grouped, pin.RevealGrouped());
    }

    [Fact]
    public void Equality_SameDigits_IsEqual()
    {
        var one = "012345".ToPin();
        var same = "012345".ToPin();
        var shorter = "12345".ToPin();

        Assert.True(one == same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.True(one != shorter);
        Assert.NotEqual(default, one);
    }

    [Fact]
    public void Reveal_Default_Throws() => Assert.Throws<InvalidOperationException>(() => default(Pin).Reveal());
}
