using System.Net.NetworkInformation;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Sipp;

/// <summary>sipp as the carrier that is called, by a proof call.</summary>
[TriedWith("UDP", "sipp")]
public sealed class CalledCarrierTests
{
    // Nobody speaks there: the carrier took the call, and did not bring it to us.
    [Fact]
    public Task EarlyMedia_ThatMustBeConfirmed_IsConfirmed_AndTheAnswerAcknowledged() => AssertPlayedAsync(
        new SippScenario("early-media").WithoutTelephoneEvents().ExpectCall().Trying().EarlyMedia().Take().ExpectBye(), "FAULT");

    // RFC 3261 §9.1: 45 seconds after it has begun to ring.
    [Fact]
    public Task Carrier_ThatOnlyRings_IsGivenUpByCancel() => AssertPlayedAsync(
        new SippScenario("rings-for-ever").ExpectCall().Ringing().ExpectCancel(), "Nobody answered");

    private static async Task AssertPlayedAsync(SippScenario scenario, string verdict)
    {
        using var folder = new ScratchFolder();
        var port = FreePorts.Next();
        await using var site = await Site.StartAsync(folder, trunks: $$"""
            [ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"], "Outgoing": { "Target": "sip:127.0.0.1:{{port}}" } } ]
            """);
        var carrier = new SippCarrier(folder, remotePort: null) { Port = port };
        await using var sipp = carrier.Start(scenario);
        await Waiting.UntilAsync(() => IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Any(listener => listener.Port == port), site.Cancel);
        await using var call = site.Bridge.StartVerb("call", Site.CentralNumber, "--trunk", "carrier");
        await carrier.EndAsync(sipp, scenario, site.Cancel);

        Assert.Equal(1, await call.WaitForExitAsync(TimeSpan.FromMinutes(1), site.Cancel));
        Assert.Contains(verdict, call.Output, StringComparison.Ordinal);
    }
}
