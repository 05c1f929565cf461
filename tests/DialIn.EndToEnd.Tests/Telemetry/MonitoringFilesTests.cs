using System.Text.Json;
using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Telemetry;

/// <summary>sip-config/monitoring: what Prometheus itself says of it, and that it speaks of metrics that there are.</summary>
public sealed partial class MonitoringFilesTests
{
    private static readonly string Folder = Checkout.Path("sip-config/monitoring");

    public static TheoryData<string, string, string> Checks => new()
    {
        { "check", "config", "prometheus.yml" },
        { "check", "rules", "dialin-alerts.yml" },
        { "test", "rules", "dialin-alerts.test.yml" },
    };

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task File_IsRightInTheEyesOfPromtool(string verb, string what, string file)
    {
        await using var promtool = new ProgramProcess("promtool", [verb, what, file], Folder);
        Assert.True(await promtool.WaitForExitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken) == 0, promtool.Output);
    }

    [Fact]
    public void EachAlert_HasATest()
    {
        var alerts = Alert().Matches(Read("dialin-alerts.yml")).Select(static match => match.Groups[1].Value).ToList();
        var tests = Read("dialin-alerts.test.yml");

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Contains($"alertname: {alert}", tests, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dialin-alerts.yml")]
    [InlineData("dialin-alerts.test.yml")]
    [InlineData("grafana-dashboard.json")]
    public void Metrics_AreThoseOfTheDocument(string file)
    {
        var used = Metric().Matches(Read(file)).Select(static match => match.Value).Distinct().ToList();

        Assert.NotEmpty(used);
        Assert.Empty(used.Except(MetricNames.Documented()));
    }

    [Fact]
    public void Dashboard_IsOneThatGrafanaTakes()
    {
        using var dashboard = JsonDocument.Parse(Read("grafana-dashboard.json"));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();

        Assert.True(dashboard.RootElement.GetProperty("schemaVersion").GetInt32() >= 39);
        Assert.Equal(panels.Count, panels.Select(static panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, static panel => Assert.NotEqual(0, panel.GetProperty("targets").GetArrayLength()));
        Assert.All(panels, static panel => Assert.InRange(panel.GetProperty("gridPos").GetProperty("x").GetInt32() + panel.GetProperty("gridPos").GetProperty("w").GetInt32(), 1, 24));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    [GeneratedRegex(@"alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"dialin_[a-z_]+(?=[{\[ \n)])|dialin_[a-z_]+(?=,)")]
    private static partial Regex Metric();
}
