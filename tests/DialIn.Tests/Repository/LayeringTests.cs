using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace DialIn.Tests.Repository;

/// <summary>Holds the direction of dependencies between projects and between folders, as docs/architecture.md draws it.</summary>
public class LayeringTests
{
    private static readonly string[] SipFolders = ["Messages", "Transports", "Transactions", "Locating", "Dialogs", "UserAgents", "Authentication"];
    private static readonly string[] MediaFolders = ["Codecs", "Audio", "Sdp", "Rtp", "Rtcp", "Srtp", "Dtmf", "Transcoding", "Quality", "Relay"];
    private static readonly string[] OwnersOfInterfaces = ["Pins", "Meetings", "Announcements", "Ivr", "Calls", "Secrets"];
    private static readonly string[] Implementers = ["Trunks", "BigBlueButton", "Storage", "Operations", "Hosting"];

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Loaded = new(() => new ArchLoader().LoadAssemblies(
        typeof(Sip.Messages.SipUri).Assembly,
        typeof(Media.Codecs.AudioCodec).Assembly,
        typeof(Simulator.SimulatedBbbServer).Assembly,
        typeof(Program).Assembly).Build());

    [Fact]
    public void Sip_NeverSeesMedia() => AssertNone(In("DialIn.Sip"), target => Is(target, "DialIn.Media"));

    [Fact]
    public void Media_NeverSeesSip() => AssertNone(In("DialIn.Media"), target => Is(target, "DialIn.Sip"));

    [Theory]
    [InlineData("Dapper")]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("System.Xml")]
    public void OwnersOfInterfaces_NeverSeeTheTechnologyBehindThem(string technology) =>
        AssertNone(OwnersOfInterfaces.SelectMany(folder => In($"DialIn.{folder}")), target => Is(target, technology));

    [Fact]
    public void OwnersOfInterfaces_NeverSeeTheirImplementers() =>
        AssertNone(
            OwnersOfInterfaces.SelectMany(folder => In($"DialIn.{folder}")),
            target => Implementers.Any(folder => Is(target, $"DialIn.{folder}")));

    [Fact]
    public void TwoFolders_NeverSeeEachOther()
    {
        string[] folders = [.. OwnersOfInterfaces, .. Implementers];
        var seen = folders
            .SelectMany(static from => In($"DialIn.{from}").SelectMany(static type => type.Dependencies).Select(dependency => (From: from, dependency.Target.FullName)))
            .SelectMany(pair => folders.Where(to => to != pair.From && Is(pair.FullName, $"DialIn.{to}")).Select(to => (pair.From, To: to)))
            .ToHashSet();

        Assert.NotEmpty(seen);
        Assert.DoesNotContain(seen, pair => seen.Contains((pair.To, pair.From)));
    }

    [Fact]
    public void OnlyTheDemo_SeesTheSimulator() =>
        AssertNone(
            In("DialIn").Where(type => !Is(type.FullName, "DialIn.Simulator") && !Is(type.FullName, "DialIn.Hosting.Demo")),
            target => Is(target, "DialIn.Simulator"));

    public static TheoryData<string, string> SipFolderPairs() => Later("DialIn.Sip", SipFolders);

    public static TheoryData<string, string> MediaFolderPairs() => Later("DialIn.Media", MediaFolders);

    [Theory]
    [MemberData(nameof(SipFolderPairs))]
    [MemberData(nameof(MediaFolderPairs))]
    public void Folder_NeverSeesALaterOne(string folder, string later) => AssertNone(In(folder), target => Is(target, later));

    [Fact]
    public void EveryFolder_IsNamedInTheOrder()
    {
        Assert.Equal(SipFolders.Order(), Folders("src/DialIn.Sip"));
        Assert.Equal(MediaFolders.Order(), Folders("src/DialIn.Media"));
        Assert.Empty(Folders("src/DialIn").Except([.. OwnersOfInterfaces, .. Implementers, "Prompts"]));
    }

    private static IEnumerable<string> Folders(string project) =>
        Directory.EnumerateDirectories(Path.Combine(Checkout.Root, project))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(folder => folder is not ("bin" or "obj" or "Properties"))
            .Order();

    private static TheoryData<string, string> Later(string project, string[] folders)
    {
        var pairs = new TheoryData<string, string>();
        for (var i = 0; i < folders.Length; i++)
        {
            for (var j = i + 1; j < folders.Length; j++)
            {
                pairs.Add($"{project}.{folders[i]}", $"{project}.{folders[j]}");
            }
        }

        return pairs;
    }

    private static IEnumerable<IType> In(string space) => Loaded.Value.Types.Where(type => Is(type.FullName, space));

    private static bool Is(string name, string space) => name.StartsWith(space + ".", StringComparison.Ordinal);

    private static void AssertNone(IEnumerable<IType> types, Func<string, bool> forbidden)
    {
        var checkedTypes = types.ToList();
        Assert.NotEmpty(checkedTypes);
        Assert.Empty(checkedTypes.SelectMany(type => type.Dependencies
            .Where(dependency => forbidden(dependency.Target.FullName))
            .Select(dependency => $"{type.FullName} -> {dependency.Target.FullName}")).Distinct());
    }
}
