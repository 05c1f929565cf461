using System.Text;
using DialIn.Announcements;
using DialIn.BigBlueButton.Redis;
using DialIn.Tests.Pins;

namespace DialIn.Tests.BigBlueButton;

/// <summary>Messages as bbb-apps-akka of several releases publishes them, and as nobody does.</summary>
public class RedisMessageReaderTests
{
    private static readonly DialIn.Pins.Pin Pin = "481205937".ToPin();

    [Theory]
    [InlineData("modOnlyMessage")]
    [InlineData("welcomeMsgForModerators")]
    public void MeetingCreated_WithEitherNameOfTheMessage_IsTheMeeting(string name)
    {
        var news = Read("""
            {"envelope":{"name":"MeetingCreatedEvtMsg","routing":{"sender":"bbb-apps-akka"},"timestamp":1},"core":{"header":{"name":"MeetingCreatedEvtMsg"},"body":{"props":{
            "meetingProp":{"name":"n","extId":"ext","intId":"int-1","isBreakout":false,"disabledFeatures":[],"audioBridge":"livekit"},"breakoutProps":{"parentId":"bbb-none","sequence":0},
            "durationProps":{"duration":0,"createdTime":1698771157700,"createdDate":"…"},"password":{"moderatorPass":"mp","viewerPass":"ap"},
            "welcomeProp":{"welcomeMsgTemplate":"…","welcomeMsg":"…","NAME":"PIN <b>481 205 937</b>"},
            "voiceProp":{"telVoice":"71347","voiceConf":"71347","dialNumber":"613-555-1234","muteOnStart":true},"metadataProp":{"metadata":{"dialin-max-callers":"3","bbb-locale":"en"}}}}}}
            """.Replace("NAME", name, StringComparison.Ordinal));

        var told = Assert.IsType<EventNews>(Assert.Single(news));
        var heard = Assert.IsType<MeetingHeard>(told.Told);
        Assert.Equal(("int-1", "ext", false, "en"), (heard.InternalId, heard.MeetingId, heard.IsBreakout, heard.Language));
        Assert.True(heard.Message.Holds(Pin));
        Assert.Equal("****", heard.Message.ToString());
        Assert.Equal(("71347", "livekit", true), (told.Meeting!.VoiceBridge, told.Meeting.AudioBridge, told.Meeting.MuteOnStart));
        Assert.Equal(3, told.Meeting.MaxCallers);
    }

    [Fact]
    public void MeetingCreated_OfABreakoutRoom_SaysWhose()
    {
        var told = Assert.IsType<EventNews>(Assert.Single(Read(
            """{"envelope":{"name":"MeetingCreatedEvtMsg"},"core":{"body":{"props":{"meetingProp":{"extId":"e","intId":"i","isBreakout":true},"breakoutProps":{"parentId":"p","sequence":"3","freeJoin":true},"voiceProp":{"telVoice":"713473"}}}}}""")));

        Assert.True(Assert.IsType<MeetingHeard>(told.Told).IsBreakout);
        Assert.Equal(new DialIn.Meetings.BreakoutRoom("p", 3, true), told.Meeting!.Breakout);
    }

    [Fact]
    public void BreakoutRoom_WithoutANumber_IsNoMeetingThatCanBeCalled()
    {
        var told = Assert.IsType<EventNews>(Assert.Single(Read(
            """{"envelope":{"name":"MeetingCreatedEvtMsg"},"core":{"body":{"props":{"meetingProp":{"extId":"e","intId":"i","isBreakout":true},"breakoutProps":{"parentId":"p","sequence":0},"voiceProp":{"telVoice":"713473"}}}}}""")));

        Assert.True(Assert.IsType<MeetingHeard>(told.Told).IsBreakout);
        Assert.Null(told.Meeting);
    }

    [Theory]
    [InlineData("ENDED_FROM_API", true)]
    [InlineData("ENDED_AFTER_USER_LOGGED_OUT", true)]
    [InlineData("ENDED_AFTER_EXCEEDING_DURATION", true)]
    [InlineData("ENDED_WHEN_LAST_USER_LEFT", false)]
    [InlineData("ENDED_DUE_TO_SERVICE_INTERRUPTION", false)]
    [InlineData("", false)]
    public void MeetingEnding_SaysWhetherSomebodyWantedIt(string reason, bool isForced) =>
        Assert.Equal(
            [new EventNews(new MeetingClosed("int-1"), IsForced: isForced)],
            Read($$$$"""{"envelope":{"name":"MeetingEndingEvtMsg"},"core":{"header":{"name":"x"},"body":{"meetingId":"int-1","reason":"{{{{reason}}}}"}}}"""));

    [Theory]
    [InlineData("MeetingEndingEvtMsg")]
    [InlineData("MeetingEndedEvtMsg")]
    [InlineData("MeetingDestroyedEvtMsg")]
    public void MeetingEnded_InEachOfItsForms_IsAnEnd(string name) =>
        Assert.Equal([new EventNews(new MeetingClosed("int-1"))], Read($$$$"""{"envelope":{"name":"{{{{name}}}}"},"core":{"header":{"name":"x"},"body":{"meetingId":"int-1","reason":"r"}}}"""));

    [Theory]
    [InlineData("""{"intId":"w_1","role":"MODERATOR","guestStatus":"ALLOW","presenter":false}""", true, true)]
    [InlineData("""{"intId":"w_1","role":"MODERATOR"}""", true, true)]
    [InlineData("""{"intId":"w_1","role":"MODERATOR","guest":true,"guestStatus":"WAIT"}""", true, false)]
    [InlineData("""{"intId":"w_1","role":"VIEWER","guestStatus":"ALLOW"}""", false, true)]
    [InlineData("""{"intId":"w_1","role":null}""", false, true)]
    public void UserJoined_SaysWhetherAModeratorAndReallyIn(string body, bool isModerator, bool isAdmitted) =>
        Assert.Equal([new EventNews(new UserEntered("int-1", "w_1", isModerator, isAdmitted))], Read(ToMeeting("UserJoinedMeetingEvtMsg", body)));

    [Fact]
    public void MeetingId_MayStandInTheRoutingAlone() => Assert.Equal(
        [new EventNews(new UserGone("int-1", "w_1"))],
        Read("""{"core":{"header":{"name":"UserLeftMeetingEvtMsg"},"body":{"intId":"w_1","eject":false}},"envelope":{"routing":{"meetingId":"int-1"},"name":"UserLeftMeetingEvtMsg"}}"""));

    [Fact]
    public void RolesGuestsAndEjections_AreRead()
    {
        Assert.Equal([new EventNews(new RoleChanged("int-1", "w_1", true))], Read(ToMeeting("UserRoleChangedEvtMsg", """{"userId":"w_1","role":"MODERATOR","changedBy":"w_2"}""")));
        Assert.Equal([new EventNews(new UserGone("int-1", "w_1"))], Read(ToMeeting("UserEjectedFromMeetingEvtMsg", """{"userId":"w_1","reasonCode":"x"}""")));
        Assert.Equal([new EventNews(new UserJudged("int-1", "w_9", true))], Read(ToMeeting("GuestApprovedEvtMsg", """{"status":"ALLOW","approvedBy":"w_2"}""")));
        Assert.Equal(
            [new EventNews(new UserJudged("int-1", "w_1", true)), new EventNews(new UserJudged("int-1", "w_2", false))],
            Read(ToMeeting("GuestsWaitingApprovedEvtMsg", """{"guests":[{"guest":"w_1","status":"ALLOW"},{"guest":"w_2","status":"DENY"}],"approvedBy":"w_3"}""")));
    }

    [Theory]
    [InlineData("GetUsersMeetingRespMsg")]
    [InlineData("SyncGetUsersMeetingRespMsg")]
    public void ListOfUsers_IsRead(string name)
    {
        var told = Assert.IsType<EventNews>(Assert.Single(Read(ToMeeting(name, """{"users":[{"intId":"w_1","role":"MODERATOR"},{"intId":"w_2","role":"VIEWER"},{"name":"nobody"},7]}"""))));
        Assert.Equal([new UserEntered("int-1", "w_1", true, true), new UserEntered("int-1", "w_2", false, true)], Assert.IsType<UsersListed>(told.Told).Users);
    }

    [Theory]
    [InlineData("""{"correlationId":"c","chatId":"1-x","createdBy":{"id":"SYSTEM","name":"SYSTEM"},"name":"c","access":"PRIVATE_ACCESS","users":[],"msg":[]}""")]
    [InlineData("""{"correlationId":"c","chatId":"1-x","createdBy":"SYSTEM","access":"PRIVATE_ACCESS","users":["w_1"],"msg":[]}""")]
    public void Chats_OfEachEra_AreRead(string body)
    {
        Assert.Equal([new ChatOpened("c", "1-x")], Read(ToMeeting("GroupChatCreatedEvtMsg", body)));
        Assert.Equal([new ChatWritten("1-x", "w")], Read(ToMeeting("GroupChatMessageBroadcastEvtMsg", """{"chatId":"1-x","msg":{"id":"m","correlationId":"w","color":"0","message":"t"}}""")));
        Assert.Equal([new ChatWritten("1-x", "")], Read(ToMeeting("GroupChatMessageBroadcastEvtMsg", """{"chatId":"1-x","msg":7}""")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"envelope":7}""")]
    [InlineData("""{"envelope":{"name":"\ud800"}}""")]
    [InlineData("""{"envelope":{"\ud800":7,"name":"UserJoinedMeetingEvtMsg"},"core":{"header":{"meetingId":"\ud800"},"body":{"intId":"w_1"}}}""")]
    [InlineData("""{"envelope":{"name":"UserJoinedMeetingEvtMsg"},"core":{"header":{"meetingId":"m"},"body":{"intId":"\ud800","role":"MODERATOR"}}}""")]
    [InlineData("""{"envelope":{"name":"UserJoinedMeetingEvtMsg"},"core":{"\ud800":1,"header":{"meetingId":"m"},"body":{"\udfff":"w_1"}}}""")]
    [InlineData("""{"envelope":{"name":7}}""")]
    [InlineData("""{"envelope":{"name":"SendWhiteboardAnnotationEvtMsg"},"core":{"body":{}}}""")]
    [InlineData("""{"envelope":{"name":"UserJoinedMeetingEvtMsg"}}""")]
    [InlineData("""{"envelope":{"name":"UserJoinedMeetingEvtMsg"},"core":7}""")]
    [InlineData("""{"envelope":{"name":"UserJoinedMeetingEvtMsg"},"core":{"header":{"meetingId":"m"},"body":[]}}""")]
    [InlineData("""{"envelope":{"name":"MeetingCreatedEvtMsg"},"core":{"body":{"props":{"meetingProp":{"extId":"e"}}}}}""")]
    [InlineData("""{"envelope":{"name":"MeetingEndedEvtMsg"},"core":{"body":{"meetingId":{}}}}""")]
    [InlineData("""{"envelope":{"name":"UserJoinedMeetingEvtMsg"},"core":{"header":{"meetingId":"m"},"body":{"intId":"w_1","role":"MODERATOR"}}""")]
    public void WhatIsNotUnderstood_SaysNothing(string message) => Assert.Empty(Read(message));

    [Fact]
    public void EveryBeginningOfAMessage_SaysNothing_AndDoesNotThrow()
    {
        var message = Encoding.UTF8.GetBytes(ToMeeting("UserRoleChangedEvtMsg", """{"userId":"w_1","role":"MODERATOR"}"""));
        for (var length = 0; length < message.Length; length++)
        {
            Assert.Empty(new RedisMessageReader("bbb1").Read(message.AsMemory(0, length)));
        }
    }

    private static string ToMeeting(string name, string body) =>
        $$$"""{"envelope":{"name":"{{{name}}}","routing":{"msgType":"BROADCAST_TO_MEETING","meetingId":"int-1","userId":"w_9"},"timestamp":1},"core":{"header":{"name":"{{{name}}}","meetingId":"int-1","userId":"w_9"},"body":{{{body}}}}}""";

    private static IReadOnlyList<RedisNews> Read(string message) => new RedisMessageReader("bbb1").Read(Encoding.UTF8.GetBytes(message));
}
