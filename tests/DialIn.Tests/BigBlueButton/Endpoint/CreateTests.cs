using DialIn.Announcements;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Endpoint;
using DialIn.Pins;
using Microsoft.AspNetCore.Http;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary><c>create</c>: number and PIN are added, and nothing else is changed.</summary>
public class CreateTests
{
    private const string Form = "Content-Type: application/x-www-form-urlencoded";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(EndpointFixture.FrontEndSecret)]
    [InlineData(EndpointFixture.ServerSecret)]
    public async Task Create_AddsAfterWhatWasSent_AndSignsForTheServer(string secret)
    {
        const string query = "name=J%C3%BCrgen+%2B%20x&meetingID=room-1&attendeePW=a%70&welcome=%3Cb%3Ehi%3C/b%3E&x=&y";
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, secret);

        var answer = await endpoint.GetAsync("create", query, Cancel, secret);

        var seen = endpoint.Only;
        var (signed, checksum) = SignedQuery.Of(seen.Query);
        Assert.Equal(BbbChecksum.Compute("create", signed, EndpointFixture.ServerSecret, ChecksumAlgorithm.Sha256), checksum);
        Assert.StartsWith($"{query}&dialNumber=613-555-1234&meta_dialin-number=%2B4961511234567&moderatorOnlyMessage=", signed, StringComparison.Ordinal);
        Assert.Contains(await endpoint.PinOfAsync("room-1", Cancel), seen.Parameters["moderatorOnlyMessage"], StringComparison.Ordinal);
        Assert.Contains(CreateDocument.Of("room-1"), answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_KeepsTheFrontEndsOwnMessage_AndPutsOursBehindIt()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, message: static (_, _) => "<b>Telefon</b>");

        await endpoint.GetAsync("create", "meetingID=room-1&moderatorOnlyMessage=Invite:%3Cbr%3Ehttps://x/y%3Fa%3D1%2B2&name=n", Cancel);

        Assert.Equal("Invite:<br>https://x/y?a=1+2<br><br><b>Telefon</b>", endpoint.Only.Parameters["moderatorOnlyMessage"]);
        Assert.EndsWith("&name=n", SignedQuery.Of(endpoint.Only.Query).Query.Split("&dialNumber")[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("muteOnStart=true", "true")]
    [InlineData("muteOnStart=TRUE", "true")]
    [InlineData("muteOnStart=true&meta_dialin-mute-on-start=false", "false")]
    [InlineData("muteOnStart=false", null)]
    [InlineData("x=y", null)]
    public async Task Create_OfAMeetingThatBeginsMuted_SaysSoAmongTheMetadata(string parameters, string? written)
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await endpoint.GetAsync("create", $"meetingID=room-1&name=n&{parameters}", Cancel);

        Assert.Equal(written, endpoint.Only.Parameters.GetValueOrDefault("meta_dialin-mute-on-start"));
    }

    [Fact]
    public async Task Create_ThatHasOurMessageAlready_HasItOnce()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, message: static (_, _) => "ours");

        await endpoint.GetAsync("create", "meetingID=room-1&name=n&moderatorOnlyMessage=a%20ours%20b", Cancel);

        Assert.Equal("a ours b", endpoint.Only.Parameters["moderatorOnlyMessage"]);
    }

    [Theory]
    [InlineData("meta_dialin-language=en&meta_bbb-locale=de", "en")]
    [InlineData("meta_bbb-locale=de-AT", "de-AT")]
    [InlineData("meta_language=de_DE", "de_DE")]
    [InlineData("meta_lang=%3Cscript%3E", "fr")]
    [InlineData("x=y", "fr")]
    public async Task Create_TakesTheMeetingsLanguage(string parameters, string language)
    {
        await using var endpoint = await EndpointFixture.StartAsync(
            Cancel, endpoint: options => options["Language"] = "fr", message: static (language, _) => $"[{language}]");

        await endpoint.GetAsync("create", $"meetingID=room-1&name=n&{parameters}", Cancel);

        Assert.Equal($"[{language}]", endpoint.Only.Parameters["moderatorOnlyMessage"]);
    }

    [Theory]
    [InlineData("meta_dialin-language=en", "en")]
    [InlineData("x=y", "de")]
    public async Task Create_OfAReservedRoom_TakesTheRoomsLanguage_WhereTheMeetingHasNone(string parameters, string language)
    {
        await using var endpoint = await EndpointFixture.StartAsync(
            Cancel, endpoint: options => options["Language"] = "fr", message: static (language, _) => $"[{language}]");
        await endpoint.Pins.ReserveAsync(new ReservationRequest("room-1", null, Language: "de"), Cancel);

        await endpoint.GetAsync("create", $"meetingID=room-1&name=n&{parameters}", Cancel);

        Assert.Equal($"[{language}]", endpoint.Only.Parameters["moderatorOnlyMessage"]);
    }

    [Fact]
    public async Task Create_TakesTheNumberAwayThatClientsWouldShow()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await endpoint.GetAsync("create", "dialNumber=%2B49301234&meetingID=room-1&name=n", Cancel);

        Assert.StartsWith("dialNumber=613-555-1234&meetingID=room-1", endpoint.Only.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_LeavesNumberAndMetadataAlone_WhereTheOperatorWantsIt()
    {
        await using var endpoint = await EndpointFixture.StartAsync(
            Cancel, endpoint: static options => (options["HideDialNumber"], options["AddMetadata"]) = (false, false), message: static (_, _) => "m");

        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);

        Assert.Equal("meetingID=room-1&name=n&moderatorOnlyMessage=m", SignedQuery.Of(endpoint.Only.Query).Query);
    }

    [Fact]
    public async Task Create_NeverPutsThePinElsewhereThanInTheModeratorsMessage()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await endpoint.GetAsync("create", "meetingID=room-1&name=n&welcome=hi", Cancel);

        var pin = (await endpoint.PinOfAsync("room-1", Cancel)).Replace(" ", "", StringComparison.Ordinal);
        Assert.All(
            endpoint.Only.Parameters.Where(static parameter => parameter.Key != "moderatorOnlyMessage"),
            parameter => Assert.DoesNotContain(pin, parameter.Value.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("create?checksum={0}", "")]
    [InlineData("create", "&checksum={0}")]
    public async Task CreateByForm_IsChangedInTheForm(string call, string inForm)
    {
        const string form = "meetingID=room+1&name=a%20b&password=%2B";
        var checksum = BbbChecksum.Compute("create", "", EndpointFixture.FrontEndSecret, ChecksumAlgorithm.Sha1);
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, message: static (_, _) => "m");

        await RawHttp.SendAsync(
            endpoint.Http, "POST", $"/bigbluebutton/api/{string.Format(null, call, checksum)}", Cancel, form + string.Format(null, inForm, checksum), $"{Form}; charset=utf-8");

        Assert.Equal(EndpointFixture.Sign("create", "", EndpointFixture.ServerSecret), endpoint.Only.Query);
        Assert.Equal($"{form}&dialNumber=613-555-1234&meta_dialin-number=%2B4961511234567&moderatorOnlyMessage=m", endpoint.Only.Body);
        Assert.NotNull(await endpoint.Pins.FindByMeetingAsync("room 1", Cancel));
    }

    [Fact]
    public async Task CreateWithPresentations_IsChangedInTheUrl_AndTheBodyIsLeftAlone()
    {
        const string xml = "<?xml version='1.0'?><modules><module name=\"presentation\"><document url=\"https://x/a.pdf?b=1&amp;c=2\"/></module></modules>";
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await RawHttp.SendAsync(
            endpoint.Http, "POST", $"/bigbluebutton/api/create?{EndpointFixture.Sign("create", "meetingID=room-1&name=n")}", Cancel, xml, "Content-Type: application/xml");

        Assert.Equal(xml, endpoint.Only.Body);
        Assert.Equal("application/xml", endpoint.Only.Headers["Content-Type"]);
        Assert.Contains(await endpoint.PinOfAsync("room-1", Cancel), endpoint.Only.Parameters["moderatorOnlyMessage"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateThatWouldBecomeTooLong_MovesIntoAForm()
    {
        var welcome = new string('w', CreateHandler.MaxUrlLength - 400);
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await endpoint.GetAsync("create", $"meetingID=room-1&name=n&welcome={welcome}", Cancel);

        Assert.Equal(("POST", EndpointFixture.Sign("create", "", EndpointFixture.ServerSecret)), (endpoint.Only.Method, endpoint.Only.Query));
        Assert.Equal(welcome, endpoint.Only.Parameters["welcome"]);
        Assert.Contains(await endpoint.PinOfAsync("room-1", Cancel), endpoint.Only.Parameters["moderatorOnlyMessage"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateWithPresentationsThatWouldBecomeTooLong_IsPassedOnWithoutTheMessage()
    {
        var welcome = new string('w', CreateHandler.MaxUrlLength - 400);
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await RawHttp.SendAsync(
            endpoint.Http, "POST", $"/bigbluebutton/api/create?{EndpointFixture.Sign("create", $"meetingID=room-1&name=n&welcome={welcome}")}", Cancel, "<modules/>", "Content-Type: application/xml");

        Assert.False(endpoint.Only.Parameters.ContainsKey("moderatorOnlyMessage"));
        Assert.Equal("<modules/>", endpoint.Only.Body);
    }

    [Fact]
    public async Task CreateByMultipartForm_IsPassedOnAsItIs()
    {
        const string form = "--b\r\nContent-Disposition: form-data; name=\"meetingID\"\r\n\r\nroom-1\r\n--b--\r\n";
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await RawHttp.SendAsync(
            endpoint.Http, "POST", $"/bigbluebutton/api/create?{EndpointFixture.Sign("create", "")}", Cancel, form, "Content-Type: multipart/form-data; boundary=b");

        Assert.Equal((form, EndpointFixture.Sign("create", "", EndpointFixture.ServerSecret)), (endpoint.Only.Body, endpoint.Only.Query));
        Assert.Contains(endpoint.Log.GetSnapshot(), static record => record.Id.Id == 5106);
    }

    [Fact]
    public async Task Breakout_HasNoPinOfItsOwn()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await endpoint.GetAsync("create", "meetingID=room-1&name=n&isBreakout=true&parentMeetingID=p&sequence=1", Cancel);

        Assert.Equal(EndpointFixture.Sign("create", "meetingID=room-1&name=n&isBreakout=true&parentMeetingID=p&sequence=1", EndpointFixture.ServerSecret), endpoint.Only.Query);
        Assert.Null(await endpoint.Pins.FindByMeetingAsync("room-1", Cancel));
    }

    [Theory]
    [InlineData("name=n")]
    [InlineData("meetingID=a%2Cb&name=n")]
    [InlineData("meetingID=%20&name=n")]
    public async Task CreateThatBbbWillRefuse_IsPassedOnForItToDoSo(string query)
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await endpoint.GetAsync("create", query, Cancel);

        Assert.False(endpoint.Only.Parameters.ContainsKey("moderatorOnlyMessage"));
    }

    [Fact]
    public async Task FirstCreate_TellsTheDirectory_AndIsRecorded()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await endpoint.GetAsync("create", "meetingID=%20room-1&name=n", Cancel);

        var announcement = await endpoint.Announcements.NextAsync(Cancel);
        Assert.Equal(
            ("room-1", "183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1531240585189", "bbb1", AnnouncementWay.CreateMessage, AnnouncementOutcome.Announced),
            (announcement.MeetingId.Trim(), announcement.InternalId, announcement.ServerName, announcement.Way, announcement.Outcome));
    }

    [Theory]
    [InlineData("muteOnStart=true&meta_dialin-max-callers=5", true, 5)]
    [InlineData("muteOnStart=false&meta_dialin-max-callers=0", false, null)]
    [InlineData("muteOnStart=maybe", null, null)]
    [InlineData("x=y", null, null)]
    public async Task FirstCreate_TellsTheDirectoryWhatServersDoNot(string parameters, bool? isMuted, int? callers)
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await endpoint.GetAsync("create", $"meetingID=room-1&name=n&{parameters}", Cancel);
        await endpoint.Announcements.NextAsync(Cancel);

        var meeting = endpoint.Directory.Find("room-1")!;
        Assert.Equal((isMuted, callers), (meeting.MuteOnStart, meeting.MaxCallers));

        // The meeting was there already: what a later create says does not count.
        endpoint.Answer = static (http, _) => http.Response.WriteAsync(CreateDocument.Of("room-1", existed: true));
        await endpoint.GetAsync("create", "meetingID=room-1&name=n&muteOnStart=true&meta_dialin-max-callers=9", Cancel);
        Assert.Equal((isMuted, callers), (endpoint.Directory.Find("room-1")!.MuteOnStart, endpoint.Directory.Find("room-1")!.MaxCallers));
    }

    [Theory]
    [InlineData("SUCCESS", true)]
    [InlineData("FAILED", false)]
    public async Task End_TellsTheDirectory_WhenTheServerHasTakenIt(string returnCode, bool isOver)
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);
        await endpoint.Announcements.NextAsync(Cancel);
        var meeting = endpoint.Directory.Find("room-1")!;
        var document = $"<response><returncode>{returnCode}</returncode><messageKey>sentEndMeetingRequest</messageKey></response>";
        endpoint.Answer = (http, _) => http.Response.WriteAsync(document);

        Assert.Contains(document, await endpoint.GetAsync("end", "meetingID=room-1", Cancel), StringComparison.Ordinal);

        Assert.Equal(isOver, endpoint.Directory.Find("room-1") is null);
        Assert.Equal(isOver, endpoint.Directory.FindAfterLoss(meeting, endpoint.Time.GetTimestamp()).IsOver);
    }

    [Theory]
    [InlineData(EndpointFixture.FrontEndSecret)]
    [InlineData(EndpointFixture.ServerSecret)]
    public async Task End_ByForm_WithTheChecksumInTheUrl_TellsTheDirectoryToo(string secret)
    {
        const string body = "meetingID=room-1&password=m%2Bp";
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, secret);
        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel, secret);
        Assert.NotNull(endpoint.Directory.Find("room-1"));
        endpoint.Answer = static (http, _) => http.Response.WriteAsync("<response><returncode>SUCCESS</returncode></response>");

        await RawHttp.SendAsync(endpoint.Http, "POST", $"/bigbluebutton/api/end?{EndpointFixture.Sign("end", "", secret)}", Cancel, body, Form);

        Assert.Null(endpoint.Directory.Find("room-1"));
        Assert.Equal(body, endpoint.Seen.Last().Body);
        Assert.Equal(EndpointFixture.Sign("end", "", EndpointFixture.ServerSecret), endpoint.Seen.Last().Query);
    }

    [Fact]
    public async Task RepeatedCreate_HasTheSamePin_AndIsNotRecordedAgain()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);
        await endpoint.Announcements.NextAsync(Cancel);
        endpoint.Answer = static (http, _) => http.Response.WriteAsync(CreateDocument.Of("room-1", existed: true));

        var answer = await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);

        Assert.Contains("duplicateWarning", answer, StringComparison.Ordinal);
        Assert.Single(endpoint.Seen.Select(static seen => seen.Parameters["moderatorOnlyMessage"]).Distinct());
        await endpoint.RecordAllAsync(Cancel);
        Assert.Equal((0, 1), (endpoint.Announcements.Count, endpoint.Pins.Writes));
    }

    [Fact]
    public async Task Create_ThatTheServerRefuses_IsNotRecorded()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        endpoint.Answer = static (http, _) => http.Response.WriteAsync("<response><returncode>FAILED</returncode><messageKey>idNotUnique</messageKey></response>");

        var answer = await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);

        Assert.Contains("<messageKey>idNotUnique</messageKey>", answer, StringComparison.Ordinal);
        await endpoint.RecordAllAsync(Cancel);
        Assert.Equal(0, endpoint.Announcements.Count);
        Assert.Null(endpoint.Directory.Find("room-1"));
    }

    [Fact]
    public async Task Reservation_OfARoomThatIsReservedForGood_StaysSo()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        await endpoint.Pins.AssignAsync("room-1", null, Cancel);

        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);

        Assert.Null((await endpoint.Pins.FindByMeetingAsync("room-1", Cancel))!.Until);
    }

    [Fact]
    public async Task Reservation_OfARoomThatSomebodyReservedUntilADate_EndsThen()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        var friday = endpoint.Time.GetUtcNow().AddDays(4);
        var reserved = await endpoint.Pins.AssignAsync("room-1", friday, Cancel);

        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);
        endpoint.Time.Advance(TimeSpan.FromDays(2));
        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);

        Assert.Equal(reserved, await endpoint.Pins.FindByMeetingAsync("room-1", Cancel));
        Assert.Contains(reserved.Pin.RevealGrouped(), endpoint.Seen.Last().Parameters["moderatorOnlyMessage"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reservation_OfAMeeting_IsProlongedOnceADay()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, endpoint: static options => options["KeepPin"] = "30 d");
        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);
        endpoint.Time.Advance(TimeSpan.FromHours(23));
        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);
        Assert.Equal(1, endpoint.Pins.Writes);
        endpoint.Time.Advance(TimeSpan.FromHours(2));

        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);

        Assert.Equal(endpoint.Time.GetUtcNow() + TimeSpan.FromDays(30), (await endpoint.Pins.FindByMeetingAsync("room-1", Cancel))!.Until);
    }
}
