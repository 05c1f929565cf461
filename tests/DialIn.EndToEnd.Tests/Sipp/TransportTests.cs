using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Sipp;

/// <summary>The same call over each transport that sipp speaks, and from behind a NAT.</summary>
public sealed class TransportTests
{
    [Theory]
    [InlineData("tcp", "127.0.0.1")]
    [InlineData("udp", "::1")]
    [InlineData("tcp", "::1")]
    [TriedWith("transport", "sipp", Data = ["address"])]
    public async Task Call_WithPin_IsHeard_AndItsEndComesTheSameWay(string transport, string address)
    {
        using var folder = new ScratchFolder();
        var port = FreePorts.Next();
        await using var site = await Site.StartAsync(folder, environment: new Dictionary<string, string>
        {
            ["DialIn__Sip__Listen__2"] = $"udp://[::1]:{port}",
            ["DialIn__Sip__Listen__3"] = $"tcp://[::1]:{port}",
            ["DialIn__Media__Address"] = "127.0.0.1, ::1",
            ["DialIn__Trunks__0__AllowedSources__1"] = "::1",
        });
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var scenario = new SippScenario("transport").Invite().Answered().Type(pin).Speak(SippSite.Voice(folder)).ExpectBye();

        await SippSite.RunUntilHeardAsync(
            site, new SippCarrier(folder, address == "::1" ? port : site.Bridge.SipPort) { Transport = $"{transport[0]}1", Address = address }, scenario);

        await SippSite.AssertEndAsync(site, "Success", "MeetingEnded", 200);
    }

    [Fact]
    [TriedWith("UDP", "sipp")]
    public async Task Caller_BehindANat_IsAnsweredWhereItsRequestCameFrom()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        site.Note(SippScenario.CallerNumber);
        var scenario = new SippScenario("nat")
            .InviteAs(via: "Via: SIP/2.0/UDP 10.9.8.7:5099;branch=z9hG4bK-[pid]-[call_number]-invite;rport")
            .AnsweredWithHeader("Via", "received=127.0.0.1").Pause(TimeSpan.FromMilliseconds(300)).Bye().Receive(200);

        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);

        await SippSite.AssertEndAsync(site, "Caller", "CallerHungUp", 200);
    }
}
