using System.Net;
using System.Net.Sockets;
using System.Text;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Meetings;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Lifetime;

public sealed class DrainTests
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromMinutes(1);

    [Fact]
    [Rfc(3261, "21.5.4")]
    public async Task Terminate_CallIsUp_NewCallsGoElsewhereAndTheProgramEndsAfterThisOne()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        Site.Open(site.Servers[0], "room-1", "70066");
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await using var call = await site.CallAsync("+4915112345678", pin);
        var conference = site.Servers[0].Conference("70066");
        await conference.WaitForParticipantAsync(site.Cancel);
        using var looking = await site.Bridge.WatchAsync(site.Cancel);
        Assert.Equal("event: state", await looking.ReadLineAsync(site.Cancel));

        await TerminateAsync(site);
        // Who looks on is told, and sees the call, which goes on, second by second.
        var states = new HashSet<string>();
        while (states.Count < 2)
        {
            if (await looking.ReadLineAsync(site.Cancel) is var line && line!.Contains("\"isDraining\":true", StringComparison.Ordinal))
            {
                Assert.Contains("\"meeting\":\"room-1\"", line, StringComparison.Ordinal);
                states.Add(line);
            }
        }

        var refusal = await BareInvite.AnswerAsync(site.Bridge.SipPort, "+4915187654321", site.Cancel);
        Assert.StartsWith("SIP/2.0 503 ", refusal, StringComparison.Ordinal);
        Assert.Matches("\r\nRetry-After: [1-9][0-9]*", refusal);

        await Voices.AssertBothWaysAsync(site, call, conference);
        await call.HangUpAsync();
        Assert.EndsWith("event: bye\ndata: {}\n\n", await looking.ReadToEndAsync(site.Cancel), StringComparison.Ordinal);
        Assert.Equal(0, await site.Bridge.Process.WaitForExitAsync(EndWithin, site.Cancel));
        await site.AssertCleanAsync();
        Assert.Equal("CallerHungUp\nDraining", await site.Bridge.QueryAsync("SELECT reason FROM call_records ORDER BY reason", site.Cancel));
    }

    [Fact]
    public async Task Terminate_DrainTimeoutPasses_CallersAreToldSoAndHungUp()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: "\"DrainTimeout\": \"00:00:02\"");
        Site.Open(site.Servers[0], "room-1", "70066");
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await using var talking = await site.CallAsync("+4915112345678", pin);
        await site.Servers[0].Conference("70066").WaitForParticipantAsync(site.Cancel);
        await talking.WaitForPromptEndAsync(site.Cancel);
        await using var typing = await site.CallAsync("+4915187654321");

        var from = talking.Heard.Duration;
        await TerminateAsync(site);

        Assert.Equal(SessionEndCause.RemoteBye, (await talking.Ended.WaitAsync(site.Cancel)).Cause);
        Assert.Equal(SessionEndCause.RemoteBye, (await typing.Ended.WaitAsync(site.Cancel)).Cause);
        Assert.True(Silence.SoundIn(talking.Heard.ToClip(from)) > TimeSpan.FromSeconds(3), "no sentence");
        Assert.Equal(0, await site.Bridge.Process.WaitForExitAsync(EndWithin, site.Cancel));
        await site.Servers[0].Conference("70066").WaitForCountAsync(0, site.Cancel);
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task Terminate_NoCallIsUp_EndsAtOnce_AndSystemdIsTold()
    {
        using var folder = new ScratchFolder();
        // What systemd waits for behind Type=notify. This test is no systemd, and the parent's name is not that: the variable alone counts.
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(folder.File("notify")));
        await using var site = await Site.StartAsync(folder, environment: new Dictionary<string, string> { ["NOTIFY_SOCKET"] = folder.File("notify") });
        Assert.Equal("READY=1", await ReceiveAsync(systemd, site.Cancel));

        site.Bridge.Process.Terminate();

        Assert.Equal("STOPPING=1", await ReceiveAsync(systemd, site.Cancel));
        Assert.Equal(0, await site.Bridge.Process.WaitForExitAsync(EndWithin, site.Cancel));
        Assert.DoesNotContain("crit:", site.Bridge.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", site.Bridge.Log, StringComparison.Ordinal);
    }

    private static async Task<string> ReceiveAsync(Socket socket, CancellationToken cancel)
    {
        var message = new byte[512];
        return Encoding.UTF8.GetString(message, 0, await socket.ReceiveAsync(message, cancel)).Trim();
    }

    private static async Task TerminateAsync(Site site)
    {
        using var before = await site.Bridge.GetAsync("health/ready", site.Cancel);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        site.Bridge.Process.Terminate();
        await site.Bridge.Process.WaitForLineAsync(
            static line => line.Contains("No new calls are taken", StringComparison.Ordinal), TimeSpan.FromMinutes(1), site.Cancel);
        using var after = await site.Bridge.GetAsync("health/ready", site.Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, after.StatusCode);
    }
}
