using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Baresip;

[TriedWith("transport", "baresip")]
public sealed class DirectCallTests
{
    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task Caller_WithBaresip_IsHeardInTheMeetingAndHearsIt(string transport)
    {
        using var folder = new ScratchFolder();
        using var authority = new TestAuthority();
        await using var site = await Site.StartAsync(folder, certificate: TestAuthority.Write(folder.Path, authority.Issue(["127.0.0.1"], commonName: "127.0.0.1")));
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await using var phone = await BaresipCall.StartPhoneAsync(site, folder, carrier: null, authority.WriteRoots(folder.Path));

        var participant = await BaresipCall.JoinAsync(site, phone, transport == "tls" ? site.Bridge.TlsPort : site.Bridge.SipPort, pin, transport);
        await PhoneCall.ExchangeVoicesAsync(site, participant, phone.Heard);
        await phone.HangUpAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);

        PhoneCall.AssertHeardPromptsThenMeeting(await phone.StopAsync(site.Cancel));
        await site.WaitForEndAsync("CallerHungUp");
        await site.AssertCleanAsync();
    }
}
