using System.Text;
using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Telemetry;

/// <summary>What Prometheus fetches and a collector is sent, of a call that went well.</summary>
public sealed partial class TelemetryTests
{
    private const string Caller = "+4915112345678";
    private const string Room = "room-1";

    [Fact]
    public async Task Call_IsInTheMetricsAndTheTrace_WithoutItsPin()
    {
        using var folder = new ScratchFolder();
        using var collector = new Collector();
        await using var site = await Site.StartAsync(folder, extra: $$"""
            "Telemetry": { "OtlpEndpoint": "{{collector.Url}}", "OtlpProtocol": "Http" }
            """);
        var pin = await site.Bridge.ReservePinAsync(Room, site.Cancel);
        Site.Open(site.Servers[0], Room, "70066");
        await ScrapeUntilAsync(site, """dialin_server_meetings{server="bbb1"} 1""");

        await using (var call = await site.CallAsync(Caller, pin))
        {
            await site.Servers[0].Conference("70066").WaitForParticipantAsync(site.Cancel);
            await ScrapeUntilAsync(site, """dialin_calls_active{trunk="carrier"} 1""", """dialin_server_calls{server="bbb1"} 1""");
            await call.HangUpAsync();
        }

        await site.WaitForEndAsync("CallerHungUp");
        var metrics = await ScrapeUntilAsync(
            site,
            """dialin_calls_active{trunk="carrier"} 0""",
            """dialin_calls_ended_total{reason="CallerHungUp",result="Success",trunk="carrier"} 1""",
            """dialin_calls_time_to_join_seconds_count{server="bbb1"} 1""",
            """dialin_server_reachable{server="bbb1"} 1""",
            """dialin_media_mos_count{direction="received",leg="trunk",peer="carrier"} 1""");

        // What the monitoring files and the document call them.
        var documented = MetricNames.Documented();
        Assert.Empty(metrics.Where(static line => line.StartsWith("dialin_", StringComparison.Ordinal)).Select(static line => Name().Match(line).Value).Except(documented));
        await AssertWellFormedAsync(folder, metrics, site.Cancel);

        // What is left is sent as the program ends.
        site.Bridge.Process.Terminate();
        Assert.Equal(0, await site.Bridge.Process.WaitForExitAsync(TimeSpan.FromMinutes(1), site.Cancel));
        var spans = Encoding.Latin1.GetString(collector.Bytes("/v1/traces"));
        Assert.All(["call", "ring", "prompt", "digits", "lookup", "server leg", "conference", "CallerHungUp"], span => Assert.Contains(span, spans, StringComparison.Ordinal));
        var sent = spans + Encoding.Latin1.GetString(collector.Bytes("/v1/metrics"));
        Assert.Contains("dialin.calls.ended", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(pin, sent + string.Join('\n', metrics), StringComparison.Ordinal);
        Assert.DoesNotContain(Caller[1..], sent, StringComparison.Ordinal);
        Assert.DoesNotContain(Room, sent, StringComparison.Ordinal);
        await site.AssertCleanAsync();
    }

    // A scrape is an answer of up to 0.3 seconds ago, and not of one moment.
    private static async Task<List<string>> ScrapeUntilAsync(Site site, params string[] lines)
    {
        List<string> metrics = [];
        await Waiting.UntilAsync(async () => !lines.Except(metrics = await ScrapeAsync(site)).Any(), site.Cancel);
        return metrics;
    }

    // Without the label that each line has: which meter it is of.
    private static async Task<List<string>> ScrapeAsync(Site site)
    {
        using var answer = await site.Bridge.GetAsync("metrics", site.Cancel);
        Assert.StartsWith("text/plain", answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        var text = await answer.Content.ReadAsStringAsync(site.Cancel);
        return [.. text.Split('\n').Select(static line => Scope().Replace(line, "").Replace("{}", "", StringComparison.Ordinal))];
    }

    // Its advice on names is for whoever chose them; the runtime's do not follow it.
    private static async Task AssertWellFormedAsync(ScratchFolder folder, List<string> metrics, CancellationToken cancel)
    {
        var file = folder.Write("metrics.txt", string.Join('\n', metrics.Where(static line => line.Contains("dialin_", StringComparison.Ordinal))) + "\n");
        await using var promtool = new ProgramProcess("sh", ["-c", "promtool check metrics < \"$0\"", file]);
        Assert.True(await promtool.WaitForExitAsync(TimeSpan.FromMinutes(1), cancel) == 0, promtool.Output);
    }

    [GeneratedRegex("otel_scope_name=\"[^\"]*\",?")]
    private static partial Regex Scope();

    [GeneratedRegex("^[a-z_]+")]
    private static partial Regex Name();
}
