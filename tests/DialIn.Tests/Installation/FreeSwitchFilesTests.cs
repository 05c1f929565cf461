using System.Text.RegularExpressions;
using System.Xml.Linq;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Installation;

/// <summary>What goes onto the BBB servers lets the bridge in, to a conference's number, and nobody else.</summary>
public sealed class FreeSwitchFilesTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "sip-config/freeswitch");

    [Fact]
    public void Files_AreWellFormed() =>
        Assert.All(Directory.GetFiles(Folder, "*.xml", SearchOption.AllDirectories), static file => XDocument.Load(file));

    [Theory]
    [InlineData("192.0.2.10", "71347", true)]
    [InlineData("192.0.2.10", "012345678901", false)]
    [InlineData("192.0.2.10", "1234", false)]
    [InlineData("192.0.2.10", "dialin", false)]
    [InlineData("192.0.2.101", "71347", false)]
    [InlineData("192.0.2x10", "71347", false)]
    [InlineData("1.192.0.2.10", "71347", false)]
    public void Dialplan_TakesTheBridgeAndTheNumbersOfConferences(string address, string number, bool isTaken)
    {
        var conditions = Conditions("dialin_bridge.xml");
        Assert.Equal(["network_addr", "destination_number"], conditions.Keys);
        Assert.Equal(isTaken, Regex.IsMatch(address, conditions["network_addr"]) && Regex.IsMatch(number, conditions["destination_number"]));
    }

    [Fact]
    public void DialplanForExistingConferences_AsksForOneMoreThing_AndIsElseTheSame()
    {
        const string More = "${conference ${destination_number} list}";
        var conditions = Conditions("dialin_bridge_existing.xml");

        Assert.Matches(conditions[More], "1;sofia/external/1001@198.51.100.10;4c8a");
        Assert.DoesNotMatch(conditions[More], "-ERR Conference 71347 not found");
        conditions.Remove(More);
        Assert.Equal(Conditions("dialin_bridge.xml"), conditions);
        Assert.Equal(Actions("dialin_bridge.xml"), Actions("dialin_bridge_existing.xml"));
    }

    [Fact]
    public void DialplanForExistingConferences_SaysToTheBridgeAlone_ThatNobodyIsThereYet()
    {
        var conditions = Load("dialin_bridge_existing.xml").Descendants("condition").ToList();

        // FreeSWITCH does the anti-action of the condition that fails, and none of those behind it.
        var says = Assert.Single(Load("dialin_bridge_existing.xml").Descendants("anti-action"));
        Assert.Equal(("hangup", "SUBSCRIBER_ABSENT"), (says.Attribute("application")!.Value, says.Attribute("data")!.Value));
        Assert.Single(conditions[^1].Elements("anti-action"));
        Assert.StartsWith("${conference ", conditions[^1].Attribute("field")!.Value, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Conditions(string file) =>
        Load(file).Descendants("condition").ToDictionary(static condition => condition.Attribute("field")!.Value, static condition => condition.Attribute("expression")!.Value);

    private static List<string> Actions(string file) => [.. Load(file).Descendants("action").Select(static action => $"{action.Attribute("application")!.Value} {action.Attribute("data")!.Value}")];

    private static XDocument Load(string file) => XDocument.Load(Path.Combine(Folder, "dialplan/public", file));
}
