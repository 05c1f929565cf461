using DialIn.BigBlueButton.Hooks;

namespace DialIn.Tests.BigBlueButton;

public class HookEventReaderTests
{
    [Fact]
    public void MeetingCreated_OfADocumentedEvent_IsTheMeeting()
    {
        var news = HookEventReader.Read(
            """[{"data":{"type":"event","id":"meeting-created","attributes":{"meeting":{"internal-meeting-id":"i","external-meeting-id":"e","name":"n","is-breakout":false,"parent-id":"bbb-none","duration":0,"create-time":1698771157700,"create-date":"…","moderator-pass":"mp","viewer-pass":"ap","record":false,"voice-conf":"71347","dial-number":"613-555-1234","max-users":0,"metadata":{"dialin-max-callers":"3","dialin-mute-on-start":"true"},"audioBridge":"livekit"}},"event":{"ts":1708381132686}}}]""",
            "bbb1");

        var meeting = Assert.IsType<HookMeeting>(Assert.Single(news!)).Meeting;
        Assert.Equal(("e", "i", "bbb1", "71347", "livekit"), (meeting.MeetingId, meeting.InternalId, meeting.ServerName, meeting.VoiceBridge, meeting.AudioBridge));
        Assert.Equal(1698771157700, meeting.CreatedAt.ToUnixTimeMilliseconds());
        Assert.Equal((3, true), (meeting.MaxCallers, meeting.MuteOnStart));
        Assert.Null(meeting.Breakout);
    }

    [Fact]
    public void OtherEvents_AreWhatTheySay()
    {
        var news = HookEventReader.Read(
            """
            [{"data":{"type":"event","id":"meeting-ended","attributes":{"meeting":{"internal-meeting-id":"i","external-meeting-id":"e"}},"event":{"ts":0}}},
             {"data":{"id":"user-joined","attributes":{"meeting":{"internal-meeting-id":"i"},"user":{"internal-user-id":"w_x","name":"N","role":"MODERATOR","ip-address":"192.0.2.1"}}}},
             {"data":{"id":"user-joined","attributes":{"meeting":{"internal-meeting-id":"i"},"user":{"internal-user-id":"w_y","role":"VIEWER"}}}},
             {"data":{"id":"meeting-created","attributes":{"meeting":{"internal-meeting-id":"b","external-meeting-id":"eb","is-breakout":true,"parent-id":"i","sequence":2,"voice-conf":"713472","create-time":1}}}}]
            """,
            "bbb1")!;

        Assert.Equal([new HookEnd("i"), new HookModerator("i", "w_x")], news.Take(2));
        Assert.Equal(2, Assert.IsType<HookMeeting>(news[2]).Meeting.Breakout!.Sequence);
        Assert.Equal(3, news.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""" "sequence":0, """)]
    public void BreakoutRoom_OfWhichNobodySaysTheNumber_IsLeftToThePoll(string sequence) => Assert.Empty(HookEventReader.Read(
        $$$$$"""{"data":{"id":"meeting-created","attributes":{"meeting":{"internal-meeting-id":"b","external-meeting-id":"eb","is-breakout":true,"parent-id":"i",{{{{{sequence}}}}}"voice-conf":"713472","create-time":1}}}}""",
        "bbb1")!);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1,null,\"x\",[],{}]")]
    [InlineData("""[{"data":1}]""")]
    [InlineData("""[{"data":{"id":"\ud800","attributes":{"meeting":{"internal-meeting-id":"i"}}}}]""")]
    [InlineData("""[{"data":{"id":"meeting-ended","attributes":{"meeting":{"internal-meeting-id":"\ud800"}}}}]""")]
    [InlineData("""[{"data":{"id":7,"attributes":[]}}]""")]
    [InlineData("""[{"data":{"id":"meeting-created","attributes":{"meeting":{"internal-meeting-id":"i","external-meeting-id":"e","voice-conf":"x"}}}}]""")]
    [InlineData("""[{"data":{"id":"meeting-created","attributes":{"meeting":{"internal-meeting-id":"i","external-meeting-id":"","voice-conf":"12345"}}}}]""")]
    public void WhatIsNotUnderstood_SaysNothing(string events) => Assert.Empty(HookEventReader.Read(events, "bbb1")!);

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("domain=x")]
    public void WhatIsNoJson_IsSaidSo(string events) => Assert.Null(HookEventReader.Read(events, "bbb1"));
}
