using System.Net;
using System.Text.Json;
using DialIn.Operations.Api;

namespace DialIn.Tests.Operations.Api;

public class MeetingIdPathTests(SharedApiSite shared) : IClassFixture<SharedApiSite>
{
    private readonly ApiSite _site = shared.Site;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ids() => new(
        "ab",
        "a/b",
        "a%2Fb",
        "a%252Fb",
        "//",
        "100%",
        "%%",
        "a b",
        "a+b",
        "a?b#c;d=e&f",
        "a:b@c!$'()*~",
        "a\\b\"<>{}|^`",
        "...",
        "a/../b",
        "Käse/🎓 [x]",
        "e\u0301",
        "\u00e9!",
        "ROOM",
        "room",
        "日本語の部屋",
        new string('x', 256),
        string.Concat(Enumerable.Repeat("€", 256)),
        string.Concat(Enumerable.Repeat("🎓", 128)));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Id_IsTheRoomThatTheFrontEndMeans(string meetingId)
    {
        var room = await _site.ReserveAsync(meetingId);

        Assert.Equal(meetingId, room.GetProperty("meetingId").GetString());
        Assert.True(await _site.IsReservedAsync(meetingId));
        using var qr = await _site.Client.GetAsync(room.GetProperty("numbers")[0].GetProperty("qrPng").GetString(), Cancel);
        Assert.Equal(HttpStatusCode.OK, qr.StatusCode);
        using var deleted = await _site.Client.DeleteAsync(ApiSite.PathOf(meetingId), Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.False(await _site.IsReservedAsync(meetingId));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a,b")]
    [InlineData("a\nb")]
    [InlineData(" ab")]
    [InlineData("ab ")]
    [InlineData("\u3000ab")]
    [InlineData("a\u0085b")]
    public async Task Id_ThatNoMeetingHas_IsAProblemThatNamesTheRule(string meetingId)
    {
        using var answer = await _site.PutAsync(meetingId);
        Assert.Contains("meetingId must have 2 to 256 characters, no comma", await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Id_OfMoreThan256Characters_IsAProblem()
    {
        using var answer = await _site.PutAsync(new string('x', 257));
        await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, answer);
    }

    [Theory]
    [InlineData("/api/v1/meetings/100%")]
    [InlineData("/api/v1/meetings/a%zzb")]
    [InlineData("/api/v1/meetings/a%FFb")]
    [InlineData("/api/v1/meetings/a%C3")]
    [InlineData("/api/v1/meetings/other/../room")]
    [InlineData("/api/v1/meetings/x/%2e%2e/room")]
    [InlineData("/api/v1/./meetings/room")]
    public async Task Id_ThatIsNotWellEncoded_IsAProblem_AndNoRoom(string target)
    {
        var (status, answer) = await _site.SendRawAsync("PUT", target);

        Assert.Equal(400, status);
        Assert.Contains("meetingId must be percent-encoded UTF-8", answer, StringComparison.Ordinal);
        Assert.False(await _site.IsReservedAsync("room"));
    }

    [Theory]
    [InlineData("/API/V1/Meetings/Room0", "Room0")]
    [InlineData("/api/v1/meetings/Room1/", "Room1")]
    [InlineData("/api/v1/meetings/Room2?x=/api/v1/meetings/Other", "Room2")]
    [InlineData("/api/v1/meetings/%52oom3", "Room3")]
    [InlineData("http://localhost/api/v1/meetings/Ro%20om", "Ro om")]
    public async Task Path_ThatIsWrittenOtherwise_IsTheSameRoom(string target, string meetingId)
    {
        var (status, answer) = await _site.SendRawAsync("PUT", target);
        Assert.Equal(201, status);
        Assert.Contains($"\"meetingId\":{JsonSerializer.Serialize(meetingId)}", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Content-Type-Options: nosniff\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlashThatIsNotEncoded_IsToldHowToWriteIt()
    {
        using var answer = await _site.Client.PutAsync("/api/v1/meetings/a/b", null, Cancel);
        Assert.Contains("%2F", await ApiSite.ProblemAsync(HttpStatusCode.NotFound, answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/meetings/ab", "cd")]
    [InlineData("/elsewhere/ab", "ab")]
    [InlineData("http://host", "ab")]
    [InlineData("*", "ab")]
    public void Id_ThatTheRouterTookFromElsewhere_IsNotRead(string target, string routed) =>
        Assert.False(MeetingIdPath.TryRead(target, routed, out _, out _));
}
