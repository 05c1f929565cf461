using DialIn.EndToEnd.Tests.Harness;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Baresip;

public sealed class DirectCallTests
{
    [Fact]
    public async Task Caller_WithBaresip_IsHeardInTheMeetingAndHearsIt()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        Site.Open(site.Servers[0], "room-1", "70066");
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await using var phone = await BaresipCall.StartPhoneAsync(site, folder, carrier: null);

        var participant = await BaresipCall.JoinAsync(site, phone, site.Bridge.SipPort, pin);
        await BaresipCall.ExchangeVoicesAsync(site, participant);
        await phone.HangUpAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);

        BaresipCall.AssertHeardPromptsThenMeeting(await phone.StopAsync(site.Cancel));
        await site.WaitForEndAsync("CallerHungUp");
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task Caller_WithBaresipOverTls_IsHeardInTheMeetingAndHearsIt()
    {
        using var folder = new ScratchFolder();
        using var authority = new TestAuthority();
        await using var site = await Site.StartAsync(folder, certificate: TestAuthority.Write(folder.Path, authority.Issue(["127.0.0.1"], commonName: "127.0.0.1")));
        Site.Open(site.Servers[0], "room-1", "70066");
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await using var phone = await BaresipCall.StartPhoneAsync(site, folder, carrier: null, authority.WriteRoots(folder.Path));

        var participant = await BaresipCall.JoinAsync(site, phone, site.Bridge.TlsPort, pin, "tls");
        await BaresipCall.ExchangeVoicesAsync(site, participant);
        await phone.HangUpAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);

        BaresipCall.AssertHeardPromptsThenMeeting(await phone.StopAsync(site.Cancel));
        await site.WaitForEndAsync("CallerHungUp");
        await site.AssertCleanAsync();
    }
}
