using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.EndToEnd.Tests.Sipp;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Traces;

/// <summary>A whole call as a carrier's engineer sees it: everything that the bridge sends, in the words of a dissector that others wrote.</summary>
[TriedWith("UDP", "sipp", "tshark")]
public sealed class CallTraceTests
{
    [Fact]
    public async Task Call_ThatIsHeldAndResumed_HasNothingOutOfOrder()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        await using var capture = await NetworkCapture.StartAsync(folder, site.Bridge, site.Cancel);
        var pin = await SippSite.ReserveAsync(site);
        Assert.Contains("are traced until", await site.Bridge.RunAsync(["trace", "-"], site.Cancel, typed: SippScenario.CallerNumber), StringComparison.Ordinal);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var scenario = new SippScenario("trace")
            .Invite().Answered().Type(pin).Speak(SippSite.Voice(folder, seconds: 8)).Pause(TimeSpan.FromSeconds(9))
            .Reinvite("sendonly", version: 2).AnsweredWith("a=recvonly")
            .Reinvite("sendrecv", version: 3).AnsweredWith("a=sendrecv")
            .Bye().Receive(200);
        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);
        await SippSite.AssertEndAsync(site, "Success", "CallerHungUp", 200);
        await capture.StopAsync(site.Cancel);

        Assert.Equal(
            [
                ["INVITE", "100", "180", "200", "ACK", "INVITE", "100", "200", "ACK", "INVITE", "100", "200", "ACK", "BYE", "200"],
                ["INVITE", "100", "200", "ACK", "BYE", "200"],
            ],
            await ConversationsAsync(capture, site.Cancel));
        await AssertInOrderAsync(capture, site.Cancel);
        await AssertOwnTraceAsync(capture, folder, pin, site.Cancel);
    }

    [Fact]
    public async Task Call_ThatTheMeetingEnds_HasNothingOutOfOrder()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        await using var capture = await NetworkCapture.StartAsync(folder, site.Bridge, site.Cancel);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var calling = SippSite.Carrier(site, folder).RunAsync(
            new SippScenario("trace").InviteWith("Supported: timer").Answered().Type(pin).ExpectBye(), calls: 1, site.Cancel);
        var participant = await site.Servers[0].Conference(SippSite.VoiceBridge).WaitForParticipantAsync(site.Cancel);

        // A meeting that ends at once hears nothing: then the second leg has no stream to look at.
        await Waiting.UntilAsync(() => participant.PacketsReceived > 0, site.Cancel);
        await site.Servers[0].EndMeetingAsync(SippSite.Room);
        await calling;
        await site.WaitForEndAsync("MeetingEnded");
        await capture.StopAsync(site.Cancel);

        Assert.Equal(
            [
                ["INVITE", "100", "180", "200", "ACK", "BYE", "200"],
                ["INVITE", "100", "200", "ACK", "BYE", "200"],
            ],
            await ConversationsAsync(capture, site.Cancel));
        Assert.Equal(
            ["Q.850;cause=16;text=\"Normal call clearing\""],
            await capture.AskAsync($"sip.Method == BYE && {capture.FromBridge}", site.Cancel, "sip.Reason"));
        await AssertInOrderAsync(capture, site.Cancel);
    }

    // What the bridge itself writes of a call: the dissector reads the same conversation in it, and no PIN and no caller.
    private static async Task AssertOwnTraceAsync(NetworkCapture capture, ScratchFolder folder, string pin, CancellationToken cancel)
    {
        var traces = folder.File("traces");
        var text = Assert.Single(Directory.GetFiles(traces, "*.txt"));
        // A task of its own writes it: BYE and its answer, of both legs.
        await Waiting.UntilAsync(async () => Regex.Count(await File.ReadAllTextAsync(text, cancel), "^CSeq: [0-9]+ BYE", RegexOptions.Multiline) >= 4, cancel);

        var pcap = Assert.Single(Directory.GetFiles(traces, "*.pcap"));
        var words = await capture.AskAsync(pcap, ["-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y", "sip && ip.checksum.status == 1 && udp.checksum.status == 1"], cancel, "sip.Method", "sip.Status-Code");
        Assert.Empty(await capture.AskAsync(pcap, ["-Y", "!sip"], cancel, "frame.number"));
        // sipp's INVITE, two re-INVITEs, and the one to the conference; a BYE on each leg.
        Assert.True(words.Count(static word => word.StartsWith("INVITE\t", StringComparison.Ordinal)) >= 4, string.Join('\n', words));
        Assert.True(words.Count(static word => word.StartsWith("BYE\t", StringComparison.Ordinal)) >= 2, string.Join('\n', words));
        Assert.Contains("\t180", words);
        Assert.Contains("\t200", words);
        foreach (var file in new[] { text, pcap })
        {
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, cancel));
            Assert.DoesNotContain(pin, bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(SippScenario.CallerNumber[3..], bytes, StringComparison.Ordinal);
        }
    }

    private static async Task AssertInOrderAsync(NetworkCapture capture, CancellationToken cancel)
    {
        // Whatever the dissector finds remarkable, from notes upwards, in SIP, SDP, RTP and RTCP.
        Assert.Empty(await capture.AskAsync($"{capture.FromBridge} && (_ws.expert || _ws.malformed)", cancel, "frame.number", "_ws.expert.severity", "_ws.expert.message", "_ws.col.Info"));
        Assert.Empty(await capture.AskAsync($"{capture.FromBridge} && !(sip || rtp || rtcp)", cancel, "frame.number", "udp.srcport", "udp.dstport", "_ws.col.Info"));

        // Requests: 70 hops, a Contact where a dialog is made, a branch of our own for each, and again for the ACK to a 2xx.
        var requests = await capture.AskAsync($"sip.Request-Line && udp.srcport == {capture.SipPort}", cancel, "sip.Method", "sip.Max-Forwards", "sip.Via.branch", "sip.contact.uri", "sip.Supported", "sip.Allow");
        Assert.All(requests, static request => Assert.Equal("70", request.Split('\t')[1]));
        Assert.Equal(requests.Distinct().Count(), requests.Select(static request => request.Split('\t')[2]).Distinct().Count());
        Assert.All(requests, static request => Assert.StartsWith("z9hG4bK", request.Split('\t')[2], StringComparison.Ordinal));
        Assert.All(requests.Where(static request => request.StartsWith("INVITE", StringComparison.Ordinal)), static request => Assert.All(request.Split('\t')[3..], Assert.NotEmpty));

        // Responses: a tag in all but 100, the same one throughout a call; what we can in those that make a dialog.
        var responses = await capture.AskAsync(
            $"sip.Status-Line && udp.srcport == {capture.SipPort}", cancel, "sip.Status-Code", "sip.Call-ID", "sip.to.tag", "sip.CSeq.method", "sip.contact.uri", "sip.Supported", "sip.Allow");
        Assert.All(responses.Where(static response => !response.StartsWith("100\t", StringComparison.Ordinal)), static response => Assert.NotEmpty(response.Split('\t')[2]));
        Assert.All(
            responses.GroupBy(static response => response.Split('\t')[1]),
            static call => Assert.Single(call.Select(static response => response.Split('\t')[2]).Where(static tag => tag.Length > 0).Distinct()));
        Assert.All(
            responses.Where(static response => !response.StartsWith("100\t", StringComparison.Ordinal) && response.Split('\t')[3] == "INVITE"),
            static response => Assert.All(response.Split('\t')[4..], Assert.NotEmpty));

        // Media: one stream for each leg, and each without a gap.
        var streams = (await capture.TableAsync("rtp,streams", cancel)).Where(line => IsOurs(line, capture)).ToList();
        Assert.Equal(2, streams.Count);
        Assert.All(streams, static stream => Assert.Contains(" 0 (0.0%) ", stream, StringComparison.Ordinal));
    }

    // The conversations by Call-ID, what was repeated left out.
    private static async Task<List<List<string>>> ConversationsAsync(NetworkCapture capture, CancellationToken cancel)
    {
        var messages = await capture.AskAsync("sip", cancel, "sip.Call-ID", "sip.Via.branch", "sip.CSeq", "sip.Method", "sip.Status-Code");
        return [.. messages.Distinct().GroupBy(static message => message.Split('\t')[0]).Select(static call => call.Select(Word).ToList())];

        static string Word(string message) => message.Split('\t') is [_, _, _, var method, var status] && status.Length > 0 ? status : message.Split('\t')[3];
    }

    // Start, end, source address, source port, …
    private static bool IsOurs(string line, NetworkCapture capture)
    {
        var bounds = capture.MediaPorts.Split('-').Select(static port => int.Parse(port, CultureInfo.InvariantCulture)).ToArray();
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var port, ..] && int.TryParse(port, CultureInfo.InvariantCulture, out var number) && number >= bounds[0] && number <= bounds[1];
    }
}
