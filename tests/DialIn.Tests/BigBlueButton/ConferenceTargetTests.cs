using DialIn.BigBlueButton;
using DialIn.Meetings;

namespace DialIn.Tests.BigBlueButton;

public class ConferenceTargetTests
{
    private static readonly ServerOptions Server = new() { SipUri = "sip:{voiceBridge}@bbb1:5060", LiveKitSipUri = "sip:{voiceBridge}@bbb1:5062" };

    [Theory]
    [InlineData(null, "sip:01234@bbb1:5060")]
    [InlineData("bbb-webrtc-sfu", "sip:01234@bbb1:5060")]
    [InlineData("livekit", "sip:01234@bbb1:5062")]
    [InlineData("LiveKit", "sip:01234@bbb1:5062")]
    public void For_AudioBridge_PicksTheTemplate(string? audioBridge, string expected) =>
        Assert.Equal(expected, ConferenceTarget.For(Server, Meeting(audioBridge)));

    [Fact]
    public void For_LiveKitWithoutTemplateOfItsOwn_TakesTheOther() =>
        Assert.Equal("sip:01234@bbb2", ConferenceTarget.For(new ServerOptions { SipUri = "sip:{voiceBridge}@bbb2" }, Meeting("livekit")));

    private static RunningMeeting Meeting(string? audioBridge) => new("room", "room-1", "bbb1", "01234", DateTimeOffset.UnixEpoch, audioBridge);
}
