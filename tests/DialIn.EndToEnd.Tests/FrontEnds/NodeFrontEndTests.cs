using System.Runtime.CompilerServices;
using System.Text.Json;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.Simulator.Meetings;

namespace DialIn.EndToEnd.Tests.FrontEnds;

/// <summary>A front end of others, with the client library bigbluebutton-js, before the built program.</summary>
public sealed class NodeFrontEndTests
{
    private const string FrontEndSecret = "secret-of-the-front-end";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Meeting_CreatedThroughDialIn_ShowsItsModeratorsThePinThatWasThereBefore(bool hasServersSecret)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, extra: $$"""
            "BbbEndpoint": { "Enabled": true, "FrontEnds": [ { "Name": "node", "Secret": "{{(hasServersSecret ? "s3cret" : FrontEndSecret)}}" } ] }
            """);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);

        var told = await RunAsync(site, hasServersSecret ? "s3cret" : FrontEndSecret);

        Assert.Equal("SUCCESS", Text(told, "created", "returncode"));
        Assert.Equal("duplicateWarning", Text(told, "again", "messageKey"));
        Assert.Equal(("SUCCESS", "SUCCESS"), (Text(told, "moderator", "returncode"), Text(told, "viewer", "returncode")));
        Assert.Equal("true", Text(told, "running", "running"));
        Assert.Equal("Erika + Jürgen (Team)!", Text(told, "info", "meetingName"));
        Assert.Equal("notFound", Text(told, "unknown", "messageKey"));
        Assert.Equal("checksumError", Text(told, "wrongSecret", "messageKey"));

        var meeting = Assert.Single(site.Servers[0].Meetings);
        var moderators = string.Join('\n', meeting.ReadChat(MeetingRole.Moderator));
        Assert.Contains("Invite others: https://example.org/?a=1&b=2<br>", moderators, StringComparison.Ordinal);
        Assert.Contains(Grouped(pin), moderators, StringComparison.Ordinal);
        Assert.Contains("+49", moderators, StringComparison.Ordinal);
        // What viewers read, and what the API tells of the meeting.
        var others = string.Join('\n', meeting.ReadChat(MeetingRole.Viewer)) + told;
        Assert.DoesNotMatch(Leaks.InAnyGrouping(pin), others);

        await using var call = await site.CallAsync("+4915112345678", pin);
        await site.Servers[0].Conference("70066").WaitForCountAsync(1, site.Cancel);
        await site.AssertCleanAsync();
    }

    private static async Task<JsonElement> RunAsync(Site site, string secret)
    {
        await using var node = new ProgramProcess("node", [Path.Combine(Folder(), "front-end.js"), new Uri(site.Bridge.Http, "bigbluebutton").ToString(), secret], Folder());
        var code = await node.WaitForExitAsync(TimeSpan.FromMinutes(3), site.Cancel);
        Assert.True(code == 0, $"node ended with {code}; the modules come by: npm ci --prefix {Folder()}\n{node.Output}");
        return JsonDocument.Parse(node.Output).RootElement;
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "client");

    private static string Text(JsonElement told, string answer, string element) => told.GetProperty(answer).GetProperty(element).ToString().Replace("True", "true", StringComparison.Ordinal);

    private static string Grouped(string pin) => string.Join(' ', pin.Chunk(3).Select(static group => new string(group)));
}
