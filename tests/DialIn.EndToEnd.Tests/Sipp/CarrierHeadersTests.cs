using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Sipp;

/// <summary>The same INVITE as different equipment writes it: folded, repeated, compact, diverted.</summary>
public sealed class CarrierHeadersTests
{
    private const string Berlin = "+493023125000";
    private const string Asserted = "+493012345699";

    // sipp strips blanks from the start of a line, but none that a variable brings.
    [Fact]
    [TriedWith("UDP", "sipp")]
    public async Task FoldedHeaders_AreOneLineEach()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var scenario = new SippScenario("folded").Append("""<nop><action><assignstr assign_to="fold" value="  "/></action></nop>""").InviteAs(
            via: "Via: SIP/2.0/UDP\n[$fold][local_ip]:[local_port];branch=z9hG4bK-[pid]-[call_number]-invite\n[$fold];rport",
            from: $"From: \"A Caller\"\n[$fold]<sip:{SippScenario.CallerNumber}@[local_ip]:[local_port]>\n[$fold];tag=caller[call_number]",
            to: "To:\n[$fold]<sip:[service]@[remote_ip]:[remote_port]>",
            headers: "Subject: a subject\n[$fold]of three\n[$fold]lines\nP-Asserted-Identity:\n[$fold]<tel:+49-30-12345699>\nSupported: timer,\n[$fold]100rel");

        site.Note(Asserted);
        await RunAsync(site, folder, scenario);

        await AssertRecordAsync(site, "+49…99 +4961511234567");
    }

    [Fact]
    [TriedWith("UDP", "sipp")]
    public async Task HeadersThatComeTwiceOrInCompactForm_AllCount_AndComeBackInTheirOrder()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var scenario = new SippScenario("multiple")
            .InviteAs(
                via: "Via: SIP/2.0/UDP [local_ip]:[local_port];branch=z9hG4bK-[pid]-[call_number]-invite;rport\nv: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKinner, SIP/2.0/TCP 192.0.2.8;branch=z9hG4bKfirst",
                from: $"f: \"A Caller\" <sip:{SippScenario.CallerNumber}@[local_ip]:[local_port]>;tag=caller[call_number]",
                to: "t: <sip:[service]@[remote_ip]:[remote_port]>",
                headers: "P-Asserted-Identity: \"A\" <sip:someone@carrier.example>\nP-Asserted-Identity: <tel:+49-30-12345699>\nk: 100rel\nSupported: timer\nSession-Expires: 300;refresher=uac\n"
                    + "Record-Route: <sip:[local_ip]:[local_port];lr;first>\nRecord-Route: <sip:192.0.2.9;lr>, <sip:192.0.2.10;lr>")
            .Progress()
            .Append("""
                <recv response="200" rrs="true"><action>
                  <ereg regexp="z9hG4bKinner.*z9hG4bKfirst" search_in="msg" check_it="true" assign_to="vias"/>
                  <ereg regexp="lr;first.*192.0.2.9.*192.0.2.10" search_in="msg" check_it="true" assign_to="routes"/>
                  <ereg regexp="300;refresher=uac" search_in="hdr" header="Session-Expires:" check_it="true" assign_to="timer"/>
                </action></recv>
                <Reference variables="vias,routes,timer"/>
                """)
            .AckOfFirst().Pause(TimeSpan.FromMilliseconds(300)).Bye().Receive(200);

        site.Note(SippScenario.CallerNumber);
        site.Note(Asserted);
        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);

        await AssertRecordAsync(site, "+49…99 +4961511234567");
    }

    [Theory]
    [InlineData("Diversion", "<sip:+493023125000@carrier.example>;reason=unconditional, <tel:+493099999999>")]
    [InlineData("History-Info", "<sip:+493023125000@carrier.example>;index=1, <sip:gateway@carrier.example?Reason=SIP%3Bcause%3D302>;index=1.1")]
    [InlineData("P-Called-Party-ID", "<sip:03023125000@carrier.example;user=phone>")]
    [TriedWith("UDP", "sipp", Data = ["header"])]
    public async Task CalledNumber_IsFoundInWhatTheCarrierSaysOfTheWay(string header, string value)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var scenario = new SippScenario("diverted").InviteAs(headers: $"{header}: {value}");

        await RunAsync(site, folder, scenario, called: "gateway");

        await AssertRecordAsync(site, $"+49…78 {Berlin}");
        Assert.DoesNotContain("not in PhoneNumbers", site.Bridge.Log, StringComparison.Ordinal);
    }

    private static async Task RunAsync(Site site, ScratchFolder folder, SippScenario scenario, string called = Site.CentralNumber)
    {
        site.Note(SippScenario.CallerNumber);
        scenario.AnsweredWithHeader("Contact", "sip:").Pause(TimeSpan.FromMilliseconds(300)).Bye().Receive(200);
        await SippSite.Carrier(site, folder, called).RunAsync(scenario, calls: 1, site.Cancel);
    }

    private static async Task AssertRecordAsync(Site site, string expected)
    {
        await site.WaitForEndAsync("CallerHungUp");
        Assert.Equal(expected, await site.Bridge.QueryAsync("SELECT caller || ' ' || called_number FROM call_records", site.Cancel));
        await site.AssertCleanAsync();
    }
}
