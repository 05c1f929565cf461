using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Meetings;

public sealed class HangingServerTests
{
    // The time limit of one question to a server: whoever waits for the server that hangs takes at least this long.
    private static readonly TimeSpan ApiLimit = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Calls_ApiOfOneServerHangs_AreNotDelayedOnTheOther()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        site.Servers[0].HoldApi();
        Site.Open(site.Servers[1], "room-1", "70066");
        var conference = site.Servers[1].Conference("70066");

        await using var early = await site.CallAsync("+4915112345678", pin);
        await conference.WaitForCountAsync(1, site.Cancel);

        await using var late = await site.CallAsync("+4915187654321", pin);
        var typed = TimeProvider.System.GetTimestamp();
        await conference.WaitForCountAsync(2, site.Cancel);
        var joined = TimeProvider.System.GetElapsedTime(typed);

        Assert.True(joined < ApiLimit, $"joined {joined} after the last digit");
        await Voices.AssertBothWaysAsync(site, late, conference);
        await site.AssertCleanAsync();
    }
}
