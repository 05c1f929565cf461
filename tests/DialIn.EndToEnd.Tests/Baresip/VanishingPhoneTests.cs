using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Baresip;

[TriedWith("UDP", "baresip")]
public sealed class VanishingPhoneTests
{
    [Fact]
    public async Task Phone_VanishesWithoutABye_TheCallEnds_AndTheMeetingSeesItGo()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: "\"MediaTimeout\": \"00:00:10\"");
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await using var phone = await BaresipCall.StartPhoneAsync(site, folder, carrier: null);

        var participant = await BaresipCall.JoinAsync(site, phone, site.Bridge.SipPort, pin);
        await phone.KillAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);

        await site.WaitForEndAsync("TrunkSilent");
        Assert.Equal("Carrier", await site.Bridge.QueryAsync("SELECT result FROM call_records", site.Cancel));
        await site.AssertCleanAsync();
    }
}
