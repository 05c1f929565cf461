using DialIn.Tests.BigBlueButton;

namespace DialIn.Tests.Hosting;

public sealed class PinsAuditCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _file;

    public PinsAuditCommandTests() => _file = _folder.Write("dialin.json", Settings.Documented);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Audit_ThirteenThousandRooms_SaysTheOdds()
    {
        await File.WriteAllLinesAsync(_folder.File("rooms.txt"), Enumerable.Range(0, 13_000).Select(static i => $"room-{i}"), TestContext.Current.CancellationToken);
        var assigned = await RunAsync(_file, "assign", "--from-file", _folder.File("rooms.txt"));
        Assert.Equal(13_000, assigned.Lines.Select(static line => line.Split('\t')[1]).Distinct().Count());

        var audit = await RunAsync(_file, "audit", "--live", "200");

        Assert.Equal(
            [
                "rooms with a PIN\t13,000: 13,000 of 9 digits",
                "of these running now\t200",
                "one guess hits a room\t1 in 69,231",
                "within the budget, 100 wrong PINs an hour\t1 in 693 in an hour; an even chance after 20 d",
                "beyond it, one guess hits a room that runs\t1 in 4,500,000",
                // Two trunks of 50 calls a second would carry what a thousand lines can guess: one call in ten seconds on each.
                "beyond it, all 1,000 lines guessing, 360,000 times an hour\t1 in 13 in an hour; an even chance after 8.7 h",
                "halved by\tPINs of 10 digits for all rooms: 1 in 692,308",
            ],
            audit.Lines);
    }

    [Fact]
    public async Task Audit_EmptyPool_SaysSo()
    {
        var audit = await RunAsync(_file, "audit", "--live", "0");
        Assert.Equal(0, audit.ExitCode);
        Assert.Equal(["rooms with a PIN\tnone", "of these running now\t0", "one guess hits a room\tnever"], audit.Lines.Take(3));
    }

    [Fact]
    public async Task Audit_TrunksWithoutMeasure_CountsTheLinesThatThereAre()
    {
        var config = _folder.Write("many.json", """
            { "DialIn": { "Trunks": [
              { "Name": "a", "MaxCalls": 2000000000, "MaxCallsPerSecond": 2000000000 },
              { "Name": "b", "MaxCalls": 2000000000, "MaxCallsPerSecond": 2000000000 } ] } }
            """);
        var audit = await RunAsync(config, "audit", "--live", "0");
        Assert.Equal(0, audit.ExitCode);
        Assert.Contains(audit.Lines, static line => line.StartsWith("beyond it, all 1,000 lines guessing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Audit_AsksTheServersWhatRuns_AndSaysWhichDoNotAnswer()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("bbb-3.0-livekit.xml"));
        var config = _folder.Write("two.json", $$"""
            { "DialIn": { "Servers": [
              { "Name": "bbb1", "ApiUrl": "{{bbb.ApiUrl}}", "Secret": "s3cret", "SipUri": "sip:{voiceBridge}@127.0.0.1:5090" },
              { "Name": "bbb2", "ApiUrl": "http://127.0.0.1:1/bigbluebutton/api/", "Secret": "s3cret", "SipUri": "sip:{voiceBridge}@127.0.0.1:5091" } ] } }
            """);
        await RunAsync(config, "generate", "--count", "2");
        await RunAsync(config, "assign", "physics-4");
        await RunAsync(config, "assign", "sleeping-room");

        var audit = await RunAsync(config, "audit");

        Assert.Equal(["rooms with a PIN\t2: 2 of 9 digits", "of these running now\t1"], audit.Lines.Take(2));
        Assert.Contains("no answer from bbb2", audit.Error, StringComparison.Ordinal);
    }

    private static Task<CommandRun> RunAsync(string config, params string[] arguments) => CommandRun.OfAsync(config, isForPeople: false, ["pins", .. arguments]);
}
