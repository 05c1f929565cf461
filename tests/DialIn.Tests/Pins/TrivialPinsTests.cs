using DialIn.Pins;

namespace DialIn.Tests.Pins;

public class TrivialPinsTests
{
    private static readonly string[] Numbers = ["+49 6151 1234967", "+4930901820"];

    [Theory]
    [InlineData("11111")]
    [InlineData("000000000")]
    [InlineData("411111602")]
    [InlineData("482077777")]
    public void FiveTheSame_Anywhere_IsTrivial(string digits) => Assert.True(TrivialPins.IsTrivial(digits, []));

    [Theory]
    [InlineData("12345")]
    [InlineData("123456")]
    [InlineData("987654321")]
    [InlineData("890123")]
    [InlineData("321098")]
    [InlineData("481234507")]
    [InlineData("739876508")]
    [InlineData("567890417253")]
    public void RunOfFive_UpOrDown_IsTrivial(string digits) => Assert.True(TrivialPins.IsTrivial(digits, []));

    [Theory]
    [InlineData("12121")]
    [InlineData("121212")]
    [InlineData("481481481")]
    [InlineData("480248024")]
    [InlineData("482071482071")]
    public void GroupFromEndToEnd_IsTrivial(string digits) => Assert.True(TrivialPins.IsTrivial(digits, []));

    [Theory]
    [InlineData("615119")]
    [InlineData("861511402")]
    [InlineData("734967208")]
    [InlineData("204090180")]
    public void FiveOfAPhoneNumber_IsTrivial(string digits)
    {
        Assert.True(TrivialPins.IsTrivial(digits, ["+49 6151 1234967", "+49 30 4090182"]));
        Assert.False(TrivialPins.IsTrivial(digits, []));
    }

    [Theory]
    [InlineData("11112")]
    [InlineData("123407")]
    [InlineData("234181119")]
    [InlineData("135791")]
    [InlineData("246801357")]
    [InlineData("112233445")]
    [InlineData("481205937")]
    [InlineData("615120493")]
    [InlineData("4814814812")]
    public void Others_AreNot(string digits) => Assert.False(TrivialPins.IsTrivial(digits, Numbers));

    [Theory]
    [InlineData(5, 0.01)]
    [InlineData(9, 0.01)]
    [InlineData(12, 0.01)]
    public void AmongRandomNumbers_AreFew(int length, double most)
    {
        var random = new Random(20261127);
        const int draws = 100_000;
        var trivial = 0;
        for (var i = 0; i < draws; i++)
        {
            trivial += TrivialPins.IsTrivial(random.GetItems<char>("0123456789", length), Numbers) ? 1 : 0;
        }

        // A guesser who knows the rules is better off by no more than this.
        Assert.InRange(trivial / (double)draws, 0.000_1, most);
    }
}
