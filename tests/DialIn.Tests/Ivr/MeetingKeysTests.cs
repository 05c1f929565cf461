using DialIn.Ivr;

namespace DialIn.Tests.Ivr;

public class MeetingKeysTests
{
    [Theory]
    [InlineData("*6", "ToggleMute")]
    [InlineData("*0", "SayKeys")]
    [InlineData("*3", "SayKeys")]
    [InlineData("*#", "SayKeys")]
    [InlineData("**6", "ToggleMute")]
    [InlineData("*6*6", "ToggleMute ToggleMute")]
    [InlineData("*66", "ToggleMute")]
    [InlineData("6", "")]
    [InlineData("0123456789#ABCD", "")]
    [InlineData("*", "")]
    [InlineData("**", "")]
    [InlineData("1*6", "ToggleMute")]
    public void Keys_AreTheseCommands(string typed, string commands)
    {
        var keys = default(MeetingKeys);
        var given = new List<MeetingCommand>();
        foreach (var key in typed)
        {
            keys = keys.Press(PinEntryScript.Key(key), out var command);
            given.AddRange(command is { } one ? [one] : []);
        }

        Assert.Equal(commands, string.Join(' ', given));
    }

    [Fact]
    public void Star_WaitsForItsKey_AndNothingElseWaits()
    {
        var star = default(MeetingKeys).Press(TelephoneKey.Star, out _);

        Assert.True(star.IsOpen);
        Assert.True(star.Press(TelephoneKey.Star, out _).IsOpen);
        Assert.False(star.Press(PinEntryScript.Key('6'), out _).IsOpen);
        Assert.False(default(MeetingKeys).Press(PinEntryScript.Key('6'), out _).IsOpen);
    }
}
