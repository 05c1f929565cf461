using DialIn.Ivr;
using DialIn.Pins;

namespace DialIn.Tests.Ivr;

public class TypedKeysTests
{
    private const string AllKeys = "0123456789*#ABCD";

    [Fact]
    public void Key_EveryOne_IsTakenAndPrintsTheSame()
    {
        Assert.All(AllKeys, character =>
        {
            Assert.True(TelephoneKey.TryFrom(character, out var key));
            Assert.Equal(character, key.Reveal());
            Assert.Equal("•", key.ToString());
            Assert.Equal(char.IsAsciiDigit(character), key.IsDigit);
        });
    }

    [Theory]
    [InlineData('E')]
    [InlineData('a')]
    [InlineData(' ')]
    [InlineData('٣')]
    [InlineData('\0')]
    public void Key_OnNoTelephone_IsRefused(char character) => Assert.False(TelephoneKey.TryFrom(character, out _));

    [Fact]
    public void Keys_Added_ComeOutInOrderAndNeverPrint()
    {
        var keys = AllKeys.Aggregate(default(TypedKeys), (all, character) => all.Add(PinEntryScript.Key(character)));

        Assert.Equal(AllKeys.Length, keys.Count);
        Assert.Equal(AllKeys, string.Concat(keys.ToKeys().Select(k => k.Reveal())));
        Assert.Equal("****", keys.ToString());
        Assert.Equal("****", default(TypedKeys).ToString());
    }

    [Theory]
    [InlineData("12345", true)]
    [InlineData("123456789012", true)]
    [InlineData("1234", false)]
    [InlineData("1234567890123", false)]
    [InlineData("1234#", false)]
    [InlineData("", false)]
    public void Keys_ThatCanBeAPin_BecomeOne(string typed, bool isPin)
    {
        var keys = typed.Aggregate(default(TypedKeys), (all, character) => all.Add(PinEntryScript.Key(character)));

        Assert.Equal(isPin, keys.TryToPin(out var pin));
        Assert.Equal(isPin, Pin.TryParse(typed, out var expected));
        Assert.Equal(expected, pin);
    }

    [Fact]
    public void Keys_Equality_IsThatOfTheKeys()
    {
        var one = default(TypedKeys).Add(PinEntryScript.Key('1'));

        Assert.True(one == default(TypedKeys).Add(PinEntryScript.Key('1')));
        Assert.True(one != one.Add(PinEntryScript.Key('1')));
        Assert.NotEqual(PinEntryScript.Key('1'), PinEntryScript.Key('2'));
    }
}
