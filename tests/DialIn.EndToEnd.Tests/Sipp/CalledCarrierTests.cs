using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Sipp;

/// <summary>sipp as the carrier that is called, by a proof call.</summary>
[TriedWith("UDP", "sipp")]
public sealed class CalledCarrierTests
{
    private const string Answer = """
        v=0
        o=carrier 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [media_ip]
        t=0 0
        m=audio [media_port] RTP/AVP 8
        a=rtpmap:8 PCMA/8000
        """;

    // The responses to INVITE need its Via and CSeq after PRACK has come.
    private const string OfInvite = """
        Via:[$via]
        [last_From:]
        [last_To:];tag=carrier
        [last_Call-ID:]
        CSeq:[$cseq]
        Contact: <sip:carrier@[local_ip]:[local_port]>
        """;

    [Fact]
    public async Task EarlyMedia_ThatMustBeConfirmed_IsConfirmed_AndTheAnswerAcknowledged()
    {
        using var folder = new ScratchFolder();
        var port = FreePorts.Next();
        await using var site = await StartAsync(folder, port);
        await using var sipp = Carrier(folder, port, $"""
            <?xml version="1.0" encoding="ISO-8859-1" ?>
            <scenario name="early media">
            <recv request="INVITE"><action>
              <ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/>
              <ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="cseq"/>
              <ereg regexp="100rel" search_in="hdr" header="Supported:" check_it="true" assign_to="supported"/>
            </action></recv>
            <Reference variables="supported"/>
            <send><![CDATA[
            SIP/2.0 100 Trying
            {OfInvite.Replace(";tag=carrier", "", StringComparison.Ordinal)}
            Content-Length: 0

            ]]></send>
            <send retrans="500"><![CDATA[
            SIP/2.0 183 Session Progress
            {OfInvite}
            Require: 100rel
            RSeq: 7000
            Content-Type: application/sdp
            Content-Length: [len]

            {Answer}
            ]]></send>
            <recv request="PRACK"><action><ereg regexp="^ *7000 [0-9]+ INVITE" search_in="hdr" header="RAck:" check_it="true" assign_to="rack"/></action></recv>
            <Reference variables="rack"/>
            <send><![CDATA[
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:]
            [last_Call-ID:]
            [last_CSeq:]
            Content-Length: 0

            ]]></send>
            <send retrans="500"><![CDATA[
            SIP/2.0 200 OK
            {OfInvite.Replace(";tag=carrier", "", StringComparison.Ordinal)}
            Content-Length: 0

            ]]></send>
            <recv request="ACK"/>
            <recv request="BYE"/>
            <send><![CDATA[
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:]
            [last_Call-ID:]
            [last_CSeq:]
            Content-Length: 0

            ]]></send>
            </scenario>
            """);

        await using var call = site.Bridge.StartVerb("call", Site.CentralNumber, "--trunk", "carrier");
        await AssertPlayedAsync(sipp, folder, site);

        // Nobody speaks there: the carrier took the call, and did not bring it to us.
        Assert.Equal(1, await call.WaitForExitAsync(TimeSpan.FromMinutes(1), site.Cancel));
        Assert.Contains("FAULT", call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Carrier_ThatOnlyRings_IsGivenUpByCancel()
    {
        using var folder = new ScratchFolder();
        var port = FreePorts.Next();
        await using var site = await StartAsync(folder, port);

        // RFC 3261 §9.1: 45 seconds after it has begun to ring.
        await using var sipp = Carrier(folder, port, $"""
            <?xml version="1.0" encoding="ISO-8859-1" ?>
            <scenario name="rings for ever">
            <recv request="INVITE"><action>
              <ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/>
              <ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="cseq"/>
            </action></recv>
            <send><![CDATA[
            SIP/2.0 180 Ringing
            {OfInvite}
            Content-Length: 0

            ]]></send>
            <recv request="CANCEL"/>
            <send><![CDATA[
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:];tag=carrier
            [last_Call-ID:]
            [last_CSeq:]
            Content-Length: 0

            ]]></send>
            <send retrans="500"><![CDATA[
            SIP/2.0 487 Request Terminated
            {OfInvite}
            Content-Length: 0

            ]]></send>
            <recv request="ACK"/>
            </scenario>
            """);

        await using var call = site.Bridge.StartVerb("call", Site.CentralNumber, "--trunk", "carrier");
        await AssertPlayedAsync(sipp, folder, site);

        Assert.Equal(1, await call.WaitForExitAsync(TimeSpan.FromMinutes(1), site.Cancel));
        Assert.Contains("Nobody answered", call.Output, StringComparison.Ordinal);
    }

    private static Task<Site> StartAsync(ScratchFolder folder, int port) => Site.StartAsync(folder, trunks: $$"""
        [ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"], "Outgoing": { "Target": "sip:127.0.0.1:{{port}}" } } ]
        """);

    private static ProgramProcess Carrier(ScratchFolder folder, int port, string scenario) => new(
        "sipp",
        ["-sf", folder.Write("carrier.xml", scenario), "-m", "1", "-i", "127.0.0.1", "-p", $"{port}", "-mi", "127.0.0.1", "-mp", $"{FreePorts.NextRange(4)}", "-nostdin", "-timeout", "90", "-timeout_error", "-trace_err", "-error_file", folder.File("carrier.err")],
        folder.Path);

    private static async Task AssertPlayedAsync(ProgramProcess sipp, ScratchFolder folder, Site site)
    {
        var code = await sipp.WaitForExitAsync(TimeSpan.FromSeconds(100), site.Cancel);
        Assert.True(code == 0, $"sipp ended with {code}.\n{(File.Exists(folder.File("carrier.err")) ? File.ReadAllText(folder.File("carrier.err")) : "")}\n{sipp.Output}");
    }
}
