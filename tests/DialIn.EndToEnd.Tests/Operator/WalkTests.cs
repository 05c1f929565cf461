using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.EndToEnd.Tests.Rotation;
using DialIn.Simulator;
using DialIn.Simulator.Meetings;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.EndToEnd.Tests.Operator;

/// <summary>A new operator, with docs/operations.md alone: its commands are read out of it, and typed.</summary>
public sealed class WalkTests
{
    private const string ChangePassword = "Change a trunk's password";
    private const string BackUp = "Back up and restore";
    private const string Upgrade = "Upgrade and roll back";
    private const string FirstPassword = "first password";
    private const string SecondPassword = "second password";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [TriedWith("UDP", "kamailio")]
    public async Task Operator_WithTheDocumentAlone_ProvesACall_RotatesThePassword_UpgradesAndGoesBack()
    {
        using var folder = new ScratchFolder();
        var published = await PublishedProgram.FolderAsync(Cancel);
        var carrier = FreePorts.Next();
        await using var registrar = await RotatingRegistrar.StartAsync(folder, carrier, FirstPassword, Cancel, asksCallers: true);
        await using var server = new SimulatedBbbServer(new SimulatedBbbServerOptions { Name = "bbb1" }, TimeProvider.System, NullLoggerFactory.Instance);
        await server.StartAsync(Cancel);
        server.CreateMeeting(new MeetingRequest("math-101", "math-101"));

        var screen = await new Walk(folder, FirstPassword, SecondPassword, server.Secret)
            // On the machine with the SDK, which has published twice.
            .Type($"""
                mkdir sdk
                cp -R {published} sdk/dialin-0.1.0
                cp -R {published} sdk/dialin-0.2.0
                echo "# of 0.2.0" >>sdk/dialin-0.2.0/sip-config/systemd/dialin.service
                """)
            .Document(Walk.FromAFreshMachine, "dotnet publish", ("dotnet publish src/DialIn -c Release -r linux-x64 -o dialin-0.1.0\ntar ", "tar -C sdk "))
            .Document(Walk.FromAFreshMachine, "apt-get install")
            .Type(Edit(carrier, server))
            .Document(Walk.FromAFreshMachine, "sudo install", ("sudo", $"echo '{FirstPassword}' | sudo"))
            .Document(Walk.FromAFreshMachine, "alias", ("dialin check --server", $"{Registered}\ndialin check --server"))
            .Type(registrar.SetPasswordCommand("one", SecondPassword))
            .Document(ChangePassword, "sudo -u dialin dialin trunk rotate", ("sudo", $"echo '{SecondPassword}' | sudo"))
            .Type(registrar.SetPasswordCommand("other", SecondPassword))
            .Document(ChangePassword, "dialin trunk list", ("dialin trunk set-password", ": dialin trunk set-password"))
            .Type("dialin call")
            .Document(BackUp, "sudo -u dialin dialin backup")
            .Document(BackUp, "cat >/etc/cron.daily/dialin")
            .Type("/etc/cron.daily/dialin")
            .Document(BackUp, "systemctl stop", ("2026-11-27.db", "*.db"))
            .Document(Upgrade, "tar ", ("tar -czf", "tar -C sdk -czf"))
            .Type($"readlink /opt/dialin\n{Registered}\ndialin call")
            .Document(Upgrade, "systemctl stop dialin\n/opt")
            .Type($"systemctl start dialin\nreadlink /opt/dialin\n{Registered}\ndialin call\ndialin pins list\nsystemctl stop dialin")
            .RunAsync(Cancel);

        Assert.Equal(4, Count(screen, "\nGOOD: The call was answered, the PIN arrived, and tones were heard both ways."));
        Assert.Equal(4, Count(screen, "\ntone back\theard"));
        Assert.Contains("\nok\tserver bbb1: its audio\tRTP comes", screen, StringComparison.Ordinal);
        Assert.Contains("\nDone: secret 1 of trunk/sipgate is proved and in use.", screen, StringComparison.Ordinal);
        Assert.Contains("is /var/backups/dialin/", screen, StringComparison.Ordinal);
        Assert.Matches("(?s)\nUpgraded\\..*\ndialin-[0-9.]+-2\n.* leads to dialin-[0-9.]+ again.*\ndialin-[0-9.]+\n", screen);
        // The room's PIN has outlived all of it.
        Assert.Matches("\nmath-101\t[0-9]{9}\t", screen);
    }

    private const string Registered = "until journalctl -u dialin | grep -q 'Trunk sipgate is registered'; do sleep 0.1; done";

    // What steps 3 and 4 say in words, and ports that are free here.
    private static string Edit(int carrier, SimulatedBbbServer server)
    {
        var (sip, http, media) = (FreePorts.Next(), FreePorts.Next(), FreePorts.NextRange(40));
        (string From, string To)[] changes =
        [
            ("\"Sip\": .*", $"\"Sip\": {{ \"Listen\": [\"udp://127.0.0.1:{sip}\", \"tcp://127.0.0.1:{sip}\"] }}, \"Http\": {{ \"Listen\": \"http://127.0.0.1:{http}\" }},"),
            ("\"Media\": .*", $"\"Media\": {{ \"Address\": \"127.0.0.1\", \"PortRange\": \"{media}-{media + 39}\" }},"),
            ("sip:sipconnect.sipgate.de", $"sip:127.0.0.1:{carrier}"),
            ("1234567t0", "trunk"),
            ("https://bbb1.example.org/bigbluebutton/api/", $"{server.ApiUrl}"),
            ("FILL-IN", server.Secret),
            ("sip:{voiceBridge}@bbb1.example.org:5060", server.SipUriTemplate),
        ];
        return string.Concat(changes.Select(static change => $"sed -i 's|{change.From}|{change.To}|' /etc/dialin/dialin.json\n"));
    }

    private static int Count(string text, string wanted) => text.Split(wanted).Length - 1;
}
