using System.Text;
using DialIn.BigBlueButton;
using DialIn.Meetings;

namespace DialIn.Tests.BigBlueButton;

/// <summary>What getMeetings says of breakout rooms, limits and ends.</summary>
public class GetMeetingsDetailsTests
{
    [Fact]
    public async Task Breakout_BesideTheOtherElements_IsRead()
    {
        var meeting = await ReadAsync("<isBreakout>true</isBreakout><parentMeetingID>parent-1</parentMeetingID><sequence>12</sequence><freeJoin>true</freeJoin>");

        Assert.Equal(new BreakoutRoom("parent-1", 12, FreeJoin: true), meeting.Breakout);
    }

    [Fact]
    public async Task Breakout_InAnElementOfItsOwn_IsRead()
    {
        var meeting = await ReadAsync("<isBreakout>true</isBreakout><breakout><parentMeetingID>parent-1</parentMeetingID><sequence>2</sequence><freeJoin>false</freeJoin></breakout>");

        Assert.Equal(new BreakoutRoom("parent-1", 2, FreeJoin: false), meeting.Breakout);
    }

    [Theory]
    [InlineData("<isBreakout>false</isBreakout><breakoutRooms><breakout>b1</breakout></breakoutRooms>")]
    [InlineData("<parentMeetingID>bbb-none</parentMeetingID><sequence>0</sequence>")]
    [InlineData("<parentMeetingID>parent-1</parentMeetingID>")]
    [InlineData("<metadata><parentMeetingID>parent-1</parentMeetingID><sequence>1</sequence></metadata>")]
    [InlineData("")]
    public async Task Meeting_OfItsOwn_IsNoBreakout(string elements) => Assert.Null((await ReadAsync(elements)).Breakout);

    [Theory]
    [InlineData("5", 5)]
    [InlineData("100000", 100000)]
    [InlineData("0", null)]
    [InlineData("100001", null)]
    [InlineData("-3", null)]
    [InlineData("many", null)]
    [InlineData("", null)]
    public async Task MaxCallers_FromTheMetadata_IsANumberOrNothing(string written, int? callers)
    {
        var meeting = await ReadAsync($"<metadata><bbb-origin>x</bbb-origin><dialin-max-callers>{written}</dialin-max-callers><other>7</other></metadata><sequence>9</sequence>");

        Assert.Equal(callers, meeting.MaxCallers);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("maybe", null)]
    [InlineData("", null)]
    public async Task MuteOnStart_FromTheMetadata_IsKnown(string written, bool? isMuted) => Assert.Equal(
        isMuted,
        (await ReadAsync($"<metadata><dialin-mute-on-start>{written}</dialin-mute-on-start></metadata>")).MuteOnStart);

    [Fact]
    public async Task Duration_SaysWhenItEnds()
    {
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1764000000000).AddMinutes(90), (await ReadAsync("<duration>90</duration>")).EndsAt);
        Assert.Null((await ReadAsync("<duration>0</duration>")).EndsAt);
        Assert.Null((await ReadAsync("<duration>9999999999999999</duration>")).EndsAt);
    }

    private static async Task<RunningMeeting> ReadAsync(string elements)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(
            $"<response><returncode>SUCCESS</returncode><meetings><meeting><meetingID>room</meetingID><internalMeetingID>room-1</internalMeetingID><createTime>1764000000000</createTime><voiceBridge>70066</voiceBridge>{elements}</meeting></meetings></response>"));
        var result = await GetMeetingsReader.ReadAsync(stream, TestContext.Current.CancellationToken);
        return Assert.Single(result.Meetings).ToRunningMeeting("bbb1");
    }
}
