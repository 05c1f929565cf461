using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Baresip;

/// <summary>RTCP with somebody else's program: what each side says of the other's stream.</summary>
[TriedWith("UDP", "baresip", "tshark", Data = ["rtcpMux"])]
public sealed partial class ReportTests
{
    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public async Task Reports_GoBothWays_AndTheRoundTripIsKnown(string rtcpMux)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await using var capture = await NetworkCapture.StartAsync(folder, site.Bridge, site.Cancel);
        await using var phone = await BaresipCall.StartPhoneAsync(
            site, folder, carrier: null, extra: $"rtp_stats yes\nrtcp_mux {rtcpMux}");

        var participant = await BaresipCall.JoinAsync(site, phone, site.Bridge.SipPort, pin);
        var live = await PhoneCall.WaitForRoundTripAsync(site);
        PhoneCall.AssertFigures(live);
        await phone.HangUpAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);

        // Its own count of our reports, as it prints it at the end.
        var statistics = Statistics().Match(await StatisticsOf(phone, site));
        Assert.True(int.Parse(statistics.Groups["reports"].Value, CultureInfo.InvariantCulture) >= 1, phone.Output);
        await phone.StopAsync(site.Cancel);
        await site.WaitForEndAsync("CallerHungUp");
        using var trunk = JsonDocument.Parse(await site.Bridge.QueryAsync("SELECT trunk_quality FROM call_records", site.Cancel));
        PhoneCall.AssertFigures(trunk.RootElement);

        // The conference sends no RTCP.
        using var conference = JsonDocument.Parse(await site.Bridge.QueryAsync("SELECT conference_quality FROM call_records", site.Cancel));
        Assert.InRange(conference.RootElement.GetProperty("mos").GetDouble(), 1, 4.41);
        await capture.StopAsync(site.Cancel);
        await AssertPortAsync(capture, isMux: rtcpMux == "yes", site.Cancel);
        await site.AssertCleanAsync();
    }

    // RTP has even ports here, RTCP of its own the odd ones above. The leg to the conference shares none.
    private static async Task AssertPortAsync(NetworkCapture capture, bool isMux, CancellationToken cancel)
    {
        var reports = await capture.AskAsync($"{capture.FromBridge} && (udp.payload[1:1] == c8 || udp.payload[1:1] == c9)", cancel, "udp.srcport");
        Assert.NotEmpty(reports);
        Assert.Equal(isMux, reports.Any(port => int.Parse(port, CultureInfo.InvariantCulture) % 2 == 0));
    }

    private static async Task<string> StatisticsOf(BaresipPhone phone, Site site)
    {
        await phone.WaitForLineAsync("pkt.report", site.Cancel);
        return phone.Output;
    }

    // "pkt.report:", then what it sent and what it got.
    [GeneratedRegex(@"pkt\.report:\s+(?<own>\d+)\s+(?<reports>\d+)")]
    private static partial Regex Statistics();
}
