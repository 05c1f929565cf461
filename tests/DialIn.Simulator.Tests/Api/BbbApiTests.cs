using System.Xml.Linq;
using DialIn.Simulator.Api;
using DialIn.Simulator.Meetings;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Simulator.Tests.Api;

public class BbbApiTests
{
    private const string Secret = "s3cret";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2018, 7, 10, 16, 47, 38, TimeSpan.Zero));
    private readonly List<string> _ended = [];
    private readonly MeetingBook _book;
    private readonly BbbApi _api;

    public BbbApiTests()
    {
        _book = new MeetingBook(_time, TimeSpan.FromMinutes(1));
        _api = new BbbApi(_book, () => Secret, _ => 3, meeting => _ended.Add(meeting.MeetingId));
    }

    [Fact]
    public void Create_New_AnswersItsDetails()
    {
        var answer = Call("create", "name=Demo+%26+more&meetingID=ext-1&voiceBridge=70066&moderatorPW=mp&attendeePW=ap");
        Assert.Equal("SUCCESS", Text(answer, "returncode"));
        Assert.Equal("ext-1", Text(answer, "meetingID"));
        Assert.Equal("70066", Text(answer, "voiceBridge"));
        Assert.Equal("613-555-1234", Text(answer, "dialNumber"));
        Assert.Equal("mp", Text(answer, "moderatorPW"));
        Assert.Equal("1531241258000", Text(answer, "createTime"));
        Assert.Equal("Tue Jul 10 16:47:38 UTC 2018", Text(answer, "createDate"));
        Assert.Equal("Demo & more", _book.Find("ext-1")!.Name);
    }

    [Fact]
    public void Create_Again_WarnsAndChangesNothing()
    {
        var first = Call("create", "name=A&meetingID=ext-1&moderatorOnlyMessage=one");
        var second = Call("create", "name=A&meetingID=ext-1&moderatorOnlyMessage=two");
        Assert.Equal("SUCCESS", Text(second, "returncode"));
        Assert.Equal("duplicateWarning", Text(second, "messageKey"));
        Assert.Equal(Text(first, "internalMeetingID"), Text(second, "internalMeetingID"));
        Assert.Equal(["one"], _book.Find("ext-1")!.ReadChat(MeetingRole.Moderator));
    }

    [Fact]
    public void Create_Metadata_IsListedInLowerCase()
    {
        Call("create", "name=A&meetingID=ext-1&meta_BBB-Origin=Greenlight&meta_1bad=x");
        var metadata = Call("getMeetingInfo", "meetingID=ext-1").Element("metadata")!;
        Assert.Equal("Greenlight", metadata.Element("bbb-origin")!.Value);
        Assert.Single(metadata.Elements());
    }

    [Fact]
    public void Create_FormFields_CountAsParameters()
    {
        var query = ApiChecksum.Sign("create", "meetingID=ext-1", Secret);
        var answer = _api.Handle(new ApiCall("create", query, new Dictionary<string, string> { ["name"] = "Posted" }));
        Assert.Equal("SUCCESS", Text(answer, "returncode"));
        Assert.Equal("Posted", _book.Find("ext-1")!.Name);
    }

    [Theory]
    [InlineData("create", "name=A", "missingParamMeetingID")]
    [InlineData("create", "meetingID=ext-1", "validationError")]
    [InlineData("create", "name=A&meetingID=x", "validationError")]
    [InlineData("create", "name=A&meetingID=a,b", "validationError")]
    [InlineData("create", "name=A&meetingID=new&voiceBridge=12x45", "validationError")]
    [InlineData("create", "name=A&meetingID=new&voiceBridge=70066", "nonUniqueVoiceBridge")]
    [InlineData("create", "name=A&meetingID=there&moderatorPW=other", "idNotUnique")]
    [InlineData("getMeetingInfo", "meetingID=nobody", "notFound")]
    [InlineData("getMeetingInfo", "", "missingParamMeetingID")]
    [InlineData("isMeetingRunning", "", "missingParamMeetingID")]
    [InlineData("join", "meetingID=there&password=mp", "validationError")]
    [InlineData("join", "meetingID=there&fullName=Eva&password=guess", "invalidPassword")]
    [InlineData("end", "meetingID=nobody", "notFound")]
    [InlineData("dance", "", "unsupportedRequest")]
    public void BadCall_FailsWithBbbsKey(string call, string query, string key)
    {
        _book.Create(new("there", "There") { VoiceBridge = "70066", ModeratorPassword = "mp" }, out _);
        var answer = Call(call, query);
        Assert.Equal("FAILED", Text(answer, "returncode"));
        Assert.Equal(key, Text(answer, "messageKey"));
        Assert.NotEqual("", Text(answer, "message"));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("getMeetings")]
    [InlineData("getMeetingInfo")]
    [InlineData("isMeetingRunning")]
    [InlineData("join")]
    [InlineData("end")]
    public void UnsignedCall_IsRefused_AndDoesNothing(string call)
    {
        _book.Create(new("there", "There"), out _);
        var answer = _api.Handle(new ApiCall(call, "name=A&fullName=A&meetingID=there", new Dictionary<string, string>()));
        Assert.Equal("checksumError", Text(answer, "messageKey"));
        Assert.Empty(_ended);
        Assert.Empty(_book.Find("there")!.Users);
    }

    [Fact]
    public void GetMeetings_None_SaysSo()
    {
        var answer = Call("getMeetings", "");
        Assert.Equal("SUCCESS", Text(answer, "returncode"));
        Assert.Equal("noMeetings", Text(answer, "messageKey"));
        Assert.Empty(answer.Element("meetings")!.Elements());
    }

    [Fact]
    public void GetMeetings_ListsEveryMeetingWithAllFields()
    {
        Call("create", "name=A&meetingID=aa&voiceBridge=00042");
        _time.Advance(TimeSpan.FromSeconds(1));
        Call("create", "name=B&meetingID=bb");
        Call("join", "meetingID=aa&fullName=Eva&role=MODERATOR");
        var meetings = Call("getMeetings", "").Element("meetings")!.Elements("meeting").ToList();

        Assert.Equal(["aa", "bb"], meetings.Select(meeting => Text(meeting, "meetingID")));
        Assert.Equal("00042", Text(meetings[0], "voiceBridge"));
        Assert.Equal("true", Text(meetings[0], "running"));
        Assert.Equal("false", Text(meetings[1], "running"));
        Assert.Equal("1", Text(meetings[0], "moderatorCount"));
        Assert.Equal("3", Text(meetings[0], "voiceParticipantCount"));
        Assert.Equal("0", Text(meetings[0], "endTime"));
        Assert.Equal("Eva", meetings[0].Element("attendees")!.Element("attendee")!.Element("fullName")!.Value);
    }

    [Fact]
    public void IsMeetingRunning_UnknownMeeting_IsFalseAndNoError()
    {
        Assert.Equal("false", Text(Call("isMeetingRunning", "meetingID=nobody"), "running"));
        Call("create", "name=A&meetingID=aa");
        Assert.Equal("false", Text(Call("isMeetingRunning", "meetingID=aa"), "running"));
        Call("join", "meetingID=aa&fullName=Eva&role=VIEWER");
        Assert.Equal("true", Text(Call("isMeetingRunning", "meetingID=aa"), "running"));
    }

    [Fact]
    public void Join_PasswordDecidesTheRole()
    {
        Call("create", "name=A&meetingID=aa&moderatorPW=mp&attendeePW=ap");
        Call("join", "meetingID=aa&fullName=Eva&password=mp");
        Call("join", "meetingID=aa&fullName=Udo&password=ap");
        Assert.Equal([MeetingRole.Moderator, MeetingRole.Viewer], _book.Find("aa")!.Users.Select(user => user.Role));
    }

    [Fact]
    public void End_TellsOnce_AndTheMeetingLingersAsEnded()
    {
        Call("create", "name=A&meetingID=aa");
        Assert.Equal("sentEndMeetingRequest", Text(Call("end", "meetingID=aa"), "messageKey"));
        Assert.Equal("SUCCESS", Text(Call("end", "meetingID=aa"), "returncode"));
        Assert.Equal(["aa"], _ended);
        var lingering = Call("getMeetingInfo", "meetingID=aa");
        Assert.Equal("true", Text(lingering, "hasBeenForciblyEnded"));
        Assert.NotEqual("0", Text(lingering, "endTime"));
    }

    [Fact]
    public void Root_Unsigned_SaysTheVersion()
    {
        var answer = _api.Handle(new ApiCall("", "", new Dictionary<string, string>()));
        Assert.Equal("2.0", Text(answer, "version"));
    }

    private XElement Call(string call, string query) =>
        _api.Handle(new ApiCall(call, ApiChecksum.Sign(call, query, Secret), new Dictionary<string, string>()));

    private static string Text(XElement element, string name) => element.Element(name)!.Value;
}
