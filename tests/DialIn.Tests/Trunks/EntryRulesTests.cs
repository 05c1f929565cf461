using System.Net;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

/// <summary>Who comes in by which of the three ways.</summary>
public class EntryRulesTests
{
    private static readonly IReadOnlyList<EntryDemand> Trunks = Demands(
        new TrunkOptions { Name = "network", AllowedSources = [new(IPNetwork.Parse("192.0.2.0/24"), null)] },
        new TrunkOptions { Name = "certificate", AllowedSources = [new(null, "sip.example.org")] },
        new TrunkOptions { Name = "both", AllowedSources = [new(IPNetwork.Parse("192.0.2.0/24"), null)], Authentication = new() { Username = "user-both" } },
        new TrunkOptions { Name = "password", Authentication = new() { Username = "user-password" } },
        new TrunkOptions { Name = "registered", Mode = TrunkMode.Register, Authentication = new() { Username = "ignored" } });

    private static readonly IReadOnlyList<EntryDemand> WithoutPasswords = [.. Trunks.Where(static trunk => trunk.Username is null)];

    [Theory]
    [InlineData("network", "network")]
    [InlineData("network,registered", "network")]
    [InlineData("registered,network", "registered")]
    [InlineData("both,network", "network")]
    public void Network_NamesTheTrunk_TheNarrowestFirst(string networks, string trunk) =>
        Assert.Equal(new Entry(EntryKind.Trunk, trunk), Decide(Trunks, networks: networks));

    [Fact]
    public void Certificate_GoesBeforeTheNetwork() =>
        Assert.Equal(new Entry(EntryKind.Trunk, "certificate"), Decide(Trunks, networks: "network", certificate: "certificate"));

    [Fact]
    public void Password_IsAskedWithinTheNetworks_AndNamesTheTrunk()
    {
        Assert.Equal(new Entry(EntryKind.AskKnown, "both"), Decide(Trunks, networks: "both"));
        Assert.Equal(new Entry(EntryKind.Trunk, "both"), Decide(Trunks, networks: "both", user: "user-both"));

        // The right password in the wrong place, and one that no trunk asks for.
        Assert.Equal(EntryKind.AskStranger, Decide(Trunks, user: "user-both").Kind);
        Assert.Equal(EntryKind.AskKnown, Decide(Trunks, networks: "both", user: "ignored").Kind);
    }

    [Fact]
    public void Password_WithoutNetworks_IsEnoughFromAnywhere()
    {
        Assert.Equal(new Entry(EntryKind.AskStranger, "password"), Decide(Trunks));
        Assert.Equal(new Entry(EntryKind.Trunk, "password"), Decide(Trunks, user: "user-password"));
        Assert.Equal(new Entry(EntryKind.Trunk, "password"), Decide(Trunks, networks: "network", user: "user-password"));
    }

    [Theory]
    [InlineData("Md5", "Md5", "Md5")]
    [InlineData("Md5", "Sha256AndMd5", "Sha256AndMd5")]
    [InlineData("Sha256AndMd5", "Md5", "Sha256AndMd5")]
    public void Password_OfSeveralFromAnywhere_IsAskedInEveryWayThatOneOfThemTakes(string one, string other, string offered)
    {
        var trunks = Demands(
            new TrunkOptions { Name = "one", Authentication = new() { Username = "user-one", Algorithms = Enum.Parse<OfferedDigests>(one) } },
            new TrunkOptions { Name = "other", Authentication = new() { Username = "user-other", Algorithms = Enum.Parse<OfferedDigests>(other) } });

        Assert.Equal(new Entry(EntryKind.AskStranger, "one", Enum.Parse<OfferedDigests>(offered)), Decide(trunks));
    }

    [Fact]
    public void Nobody_IsAStranger_AndAServerIsAServer()
    {
        Assert.Equal(new Entry(EntryKind.Stranger, null), Decide(WithoutPasswords));
        Assert.Equal(new Entry(EntryKind.Stranger, null), Decide(WithoutPasswords, user: "user-both"));
        Assert.Equal(new Entry(EntryKind.Server, null), Decide(WithoutPasswords, isServer: true));
        Assert.Equal(new Entry(EntryKind.Trunk, "network"), Decide(WithoutPasswords, networks: "network", isServer: true));
    }

    [Fact]
    public void Trunk_WithNothingToShow_AdmitsNobody() =>
        Assert.Equal(EntryKind.Stranger, Decide(Demands(new TrunkOptions { Name = "empty" })).Kind);

    private static IReadOnlyList<EntryDemand> Demands(params TrunkOptions[] trunks) => [.. trunks.Select(EntryDemand.Of)];

    private static Entry Decide(IReadOnlyList<EntryDemand> trunks, string networks = "", string certificate = "", bool isServer = false, string? user = null) =>
        EntryRules.Decide(trunks, new EntryEvidence(Names(certificate), Names(networks), isServer, user));

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
