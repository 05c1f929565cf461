using DialIn.EndToEnd.Tests.Harness;

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
}
