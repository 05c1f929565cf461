using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Baresip;

/// <summary>Calls whose audio baresip encrypts, with its own implementation of SRTP.</summary>
public sealed class EncryptedCallTests
{
    // What baresip calls srtp it offers over plain RTP, with keys beside it; the two others insist.
    [Theory]
    [TriedWith("transport", "baresip", Data = ["encryption"])]
    [InlineData("tls", "srtp-mand")]
    [InlineData("tls", "srtp-mandf")]
    [InlineData("tls", "srtp")]
    [InlineData("udp", "srtp-mand")]
    public async Task Caller_WhoEncrypts_IsHeardInTheMeetingAndHearsIt(string transport, string encryption)
    {
        using var folder = new ScratchFolder();
        using var authority = new TestAuthority();
        await using var site = await Site.StartAsync(
            folder,
            trunks: Trunk("Required", withoutTls: transport == "udp"),
            certificate: TestAuthority.Write(folder.Path, authority.Issue(["127.0.0.1"], commonName: "127.0.0.1")));
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await using var phone = await BaresipCall.StartPhoneAsync(site, folder, carrier: null, authority.WriteRoots(folder.Path), encryption: encryption);

        var participant = await BaresipCall.JoinAsync(site, phone, transport == "tls" ? site.Bridge.TlsPort : site.Bridge.SipPort, pin, transport);
        await PhoneCall.ExchangeVoicesAsync(site, participant, phone.Heard);
        await phone.HangUpAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);

        PhoneCall.AssertHeardPromptsThenMeeting(await phone.StopAsync(site.Cancel));
        await site.WaitForEndAsync("CallerHungUp");
        Assert.Contains("encryption of trunk AES_CM_128_HMAC_SHA1_80, of conference none", site.Bridge.Log, StringComparison.Ordinal);
        await site.AssertCleanAsync();
    }

    [Theory]
    [TriedWith("transport", "baresip", Data = ["srtp", "encryption"])]
    [InlineData("tls", "Required", "none")]
    [InlineData("udp", "Allowed", "srtp-mand")]
    [InlineData("tls", "Off", "srtp-mand")]
    public async Task Caller_WhoseEncryptionDoesNotFit_IsRefusedWith488(string transport, string srtp, string encryption)
    {
        using var folder = new ScratchFolder();
        using var authority = new TestAuthority();
        await using var site = await Site.StartAsync(
            folder, trunks: Trunk(srtp), certificate: TestAuthority.Write(folder.Path, authority.Issue(["127.0.0.1"], commonName: "127.0.0.1")));
        await using var phone = await BaresipCall.StartPhoneAsync(site, folder, carrier: null, authority.WriteRoots(folder.Path), encryption: encryption == "none" ? null : encryption);

        var port = transport == "tls" ? site.Bridge.TlsPort : site.Bridge.SipPort;
        await phone.DialAsync($"sip:{Site.CentralNumber}@127.0.0.1:{port};transport={transport}", site.Cancel);

        await phone.WaitForLineAsync("488", site.Cancel);
        await site.WaitForEndAsync(srtp == "Off" ? "NoCommonCodec" : "NoCommonEncryption");
        await site.AssertCleanAsync();
    }

    private static string Trunk(string srtp, bool withoutTls = false) =>
        $$"""[ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"], "Srtp": "{{srtp}}", "SrtpWithoutTls": {{(withoutTls ? "true" : "false")}} } ]""";
}
