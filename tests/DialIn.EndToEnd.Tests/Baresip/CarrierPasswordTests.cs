using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Baresip;

/// <summary>baresip as a carrier that has to show a password.</summary>
[TriedWith("transport", "baresip")]
public sealed class CarrierPasswordTests
{
    private const string Password = "the-password-of-a-carrier";

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task CarrierThatIsAskedForItsPassword_ShowsIt_AndIsHeard(string transport)
    {
        using var folder = new ScratchFolder();
        await using var site = await StartAsync(folder);
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        site.Note(PhoneCall.Caller, Password);
        await using var phone = await PhoneAsync(site, folder, Password);

        var participant = await BaresipCall.JoinAsync(site, phone, site.Bridge.SipPort, pin, transport);
        await PhoneCall.ExchangeVoicesAsync(site, participant, phone.Heard);
        await phone.HangUpAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);

        PhoneCall.AssertHeardPromptsThenMeeting(await phone.StopAsync(site.Cancel));
        await site.WaitForEndAsync("CallerHungUp");
        await site.AssertCleanAsync();
    }

    [Theory]
    [InlineData("udp")]
    public async Task CarrierWithAnotherPassword_IsNoCall(string transport)
    {
        using var folder = new ScratchFolder();
        await using var site = await StartAsync(folder);
        await using var phone = await PhoneAsync(site, folder, "another-password");

        await phone.DialAsync($"sip:{Site.CentralNumber}@127.0.0.1:{site.Bridge.SipPort};transport={transport}", site.Cancel);
        await phone.WaitForLineAsync("session closed", site.Cancel);

        Assert.DoesNotContain("Ringing", site.Bridge.Log, StringComparison.Ordinal);
        Assert.Equal("0", await site.Bridge.QueryAsync("SELECT count(*) FROM call_records", site.Cancel));
    }

    private static Task<Site> StartAsync(ScratchFolder folder)
    {
        var file = folder.Write("carrier.password", Password + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Site.StartAsync(folder, trunks: """
            [ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"], "Authentication": { "Username": "baresip", "PasswordFile": "carrier.password", "Algorithms": "Md5" } } ]
            """);
    }

    private static Task<BaresipPhone> PhoneAsync(Site site, ScratchFolder folder, string password) =>
        BaresipCall.StartPhoneAsync(site, folder, carrier: null, audio: $"audio_codecs=PCMA/8000;auth_user=baresip;auth_pass={password}");
}
