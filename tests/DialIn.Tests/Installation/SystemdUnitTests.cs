using System.Globalization;
using System.Text.RegularExpressions;
using DialIn.Calls;
using DialIn.Hosting;
using DialIn.Hosting.Commands;
using DialIn.Hosting.Configuration;
using DialIn.Tests.Hosting;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Installation;

/// <summary>The unit is one that systemd takes, shuts the service in, and leaves calls the time that the program promises them.</summary>
public sealed partial class SystemdUnitTests : IDisposable
{
    // 10 is a service without any protection; systemd calls 2 and less "OK", the best of its words.
    private const double WorstExposure = 2.0;

    private static readonly string Unit = Path.Combine(Checkout.Root, "sip-config/systemd/dialin.service");

    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Unit_IsOneThatSystemdTakes()
    {
        // The program is not installed here.
        var unit = _folder.Write("dialin.service", Regex.Replace(File.ReadAllText(Unit), "(?m)^(Exec[A-Za-z]+=)/opt/dialin/dialin", "$1/bin/true"));

        var run = await Tool.RunAsync("systemd-analyze", ["verify", "--man=no", unit], Token);

        Assert.True(run.ExitCode == 0 && !run.Error.Contains("dialin.service", StringComparison.Ordinal), run.Error);
    }

    [Fact]
    public async Task Unit_ShutsTheServiceIn()
    {
        var table = await Tool.SucceedAsync("systemd-analyze", ["security", "--offline=true", "--no-pager", Unit], Token);

        var exposure = double.Parse(Overall().Match(table).Groups["level"].Value, CultureInfo.InvariantCulture);
        Assert.InRange(exposure, 0, WorstExposure);
    }

    [Fact]
    public async Task Program_WorksWithTheSystemCallsThatTheUnitLeavesIt()
    {
        var config = _folder.Write("dialin.json", Settings.Documented);
        var program = Environment.GetEnvironmentVariable("DIALIN_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "dialin");

        var output = await Tool.SucceedAsync(
            "/usr/bin/python3",
            [Path.Combine(Checkout.Root, "tests/DialIn.Tests/Installation/shut_in.py"), Unit, program, "pins", "generate", "--count", "3", "--config", config],
            Token);

        Assert.StartsWith("Added 3 PINs", output, StringComparison.Ordinal);
    }

    [Fact]
    public void StopTimeout_IsLongerThanTheProgramTakes()
    {
        Assert.True(Duration.TryParse(Setting("TimeoutStopSec"), out var timeout));
        Assert.True(timeout > BridgeService.StopWithin(new CallsOptions()), $"{timeout}");
    }

    [Fact]
    public void Reload_SendsTheSignalAfterWhichTheConfigurationIsReadAnew() => Assert.Equal("/bin/kill -HUP $MAINPID", Setting("ExecReload"));

    [Fact]
    public void FaultsOfTheConfiguration_AreNotTriedAgain() =>
        Assert.Equal($"{ServeCommand.BadConfiguration}", Setting("RestartPreventExitStatus"));

    [Fact]
    public void OpenFiles_AreEnoughForAllPortsOfTheDefaultRange()
    {
        var ports = new MediaOptions().PortRange;
        Assert.True(int.Parse(Setting("LimitNOFILE"), CultureInfo.InvariantCulture) > ports.Last - ports.First + 1);
        Assert.Contains($"net.ipv4.ip_local_reserved_ports = {ports.First}-{ports.Last}", File.ReadAllText(Path.Combine(Checkout.Root, "sip-config/systemd/90-dialin.conf")), StringComparison.Ordinal);
    }

    private static string Setting(string name) =>
        Assert.Single(File.ReadLines(Unit), line => line.StartsWith($"{name}=", StringComparison.Ordinal)).Split('=', 2)[1];

    [GeneratedRegex(@"Overall exposure level for dialin\.service: (?<level>[\d.]+)")]
    private static partial Regex Overall();
}
