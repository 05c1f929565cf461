using System.Globalization;
using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Sipp;

[Collection(CrowdedTests.Name)]
[TriedWith("UDP", "sipp")]
public sealed partial class ScanTests
{
    private const int Calls = 50;
    private const int Datagrams = 50_000;

    // Kept messages would be many times that.
    private const long MostGrowthKiB = 32 * 1024;

    // Of the calls themselves, and two summaries.
    private const int MostLines = 200;

    [Fact]
    public async Task Scan_OfFiftyThousandDatagrams_HarmsNoCall_AndLeavesNoTrace()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, trunks: """[ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.1/32"] } ]""", mediaPorts: 400);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var conference = site.Servers[0].Conference(SippSite.VoiceBridge);

        // The callers speak for longer than the scan takes, and stay until the bridge hangs up.
        var scenario = new SippScenario("scan").Invite().Answered().Type(pin).Speak(SippSite.Voice(folder, seconds: 120)).ExpectBye();
        var carrier = new SippCarrier(folder, site.Bridge.SipPort) { Called = Site.CentralNumber, Timeout = TimeSpan.FromSeconds(150) };
        await using var sipp = carrier.Start(scenario, Calls);
        await conference.WaitForCountAsync(Calls, site.Cancel);
        var callers = conference.Participants.ToList();
        await Task.WhenAll(callers.Select(caller => caller.Heard.WaitForToneAsync(SippSite.CallerTone, TimeSpan.FromSeconds(1), site.Cancel)));
        var memory = ResidentKiB(site);
        var lines = Lines(site);
        var packets = callers.ConvertAll(static caller => caller.PacketsReceived);

        using var scanner = new Scanner(site.Bridge.SipPort);
        await scanner.ScanAsync(Datagrams, site.Cancel);

        // Nobody was lost, everybody was heard during it and is heard after it.
        Assert.Equal(callers, conference.Participants);
        Assert.All(callers.Zip(packets), static caller => Assert.True(caller.First.PacketsReceived > caller.Second));
        await Task.WhenAll(callers.Select(caller => caller.Heard.WaitForToneAsync(SippSite.CallerTone, TimeSpan.FromSeconds(1), site.Cancel, caller.Heard.Duration)));
        Assert.Equal(0, scanner.Answered);
        Assert.InRange(ResidentKiB(site) - memory, long.MinValue, MostGrowthKiB);
        Assert.InRange(Lines(site) - lines, 0, MostLines);

        callers.ForEach(static caller => caller.Kick());
        await carrier.EndAsync(sipp, scenario, site.Cancel);
        await site.WaitForEndsAsync(Calls);
        Assert.Equal($"{Calls}", await site.Bridge.QueryAsync("SELECT count(*) FROM call_records WHERE result = 'Success'", site.Cancel));
        Assert.Equal($"{Calls}", await site.Bridge.QueryAsync("SELECT count(*) FROM call_records", site.Cancel));
        await site.AssertCleanAsync();

        site.Bridge.Process.Terminate();
        Assert.Equal(0, await site.Bridge.Process.WaitForExitAsync(TimeSpan.FromMinutes(1), site.Cancel));
        AssertSummary(site.Bridge.Log);
    }

    // The kernel may drop some before we see them; what we see is counted, all for one reason, and told without addresses.
    private static void AssertSummary(string log)
    {
        var counted = NotAdmitted().Matches(log).Sum(static match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.InRange(counted, Datagrams / 2, Datagrams);
        Assert.DoesNotMatch("Dropped since.*(Malformed|Scanner|Overload)", log);
        Assert.All(log.Split('\n').Where(static line => line.Contains(Scanner.Network, StringComparison.Ordinal)), static line =>
        {
            Assert.Contains("The last source that is neither a trunk nor a server was", line, StringComparison.Ordinal);
            Assert.Contains("dbug", line, StringComparison.Ordinal);
        });
    }

    private static int Lines(Site site) => site.Bridge.Log.Count(static character => character == '\n');

    private static long ResidentKiB(Site site) => long.Parse(
        File.ReadLines($"/proc/{site.Bridge.Process.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Dropped since the last such line: .*?NotAdmitted (\d+)")]
    private static partial Regex NotAdmitted();
}
