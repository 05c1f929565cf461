using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Linphone;

public sealed class LinphoneCallTests
{
    [Fact]
    [TriedWith("UDP", "linphonec")]
    public async Task Reports_GoBothWays_AndTheRoundTripIsKnown()
    {
        using var folder = new ScratchFolder();
        using var authority = new TestAuthority();
        await using var site = await Site.StartAsync(folder);
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        site.Note(PhoneCall.Caller, pin);
        await using var phone = await LinphonePhone.StartAsync(
            folder, PhoneCall.Caller, PhoneCall.Speech(folder), pressesByInfo: false, authority.WriteRoots(folder.Path), site.Cancel);

        await phone.DialAsync($"sip:{Site.CentralNumber}@127.0.0.1:{site.Bridge.SipPort}", site.Cancel);
        await phone.PressAsync(pin, site.Cancel);
        await site.Servers[0].Conference(PhoneCall.VoiceBridge).WaitForParticipantAsync(site.Cancel);
        var live = await PhoneCall.WaitForRoundTripAsync(site);

        PhoneCall.AssertFigures(live);
        await phone.HangUpAsync(site.Cancel);
        await site.WaitForEndAsync("CallerHungUp");
        await site.AssertCleanAsync();
    }

    [Theory]
    [TriedWith("transport", "linphonec", Data = ["pressesByInfo"])]
    [InlineData("udp", false)]
    [InlineData("tcp", true)]
    [InlineData("tls", false)]
    public async Task Caller_WithLinphone_TypesThePin_IsHeardInTheMeetingAndHearsIt(string transport, bool pressesByInfo)
    {
        using var folder = new ScratchFolder();
        using var authority = new TestAuthority();

        // Where a certificate has alternative names, linphone looks for domains among them alone and finds no address.
        await using var site = await Site.StartAsync(folder, certificate: TestAuthority.Write(folder.Path, authority.Issue([], commonName: "127.0.0.1")));
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        site.Note(PhoneCall.Caller, pin);
        await using var phone = await LinphonePhone.StartAsync(
            folder, PhoneCall.Caller, PhoneCall.Speech(folder), pressesByInfo, authority.WriteRoots(folder.Path), site.Cancel);

        var port = transport == "tls" ? site.Bridge.TlsPort : site.Bridge.SipPort;
        await phone.DialAsync($"sip:{Site.CentralNumber}@127.0.0.1:{port};transport={transport}", site.Cancel);
        await phone.PressAsync(pin, site.Cancel);
        var participant = await site.Servers[0].Conference(PhoneCall.VoiceBridge).WaitForParticipantAsync(site.Cancel);
        await PhoneCall.ExchangeVoicesAsync(site, participant, phone.Heard);
        await phone.HangUpAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);

        PhoneCall.AssertHeardPromptsThenMeeting(await phone.StopAsync(site.Cancel));
        await site.WaitForEndAsync("CallerHungUp");
        await site.AssertCleanAsync();
    }

    [Theory]
    [TriedWith("transport", "linphonec", Data = ["suite"])]
    [InlineData("tls", "AES_CM_128_HMAC_SHA1_80")]
    [InlineData("tls", "AES_CM_128_HMAC_SHA1_32")]
    [InlineData("tls", "AES_256_CM_HMAC_SHA1_80")]
    [InlineData("tls", "AES_256_CM_HMAC_SHA1_32")]
    [InlineData("udp", "AES_CM_128_HMAC_SHA1_80")]
    public async Task Caller_WhoEncrypts_IsHeardInTheMeetingAndHearsIt(string transport, string suite)
    {
        using var folder = new ScratchFolder();
        using var authority = new TestAuthority();
        var withoutTls = transport == "udp" ? "true" : "false";
        await using var site = await Site.StartAsync(
            folder,
            trunks: $$"""[ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"], "Srtp": "Required", "SrtpWithoutTls": {{withoutTls}} } ]""",
            certificate: TestAuthority.Write(folder.Path, authority.Issue([], commonName: "127.0.0.1")));
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        site.Note(PhoneCall.Caller, pin);
        await using var phone = await LinphonePhone.StartAsync(
            folder, PhoneCall.Caller, PhoneCall.Speech(folder), pressesByInfo: false, authority.WriteRoots(folder.Path), site.Cancel, suite);

        var port = transport == "tls" ? site.Bridge.TlsPort : site.Bridge.SipPort;
        await phone.DialAsync($"sip:{Site.CentralNumber}@127.0.0.1:{port};transport={transport}", site.Cancel);
        await phone.PressAsync(pin, site.Cancel);
        var participant = await site.Servers[0].Conference(PhoneCall.VoiceBridge).WaitForParticipantAsync(site.Cancel);
        await PhoneCall.ExchangeVoicesAsync(site, participant, phone.Heard);
        await phone.HangUpAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);

        PhoneCall.AssertHeardPromptsThenMeeting(await phone.StopAsync(site.Cancel));
        await site.WaitForEndAsync("CallerHungUp");
        Assert.Contains($"encryption of trunk {suite}, of conference none", site.Bridge.Log, StringComparison.Ordinal);
        await site.AssertCleanAsync();
    }
}
