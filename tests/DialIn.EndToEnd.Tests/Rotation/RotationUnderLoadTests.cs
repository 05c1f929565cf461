using System.Text;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.EndToEnd.Tests.Sipp;

namespace DialIn.EndToEnd.Tests.Rotation;

/// <summary>A trunk's password changes, in every way it can, while a hundred calls are up that came through that trunk.</summary>
[Collection(CrowdedTests.Name)]
[TriedWith("UDP", "kamailio", "sipp")]
public sealed class RotationUnderLoadTests
{
    private const int Calls = 100;
    private const string First = "first-password-of-the-trunk";
    private const string Second = "second-password-of-the-trunk";
    private const string Third = "third-password-of-the-trunk";
    private const string Wrong = "mistyped-password-of-the-trunk";
    private const string Fourth = "fourth-password-of-the-trunk";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task PasswordChangedInEveryWay_WithAHundredCallsUp_NoCallAndNoRegistrationIsLost()
    {
        using var folder = new ScratchFolder();
        var port = FreePorts.Next();
        await using var registrar = await RotatingRegistrar.StartAsync(folder, port, First, TestContext.Current.CancellationToken);
        await using var site = await Site.StartAsync(
            folder,
            // After the PIN the callers say nothing, for as long as it takes.
            calls: "\"MediaTimeout\": \"0 s\"",
            trunks: Trunk(folder, port),
            longest: TimeSpan.FromMinutes(12),
            mediaPorts: 500);
        await site.Bridge.RunAsync(["secrets", "create-key"], site.Cancel);
        await registrar.WaitForSavesAsync(1, site.Cancel);
        var sipp = await CallAsync(site, folder, registrar);

        // With overlap: both passwords are good for a while.
        await registrar.SetPasswordsAsync(First, Second, site.Cancel);
        AssertInOrder(await RotateAsync(site, folder, Second, 0), "secret 1 was accepted", "secret 1 is active; the configured secret stays as fallback");
        await registrar.SetPasswordsAsync(Second, Second, site.Cancel);
        await registrar.WaitForSavesAsync(registrar.Saves + 1, site.Cancel);

        // Without: the portal knows only the new one from one moment to the next, and the operator has not typed it yet.
        await registrar.SetPasswordsAsync(Third, Third, site.Cancel);
        AssertInOrder(await RotateAsync(site, folder, Third, 0), "secret 2 was accepted", "secret 2 is active");
        await registrar.WaitForSavesAsync(registrar.Saves + 1, site.Cancel);

        // Mistyped.
        AssertInOrder(await RotateAsync(site, folder, Wrong, 1), "secret 3 was refused", "401 Unauthorized", "REFUSED: secret 3 of trunk/carrier is not in use; secret 2 stays.");
        await registrar.WaitForSavesAsync(registrar.Saves + 1, site.Cancel);
        Assert.DoesNotContain("binding expired", registrar.Log, StringComparison.Ordinal);

        // The registrar goes down in the middle, and comes back knowing the old password and the new one.
        await registrar.KillAsync();
        AssertInOrder(await RotateAsync(site, folder, Fourth, 2), "secret 4 waits for its proof", "Not decided yet.");
        await registrar.RunAsync(Third, Fourth, site.Cancel);
        await site.Bridge.Process.WaitForLineAsync(static line => line.Contains("Credential trunk/carrier: secret 4 is active", StringComparison.Ordinal), TimeSpan.FromMinutes(2), site.Cancel);
        await registrar.SetPasswordsAsync(Fourth, Fourth, site.Cancel);
        await registrar.WaitForSavesAsync(registrar.Saves + 2, site.Cancel);
        Assert.DoesNotContain("binding expired", registrar.Log, StringComparison.Ordinal);

        // All hundred are there still, and leave with the meeting, by the route through the carrier.
        Assert.Equal(Calls, site.Servers[0].Conference(SippSite.VoiceBridge).Participants.Count);
        await site.Servers[0].EndMeetingAsync(SippSite.Room);
        await new SippCarrier(folder, registrar.Port).EndAsync(sipp, Scenario(""), site.Cancel);
        await sipp.DisposeAsync();
        await site.WaitForEndsAsync(Calls);
        Assert.Equal($"{Calls}", await site.Bridge.QueryAsync("SELECT count(*) FROM call_records WHERE reason = 'MeetingEnded'", site.Cancel));

        await AssertAuditTellsTheStoryAsync(site);
        await AssertNoPasswordIsAnywhereAsync(site);
        await site.AssertCleanAsync();
    }

    private static string Trunk(ScratchFolder folder, int port)
    {
        File.SetUnixFileMode(folder.Write("trunk.password", First + "\n"), Private);
        return $$"""
            [ { "Name": "carrier", "Mode": "Register", "Registrar": "sip:127.0.0.1:{{port}}", "Username": "trunk", "PasswordFile": "trunk.password", "Expires": "00:01:00" } ]
            """;
    }

    private static async Task<ProgramProcess> CallAsync(Site site, ScratchFolder folder, RotatingRegistrar registrar)
    {
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var sipp = new SippCarrier(folder, registrar.Port) { Timeout = TimeSpan.FromMinutes(12) }.Start(Scenario(pin), Calls);
        await site.Servers[0].Conference(SippSite.VoiceBridge).WaitForCountAsync(Calls, site.Cancel);
        return sipp;
    }

    // Up until the bridge says BYE.
    private static SippScenario Scenario(string pin) => new SippScenario("rotation").Invite().Answered().Type(pin).ExpectBye();

    private static async Task<string> RotateAsync(Site site, ScratchFolder folder, string password, int exitCode)
    {
        var file = folder.Write("new.password", password + "\n");
        await using var verb = site.Bridge.StartVerb("trunk", "rotate", "carrier", "--from-file", file, "--wait", exitCode == 2 ? "2s" : "2min");
        var seen = SeenByOthers(verb.Id) + SeenByOthers(site.Bridge.Process.Id);
        Assert.Equal(exitCode, await verb.WaitForExitAsync(TimeSpan.FromMinutes(3), site.Cancel));
        File.Delete(file);
        Assert.DoesNotContain(password, seen + verb.Output, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(verb.Output);
        return verb.Output;
    }

    // What ps shows, and more.
    private static string SeenByOthers(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline") + File.ReadAllText($"/proc/{process}/environ");
        }
        catch (IOException)
        {
            // It has ended already.
            return "";
        }
    }

    private static void AssertInOrder(string text, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            at = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{part}' is not where it should be in: {text}");
        }
    }

    private static async Task AssertAuditTellsTheStoryAsync(Site site)
    {
        var audit = await site.Bridge.RunAsync(["audit", "list", "--subject", "trunk/carrier"], site.Cancel);
        TestContext.Current.TestOutputHelper?.WriteLine(audit);
        AssertInOrder(
            audit,
            "secret 1 waits for its proof; the configured secret stays active", "secret 1 is active; the configured secret stays as fallback for 1 d",
            "secret 2 waits for its proof; secret 1 stays active", "secret 2 is active",
            "secret 3 waits for its proof; secret 2 stays active", "secret 3 was refused",
            "secret 4 waits for its proof; secret 2 stays active; secret 3 was not proved and is dropped", "secret 4 is active; secret 2 stays as fallback");
    }

    private static async Task AssertNoPasswordIsAnywhereAsync(Site site)
    {
        var folder = Path.GetDirectoryName(site.Bridge.Database)!;
        foreach (var file in Directory.GetFiles(folder, "dialin.db*"))
        {
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, site.Cancel));
            Assert.All([First, Second, Third, Wrong, Fourth], password => Assert.DoesNotContain(password, bytes, StringComparison.Ordinal));
        }

        Assert.All([First, Second, Third, Wrong, Fourth], password => Assert.DoesNotContain(password, site.Bridge.Log, StringComparison.Ordinal));
    }
}
