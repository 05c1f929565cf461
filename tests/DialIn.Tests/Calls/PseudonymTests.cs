using DialIn.Calls;

namespace DialIn.Tests.Calls;

public class PseudonymTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void Caller_HasTheSameNumberInEveryCall() =>
        Assert.Equal(For("+4961511234534", "call-1"), For("004961511234534", "call-2"));

    [Fact]
    public void Callers_WithTheSameLastDigits_HaveDifferentNumbers() =>
        Assert.NotEqual(For("+4961511234534").Number, For("+4961519999934").Number);

    [Fact]
    public void Number_IsFifteenDigitsThatAreNobodysAndNotTheCallers()
    {
        foreach (var last in Enumerable.Range(0, 500))
        {
            var real = $"49615112{last:D4}";
            var number = For($"+{real}").Number;

            Assert.Matches("^999[0-9]{12}$", number);
            Assert.DoesNotContain(real, number, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Numbers_OfManyCallers_AreAllDifferent()
    {
        var numbers = Enumerable.Range(0, 10_000).Select(i => For($"+4961510{i:D6}").Number);

        Assert.Equal(10_000, numbers.Distinct().Count());
    }

    [Fact]
    public void Number_WithAnotherKey_IsAnother()
    {
        byte[] other = [.. Key.Reverse()];

        Assert.NotEqual(For("+4961511234534").Number, Pseudonym.For(CallerNumber.Parse("+4961511234534"), "call", other).Number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("anonymous")]
    [InlineData("GLOBAL_AUDIO_71001")]
    [InlineData("w_1-bbbID-Alice")]
    public void Withheld_IsStableInTheCallAndNewInTheNext(string? user)
    {
        var pseudonym = For(user, "call-1");

        Assert.Matches("^[A-Z2-9]{3}$", pseudonym.Letters);
        Assert.Equal(pseudonym, For(user, "call-1"));
        Assert.NotEqual(pseudonym.Number, For(user, "call-2").Number);
    }

    [Fact]
    public void Letters_AreTheSameInEveryCallOfANumber() => Assert.Equal(For("4711", "call-1"), For("4711", "call-2"));

    private static Pseudonym For(string? user, string callId = "call") => Pseudonym.For(CallerNumber.Parse(user), callId, Key);
}
