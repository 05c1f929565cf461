using System.Net;
using DialIn.Hosting.Commands;
using DialIn.Sip.Locating;
using DialIn.Storage;
using DialIn.Testing;
using DialIn.Tests.Trunks;
using DialIn.Trunks;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Hosting;

/// <summary>What <c>dialin check</c> says of a trunk, with name servers that know it, do not know it, or are not there.</summary>
public sealed class TrunkCheckTests : IDisposable
{
    private const string Registers = "ok: registers sip:123456@sipconnect.sipgate.de at sip:sipconnect.sipgate.de for 10 min; password from sipgate.password, which is this user's alone";

    private readonly TestFolder _folder = new();
    private readonly ScriptedDns _dns = new(
        "_sip._udp.sipconnect.sipgate.de SRV 10 0 5060 a.sipgate.de",
        "_sip._tcp.sipconnect.sipgate.de SRV 10 0 5062 b.sipgate.de",
        "_sips._tcp.sipconnect.sipgate.de SRV 10 0 5061 b.sipgate.de",
        "a.sipgate.de A 192.0.2.1",
        "b.sipgate.de A 192.0.2.2",
        "edge.example A 192.0.2.3",
        "v6.example AAAA 2001:db8::1");

    private readonly FakeTimeProvider _time = new();
    private IPublishedListStore? _kept;

    public TrunkCheckTests() => _folder.Write("sipgate.password", "geheim", UnixFileMode.UserRead | UnixFileMode.UserWrite);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RegisteredTrunk_SaysHowWhereAndFromWhere_NeverThePassword() => Assert.Equal(
        [
            Registers,
            "targets ok: requests go to udp:192.0.2.1:5060, then tcp:192.0.2.2:5062",
            "sources ok: calls from 198.51.100.0/24, sipconnect.sipgate.de (192.0.2.1, 192.0.2.2)",
        ],
        await CheckAsync(("AllowedSources:0", "198.51.100.0/24")));

    [Fact]
    public async Task PasswordFileThatIsNotThere_HidesNothingElse()
    {
        var loaded = Settings.Documentation(_folder, ("Trunks:1:PasswordFile", "missing.password"));
        Assert.Single(loaded.Faults());
        var findings = await new TrunkCheck(new ServerFinder(_dns), Lists.None, null, TimeProvider.System).FindAsync(loaded, TestContext.Current.CancellationToken);
        Assert.Contains(findings, static finding => finding.Text == "registers sip:123456@sipconnect.sipgate.de at sip:sipconnect.sipgate.de for 10 min; password from missing.password");
        Assert.Contains(findings, static finding => finding.Text.StartsWith("requests go to udp:192.0.2.1:5060", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProxyAndOtherUser_AreSaid() => Assert.Equal(
        "ok: registers sip:123456@sipconnect.sipgate.de at sip:sipconnect.sipgate.de, through sip:edge.example;transport=tcp for 10 min, challenges answered as other, in the realm sipgate.de alone; no PasswordFile",
        (await CheckAsync(("OutboundProxy", "sip:edge.example;transport=tcp"), ("AuthUsername", "other"), ("Realm", "sipgate.de"), ("PasswordFile", null)))[0]);

    [Fact]
    public async Task Proxy_IsWhereRequestsGo() => Assert.Equal(
        "targets ok: requests go to tcp:192.0.2.3:5060",
        (await CheckAsync(("OutboundProxy", "sip:edge.example;transport=tcp")))[1]);

    [Fact]
    public async Task NoNameServer_IsAWarningWithWords_AndNothingIsClaimed()
    {
        _dns.IsDown = true;
        Assert.Equal(
            [
                Registers,
                "targets warning: no name server answers for sipconnect.sipgate.de: where it leads was not checked",
                "sources warning: calls from nowhere yet; no name server answers for sipconnect.sipgate.de",
            ],
            await CheckAsync());
    }

    [Fact]
    public async Task NameWithoutAddress_IsAWarning() => Assert.Equal(
        ["targets warning: mistyped.example has no address", "sources warning: calls from nowhere yet; mistyped.example has no address"],
        (await CheckAsync(("Registrar", "sip:mistyped.example")))[1..]);

    [Fact]
    public async Task ProtocolThatIsNotListened_IsAFault() => Assert.Equal(
        "targets FAULT: sip:sipconnect.sipgate.de;transport=tcp is reached by tcp, which nothing in Sip:Listen speaks",
        (await CheckAsync(("Registrar", "sip:sipconnect.sipgate.de;transport=tcp"), ("Sip:Listen:1", "udp://127.0.0.1:5062")))[1]);

    [Fact]
    public async Task FamilyThatIsNotListened_IsAFault() => Assert.Equal(
        "targets FAULT: sip:v6.example leads to nothing that Sip:Listen can send to, though it has addresses: 2001:db8::1",
        (await CheckAsync(("Registrar", "sip:v6.example")))[1]);

    [Fact]
    public async Task StaticTrunk_OfANameThatIsUnknown_IsAWarning() => Assert.Equal(
        "warning: calls from 198.51.100.0/24, edge.example (192.0.2.3); mistyped.example has no address",
        Assert.Single(await CheckAsync(
            ("Mode", "Static"), ("Registrar", null), ("Username", null), ("PasswordFile", null),
            ("AllowedSources:0", "198.51.100.0/24"), ("AllowedSources:1", "edge.example"), ("AllowedSources:2", "mistyped.example"))));

    [Theory]
    [InlineData("""{ "a": "203.0.113.0/28", "b": ["2001:db8::/64"] }""", "ok: calls from edge.example (192.0.2.3), the networks of https://carrier.example/list.json (203.0.113.0/28, 2001:db8::/64)")]
    [InlineData("""["0.0.0.0/0"]""", "warning: calls from edge.example (192.0.2.3); the list at https://carrier.example/list.json names 0.0.0.0/0 as text 1, which is wider than a carrier's network is")]
    public async Task StaticTrunk_OfAPublishedList_SaysWhatIsInItOrWrongWithIt(string list, string expected) => Assert.Equal(
        expected,
        Assert.Single(await CheckAsync(
            Lists.Answering(list), ("Mode", "Static"), ("Registrar", null), ("Username", null), ("PasswordFile", null),
            ("AllowedSources:0", "https://carrier.example/list.json"), ("AllowedSources:1", "edge.example"))));

    [Fact]
    public async Task PublishedList_ThatCannotBeRead_SaysHowOldTheOneBeforeIs()
    {
        using var database = new SqliteDatabase("Data Source=lists.db", _folder.Path);
        await database.MigrateAsync(TestContext.Current.CancellationToken);
        var store = new SqlitePublishedListStore(database);
        await store.KeepAsync(new Uri("https://carrier.example/list.json"), [IPNetwork.Parse("203.0.113.0/28")], _time.GetUtcNow().AddHours(-50), TestContext.Current.CancellationToken);
        _kept = store;

        Assert.Equal(
            "warning: calls from nowhere yet; the list at https://carrier.example/list.json is not JSON; calls are admitted from the 1 networks that it named 2 d ago",
            Assert.Single(await CheckAsync(
                Lists.Answering("{"), ("Mode", "Static"), ("Registrar", null), ("Username", null), ("PasswordFile", null), ("AllowedSources:0", "https://carrier.example/list.json"))));
    }

    [Theory]
    [InlineData(null, "ok: calls from anywhere, proved by digest as carrier; password from sipgate.password, which is this user's alone")]
    [InlineData("198.51.100.0/24", "ok: calls from 198.51.100.0/24, proved by digest as carrier; password from sipgate.password, which is this user's alone")]
    public async Task StaticTrunk_ThatProvesItself_SaysByWhat(string? source, string expected) => Assert.Equal(
        expected,
        Assert.Single(await CheckAsync(
            ("Mode", "Static"), ("Registrar", null), ("Username", null), ("PasswordFile", null), ("AllowedSources:0", source),
            ("Authentication:Username", "carrier"), ("Authentication:PasswordFile", "sipgate.password"))));

    [Fact]
    public async Task StaticTrunk_ThatIsSpokenTo_SaysWhatItShowsAndWhere() => Assert.Equal(
        [
            "ok: calls from 198.51.100.0/24",
            "/outgoing ok: shows me to sip:edge.example, where it is asked for, in the realm carrier.example alone; password from sipgate.password, which is this user's alone",
            "/outgoing, targets ok: requests go to udp:192.0.2.3:5060",
        ],
        await CheckAsync(
            ("Mode", "Static"), ("Registrar", null), ("Username", null), ("PasswordFile", null), ("AllowedSources:0", "198.51.100.0/24"),
            ("Outgoing:Target", "sip:edge.example"), ("Outgoing:Username", "me"), ("Outgoing:PasswordFile", "sipgate.password"), ("Outgoing:Realm", "carrier.example")));

    // Only the second trunk of the documented configuration, without its name.
    private Task<string[]> CheckAsync(params (string Key, string? Value)[] changes) => CheckAsync(Lists.None, changes);

    private async Task<string[]> CheckAsync(PublishedLists lists, params (string Key, string? Value)[] changes)
    {
        var all = changes.Append((Key: "PasswordFile", Value: "sipgate.password")).DistinctBy(change => change.Key).Select(change => (change.Key.StartsWith("Sip:", StringComparison.Ordinal) ? change.Key : $"Trunks:1:{change.Key}", change.Value));
        var loaded = Settings.Documentation(_folder, [.. all]);
        Assert.Empty(loaded.Faults());
        var findings = await new TrunkCheck(new ServerFinder(_dns), lists, _kept, _time).FindAsync(loaded, TestContext.Current.CancellationToken);
        Assert.All(findings, finding => Assert.DoesNotContain("geheim", $"{finding}", StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Equal(finding.Verdict == Verdict.Ok, finding.Remedy.Length == 0));
        return [.. findings.Where(finding => finding.Subject.StartsWith("trunk sipgate", StringComparison.Ordinal))
            .Select(finding => $"{finding.Subject["trunk sipgate".Length..].TrimStart(',', ' ')} {Word(finding.Verdict)}: {finding.Text}".TrimStart())];
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "warning",
        _ => "FAULT",
    };
}
