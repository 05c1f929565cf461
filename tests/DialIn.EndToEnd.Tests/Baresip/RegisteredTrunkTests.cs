using System.Text.Json;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Baresip;

public sealed class RegisteredTrunkTests
{
    private const string Password = "correct horse battery staple";

    [Fact]
    [TriedWith("UDP", "baresip", "kamailio")]
    [Rfc(3261, "10.2.2")]
    [Rfc(3261, "12.2.1.1")]
    public async Task Caller_ThroughRegistrarAndProxy_IsHeardAndBindingIsTakenBackAtTheEnd()
    {
        using var folder = new ScratchFolder();
        var port = FreePorts.Next();
        await using var kamailio = await Kamailio.StartAsync(folder, port, Password, TestContext.Current.CancellationToken);
        await using var site = await Site.StartAsync(folder, trunks: Trunk(folder, $"sip:127.0.0.1:{port}", Password));
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await kamailio.WaitForRegistrationAsync(site.Cancel);
        await using var phone = await BaresipCall.StartPhoneAsync(site, folder, carrier: port);

        var participant = await BaresipCall.JoinAsync(site, phone, port, pin);
        await PhoneCall.ExchangeVoicesAsync(site, participant, phone.Heard);
        await kamailio.WaitForRequestInCallAsync("ACK", site.Cancel);
        Assert.Equal("Registered", await StateAsync(site));

        // The bridge's own BYE has to follow the route that the proxy recorded.
        await site.Servers[0].EndMeetingAsync("room-1");
        await kamailio.WaitForRequestInCallAsync("BYE", site.Cancel);
        await phone.WaitForLineAsync("session closed", site.Cancel);
        PhoneCall.AssertHeardPromptsThenMeeting(await phone.StopAsync(site.Cancel));
        await site.WaitForEndAsync("MeetingEnded");

        site.Bridge.Process.Terminate();
        await kamailio.WaitForUnregistrationAsync(site.Cancel);
        Assert.Equal(0, await site.Bridge.Process.WaitForExitAsync(TimeSpan.FromMinutes(1), site.Cancel));
        await site.AssertCleanAsync();
        Assert.DoesNotContain(Password, site.Bridge.Log, StringComparison.Ordinal);
    }

    [Fact]
    [TriedWith("TLS", "baresip", "kamailio")]
    [Rfc(3261, "8.1.2")]
    [Rfc(3261, "12.2.1.1")]
    public async Task Caller_ThroughOutboundProxyOverTls_ReachesUsByTheConnectionThatWeOpened()
    {
        using var folder = new ScratchFolder();
        using var authority = new TestAuthority();
        var (port, edge) = (FreePorts.Next(), FreePorts.Next());
        var (certificate, key) = TestAuthority.Write(folder.Path, authority.Issue(["127.0.0.1"]), "carrier");
        await using var kamailio = await Kamailio.StartAsync(folder, port, Password, TestContext.Current.CancellationToken, (edge, certificate, key));
        var more = $$"""
            , "OutboundProxy": "sip:127.0.0.1:{{edge}};transport=tls", "RootsFile": "{{authority.WriteRoots(folder.Path)}}", "Revocation": "None"
            """;
        await using var site = await Site.StartAsync(
            folder,
            trunks: Trunk(folder, "sip:carrier.example", Password, more),
            certificate: TestAuthority.Write(folder.Path, authority.Issue(["127.0.0.1"])));
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await kamailio.WaitForRegistrationByAsync("tls", site.Cancel);
        await kamailio.WaitForRegistrationAsync(site.Cancel);
        await using var phone = await BaresipCall.StartPhoneAsync(site, folder, carrier: port);

        var participant = await BaresipCall.JoinAsync(site, phone, port, pin);
        await PhoneCall.ExchangeVoicesAsync(site, participant, phone.Heard);
        await kamailio.WaitForRequestInCallAsync("ACK", site.Cancel);
        Assert.Equal("Registered", await StateAsync(site));
        await site.Servers[0].EndMeetingAsync("room-1");
        await kamailio.WaitForRequestInCallAsync("BYE", site.Cancel);
        await phone.WaitForLineAsync("session closed", site.Cancel);
        PhoneCall.AssertHeardPromptsThenMeeting(await phone.StopAsync(site.Cancel));
        await site.WaitForEndAsync("MeetingEnded");

        site.Bridge.Process.Terminate();
        await kamailio.WaitForUnregistrationAsync(site.Cancel);
        Assert.Equal(0, await site.Bridge.Process.WaitForExitAsync(TimeSpan.FromMinutes(1), site.Cancel));
        await site.AssertCleanAsync();
        Assert.DoesNotContain(Password, site.Bridge.Log, StringComparison.Ordinal);
    }

    [Fact]
    [TriedWith("UDP", "kamailio")]
    public async Task Trunk_WithWrongPassword_IsReportedAndTheBridgeStaysUp()
    {
        using var folder = new ScratchFolder();
        var port = FreePorts.Next();
        await using var kamailio = await Kamailio.StartAsync(folder, port, Password, TestContext.Current.CancellationToken);
        await using var site = await Site.StartAsync(folder, trunks: Trunk(folder, $"sip:127.0.0.1:{port}", "not that one", others: Static));

        await kamailio.WaitForRefusalAsync(site.Cancel);
        await site.Bridge.Process.WaitForLineAsync(
            line => line.Contains("Trunk carrier: the carrier refuses the credentials", StringComparison.Ordinal), TimeSpan.FromMinutes(1), site.Cancel);

        // Another carrier's calls do not suffer.
        await using var call = await site.CallAsync("+4915187654321");
        Assert.Equal("Refused", await StateAsync(site));
        Assert.DoesNotContain("not that one", site.Bridge.Log, StringComparison.Ordinal);
    }

    [Fact]
    [TriedWith("TCP", "kamailio")]
    public async Task Trunk_WhoseRegistrarComesUpLater_RegistersByItself()
    {
        using var folder = new ScratchFolder();
        var port = FreePorts.Next();
        await using var site = await Site.StartAsync(folder, trunks: Trunk(folder, $"sip:127.0.0.1:{port};transport=tcp", Password));
        await site.Bridge.Process.WaitForLineAsync(
            line => line.Contains("Trunk carrier is not registered: ", StringComparison.Ordinal), TimeSpan.FromMinutes(1), site.Cancel);
        Assert.Equal("Failing", await StateAsync(site));

        await using var kamailio = await Kamailio.StartAsync(folder, port, Password, site.Cancel);
        await kamailio.WaitForRegistrationAsync(site.Cancel);
    }

    private const string Static = """, { "Name": "other", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"] }""";

    private static string Trunk(ScratchFolder folder, string registrar, string password, string more = "", string others = "")
    {
        var file = folder.Write("trunk.password", password + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return $$"""
            [ { "Name": "carrier", "Mode": "Register", "Registrar": "{{registrar}}", "Username": "trunk", "PasswordFile": "trunk.password", "Expires": "00:01:00"{{more}} }{{others}} ]
            """;
    }

    private static async Task<string?> StateAsync(Site site)
    {
        using var answer = await site.Bridge.GetAsync("api/v1/trunks", site.Cancel);
        using var trunks = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(site.Cancel));
        return trunks.RootElement.EnumerateArray().Single(static trunk => trunk.GetProperty("name").GetString() == "carrier").GetProperty("state").GetString();
    }
}
