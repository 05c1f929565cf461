using System.Xml.Linq;
using DialIn.Simulator.Api;
using DialIn.Simulator.Meetings;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Simulator.Tests.Api;

/// <summary>The XML, word for word, in the order of BBB's own templates.</summary>
public class MeetingXmlTests
{
    private readonly SimulatedMeeting _meeting;

    public MeetingXmlTests()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2018, 7, 10, 16, 47, 38, 36, TimeSpan.Zero));
        new MeetingBook(time, TimeSpan.FromMinutes(1)).Create(
            new MeetingRequest("ext-1", "R & D <1>")
            {
                VoiceBridge = "70066",
                ModeratorPassword = "mp",
                AttendeePassword = "ap",
                Metadata = new Dictionary<string, string> { ["bbb-origin"] = "greenlight" },
            },
            out var meeting);
        _meeting = meeting!;
    }

    [Fact]
    public void Failure_HasKeyAndText() => AssertXml(
        """
        <response><returncode>FAILED</returncode><messageKey>checksumError</messageKey><message>Checksums do not match</message></response>
        """,
        MeetingXml.Failed(ApiFault.Checksum));

    [Fact]
    public void NoMeetings_HasAnEmptyListAndAKey() => AssertXml(
        """
        <response><returncode>SUCCESS</returncode><meetings /><messageKey>noMeetings</messageKey><message>no meetings were found on this server</message></response>
        """,
        MeetingXml.List([], _ => 0));

    [Fact]
    public void Meeting_HasEveryElementInOrder()
    {
        _meeting.Join("Eva", MeetingRole.Moderator, "eva-1");
        AssertXml(
            $"""
             <response><returncode>SUCCESS</returncode><meetings><meeting><meetingName>R &amp; D &lt;1&gt;</meetingName><meetingID>ext-1</meetingID>
             <internalMeetingID>{_meeting.InternalId}</internalMeetingID><createTime>1531241258036</createTime>
             <createDate>Tue Jul 10 16:47:38 UTC 2018</createDate><voiceBridge>70066</voiceBridge><dialNumber>613-555-1234</dialNumber>
             <attendeePW>ap</attendeePW><moderatorPW>mp</moderatorPW><running>true</running><duration>0</duration>
             <hasUserJoined>true</hasUserJoined><recording>false</recording><hasBeenForciblyEnded>false</hasBeenForciblyEnded>
             <startTime>1531241258036</startTime><endTime>0</endTime><participantCount>1</participantCount><listenerCount>0</listenerCount>
             <voiceParticipantCount>4</voiceParticipantCount><videoCount>0</videoCount><maxUsers>0</maxUsers><moderatorCount>1</moderatorCount>
             <attendees><attendee><userID>eva-1</userID><fullName>Eva</fullName><role>MODERATOR</role><isPresenter>false</isPresenter>
             <isListeningOnly>false</isListeningOnly><hasJoinedVoice>false</hasJoinedVoice><hasVideo>false</hasVideo>
             <clientType>HTML5</clientType><customdata /></attendee></attendees>
             <metadata><bbb-origin>greenlight</bbb-origin></metadata><isBreakout>false</isBreakout></meeting></meetings></response>
             """,
            MeetingXml.List([_meeting], _ => 4));
    }

    [Fact]
    public void BreakoutRoom_AndItsParent_NameEachOther()
    {
        var book = new MeetingBook(TimeProvider.System, TimeSpan.Zero);
        book.Create(new MeetingRequest("ext-1", "Parent") { Duration = 60 }, out var parent);
        book.Create(new MeetingRequest("ext-2", "Room") { Breakout = new BreakoutRequest("ext-1", 2, FreeJoin: true) }, out var room);

        AssertXml(
            $"<x><isBreakout>true</isBreakout><parentMeetingID>{parent!.InternalId}</parentMeetingID><sequence>2</sequence><freeJoin>true</freeJoin></x>",
            new XElement("x", MeetingXml.Details(room!, 0).SkipWhile(static e => ((XElement)e).Name != "isBreakout")));
        AssertXml(
            $"<x><isBreakout>false</isBreakout><breakoutRooms><breakout>{room!.InternalId}</breakout></breakoutRooms></x>",
            new XElement("x", MeetingXml.Details(parent, 0).SkipWhile(static e => ((XElement)e).Name != "isBreakout")));
        Assert.Contains(MeetingXml.Details(parent, 0), static e => e is XElement { Name.LocalName: "duration", Value: "60" });
    }

    [Fact]
    public void Creation_Repeated_DiffersOnlyInItsWarning()
    {
        var first = MeetingXml.Created(_meeting, existed: false);
        var again = MeetingXml.Created(_meeting, existed: true);
        Assert.Equal("", first.Element("messageKey")!.Value);
        Assert.Equal("duplicateWarning", again.Element("messageKey")!.Value);
        first.Elements().Where(IsMessage).Remove();
        again.Elements().Where(IsMessage).Remove();
        Assert.True(XNode.DeepEquals(first, again));
        Assert.Equal(
            ["returncode", "meetingID", "internalMeetingID", "parentMeetingID", "attendeePW", "moderatorPW", "createTime", "voiceBridge",
                "dialNumber", "createDate", "hasUserJoined", "duration", "hasBeenForciblyEnded"],
            first.Elements().Select(element => element.Name.LocalName));
    }

    private static bool IsMessage(XElement element) => element.Name.LocalName is "message" or "messageKey";

    private static void AssertXml(string expected, XElement actual) => Assert.Equal(
        expected.ReplaceLineEndings("").Trim(), actual.ToString(SaveOptions.DisableFormatting));
}
