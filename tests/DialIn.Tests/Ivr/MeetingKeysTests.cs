using DialIn.Ivr;

namespace DialIn.Tests.Ivr;

public class MeetingKeysTests
{
    [Theory]
    [InlineData("*6", "mute")]
    [InlineData("*0", "keys")]
    [InlineData("*#", "keys")]
    [InlineData("*6*6", "mute mute")]
    [InlineData("*66", "mute")]
    [InlineData("*6#", "mute")]
    [InlineData("6", "")]
    [InlineData("0123456789#ABCD", "")]
    [InlineData("*", "")]
    [InlineData("*_", "")]
    [InlineData("*_6", "")]
    [InlineData("**", "back")]
    [InlineData("**6", "back")]
    [InlineData("1*6", "mute")]
    [InlineData("*A", "keys")]
    public void Keys_InAMeetingWithOrWithoutRooms_AreTheseCommands(string typed, string commands)
    {
        Assert.Equal(commands, Commands(typed, lastRoom: 0));
        Assert.Equal(commands, Commands(typed, lastRoom: 5));
    }

    [Theory]
    [InlineData(4, "*3", "3")]
    [InlineData(4, "*3#", "3")]
    [InlineData(4, "*33", "3")]
    [InlineData(4, "*9", "9")]
    [InlineData(9, "*7", "7")]
    [InlineData(9, "*6_", "mute")]
    [InlineData(9, "*6#", "6")]
    [InlineData(9, "*6*6_", "mute")]
    [InlineData(12, "*1", "")]
    [InlineData(12, "*1_", "1")]
    [InlineData(12, "*1#", "1")]
    [InlineData(12, "*12", "12")]
    [InlineData(12, "*12#", "12")]
    [InlineData(12, "*2", "2")]
    [InlineData(12, "*1*2", "2")]
    [InlineData(12, "*1**", "back")]
    [InlineData(12, "*1A", "keys")]
    [InlineData(99, "*6_", "mute")]
    [InlineData(99, "*66", "66")]
    [InlineData(99, "*99", "99")]
    [InlineData(0, "*3", "")]
    [InlineData(0, "*3_", "3")]
    [InlineData(0, "*3#", "3")]
    [InlineData(0, "*12", "12")]
    public void RoomNumbers_EndAsSoonAsTheyAreClear(int lastRoom, string typed, string commands) => Assert.Equal(commands, Commands(typed, lastRoom));

    [Theory]
    [InlineData("*3", "keys")]
    [InlineData("**", "keys")]
    [InlineData("*6", "mute")]
    [InlineData("*0", "keys")]
    public void RoomNumbers_WhereThereNeverWillBeRooms_MeanNothing(string typed, string commands) => Assert.Equal(commands, Commands(typed, lastRoom: null));

    [Fact]
    public void Star_WaitsForItsKey_AndNothingElseWaits()
    {
        var star = default(MeetingKeys).Press(TelephoneKey.Star, 0, out _);

        Assert.True(star.IsOpen);
        Assert.False(star.Press(PinEntryScript.Key('6'), 0, out _).IsOpen);
        Assert.False(default(MeetingKeys).Press(PinEntryScript.Key('6'), 0, out _).IsOpen);
    }

    // '_' is a pause.
    private static string Commands(string typed, int? lastRoom)
    {
        var keys = default(MeetingKeys);
        var given = new List<string>();
        foreach (var key in typed)
        {
            MeetingCommand? command;
            (keys, command) = key == '_' ? (default, keys.Pause()) : (keys.Press(PinEntryScript.Key(key), lastRoom, out var pressed), pressed);
            if (command is not null)
            {
                given.Add(command switch { ToggleMute => "mute", SayKeys => "keys", LeaveRoom => "back", EnterRoom enter => $"{enter.Room}", _ => "?" });
            }
        }

        return string.Join(' ', given);
    }
}
