using System.Xml.Linq;
using DialIn.Hosting.Commands;
using DialIn.Sip.Locating;
using DialIn.Testing;
using DialIn.Tests.Hosting;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Trunks;

/// <summary>Each example of <c>sip-config/trunks</c> loads as it is, and <c>dialin check</c> says what it would do.</summary>
public sealed class TrunkExamplesTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "sip-config", "trunks");

    private readonly TestFolder _folder = new();

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Example_LoadsWithoutFault_CheckFindsNothingMissing_AndNamesEachPlaceToFillIn(string file)
    {
        var loaded = Load(file);

        Assert.Empty(loaded.Faults());
        Assert.Empty(loaded.Warnings());
        var findings = await CheckAsync(loaded);
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.True(finding.Verdict == Verdict.Ok, $"{finding}"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Example_WithoutWhatOnlyTheOperatorKnows_DoesNotStart_AndEachPlaceIsNamed(string file)
    {
        var places = Text(file).Split('\n').Count(line => line.Contains("\"FILL-IN\"", StringComparison.Ordinal));

        var loaded = Settings.Load(_folder.Write(file, Text(file), UnixFileMode.UserRead | UnixFileMode.UserWrite));

        Assert.True(places > 0);
        Assert.Equal(places, loaded.Faults().Count(fault => fault.Contains("is still to be filled in", StringComparison.Ordinal)));
        Assert.Contains(loaded.Faults(), fault => fault.StartsWith("DialIn:Servers:0:Secret = \"FILL-IN\": is still to be filled in", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sipgate.json", "registers sip:1234567t0@sipconnect.sipgate.de at sip:sipconnect.sipgate.de for 10 min", "udp:192.0.2.1:5060", "sipconnect.sipgate.de (192.0.2.1)")]
    [InlineData("telekom-deutschlandlan.json", "registers sip:+4961511234567@reg.sip-trunk.telekom.de at sip:reg.sip-trunk.telekom.de;transport=tcp for 8 min, challenges answered as filled-in", "tcp:192.0.2.1:5060", "reg.sip-trunk.telekom.de (192.0.2.1)")]
    [InlineData("telekom-companyflex.json", "registers sip:+4961511234567@tel.t-online.de at sip:tel.t-online.de;transport=tls, through sip:123456789012.primary.companyflex.de;transport=tls for 8 min", "tls:192.0.2.1:5061 (123456789012.primary.companyflex.de)", "tel.t-online.de (192.0.2.1), 123456789012.primary.companyflex.de (192.0.2.1)", "always encrypted (SRTP, keys by SDES, as agreed by mediasec); a call without is refused")]
    [InlineData("easybell.json", "at sip:voip.easybell.de for 1 h", "udp:192.0.2.1:5060", "voip.easybell.de (192.0.2.1)")]
    [InlineData("plusnet.json", "at sip:sipconnect.ipfonie.de for 10 min", "udp:192.0.2.1:5060", "sipconnect.ipfonie.de (192.0.2.1)")]
    [InlineData("dus-net.json", "at sip:proxy.dus.net for 10 min", "udp:192.0.2.1:5060", "proxy.dus.net (192.0.2.1)")]
    [InlineData("fritzbox.json", "registers sip:dialin-bridge@192.168.178.1 at sip:192.168.178.1 for 10 min", "udp:192.168.178.1:5060", "192.168.178.1 (192.168.178.1)")]
    [InlineData("twilio.json", "54.171.127.192/30, 35.156.191.128/30")]
    [InlineData("telnyx.json", "calls from sip.telnyx.com (192.0.2.1), sip.telnyx.eu (192.0.2.1), the networks of https://sip.telnyx.com/voice.json (203.0.113.0/28)")]
    [InlineData("freeswitch.json", "calls from 192.0.2.20/32")]
    [InlineData("asterisk.json", "calls from 192.0.2.21/32")]
    public async Task Check_SaysWhatTheExampleWouldDo(string file, params string[] expected)
    {
        var findings = await CheckAsync(Load(file));

        Assert.Equal(expected.Length, findings.Count);
        Assert.All(expected.Zip(findings), pair => Assert.Contains(pair.First, pair.Second.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Readme_NamesEveryExample()
    {
        var readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.All(Files(), row => Assert.Contains($"| `{row.Data}` |", readme, StringComparison.Ordinal));
    }

    // The examples stand in for one site: the other side sends to the bridge's address and dials its number.
    [Fact]
    public void OtherSide_HasTheAddressAndTheNumberOfTheExamples()
    {
        var options = Load("freeswitch.json").Options;
        var number = options.PhoneNumbers[0].Number.TrimStart('+');
        var gateway = XDocument.Load(Path.Combine(Folder, "freeswitch", "dialin_gateway.xml"));
        Assert.Contains(gateway.Descendants("param"), param => (string?)param.Attribute("name") == "proxy" && (string?)param.Attribute("value") == $"{options.Sip.PublicAddress}:5060");
        var dialplan = XDocument.Load(Path.Combine(Folder, "freeswitch", "dialin_number.xml"));
        Assert.Matches((string)dialplan.Descendants("condition").Single().Attribute("expression")!, $"+{number}");
        Assert.Contains(dialplan.Descendants("action"), action => ((string?)action.Attribute("data"))!.StartsWith($"sofia/gateway/{gateway.Descendants("gateway").Single().Attribute("name")!.Value}/", StringComparison.Ordinal));

        Assert.Contains($"contact = sip:{options.Sip.PublicAddress}:5060\n", Text("asterisk/pjsip.conf"), StringComparison.Ordinal);
        Assert.Contains($"exten => {number},1,Dial(PJSIP/+${{EXTEN}}@dialin)\n", Text("asterisk/extensions.conf"), StringComparison.Ordinal);
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    // As README says: filled in, with its password, both files this user's alone.
    private DialIn.Hosting.Configuration.LoadedConfiguration Load(string file)
    {
        var copy = _folder.Write(file, Text(file).Replace("\"FILL-IN\"", "\"filled-in\"", StringComparison.Ordinal), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var password in Settings.Load(copy).Options.Trunks.Select(trunk => trunk.PasswordFile).OfType<string>())
        {
            _folder.Write(password, "a password\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return Settings.Load(copy);
    }

    private static Task<IReadOnlyList<Finding>> CheckAsync(DialIn.Hosting.Configuration.LoadedConfiguration loaded) =>
        new TrunkCheck(new ServerFinder(new EveryName()), Lists.Answering("""{ "signaling": ["203.0.113.0/28"] }"""), null, TimeProvider.System).FindAsync(loaded, TestContext.Current.CancellationToken);

    /// <summary>Knows every name, by the same address.</summary>
    private sealed class EveryName : IDnsQueries
    {
        public ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult(
            question.Type == DnsRecordType.A ? new DnsAnswer { Records = [ScriptedDns.Parse($"{question.Name} A 192.0.2.1").Record] } : new DnsAnswer());
    }
}
