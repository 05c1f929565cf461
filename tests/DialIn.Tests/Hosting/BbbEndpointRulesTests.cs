namespace DialIn.Tests.Hosting;

/// <summary>Rules for <c>DialIn:BbbEndpoint</c>: each fault names its key and what would be right.</summary>
public sealed class BbbEndpointRulesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Endpoint_WithWhatItNeeds_HasNoFault() => Assert.Empty(Faults());

    [Fact]
    public void Endpoint_WithALoadBalancer_HasNoFault() =>
        Assert.Empty(Faults(("LoadBalancer:ApiUrl", "https://scalelite.example.org/bigbluebutton/api/"), ("LoadBalancer:Secret", "s")));

    [Theory]
    [InlineData("FrontEnds:0:Secret", "", "FrontEnds:0:Secret: is missing; it is what the front end has")]
    [InlineData("FrontEnds:0:Secret", " x", "FrontEnds:0:Secret: has a blank")]
    [InlineData("FrontEnds:0:Name", "a b", "FrontEnds:0:Name = \"a b\": must be a name")]
    [InlineData("KeepPin", "1 d", "KeepPin = \"1 d\": must be 2 d to 3650 d")]
    [InlineData("Timeout", "0 s", "Timeout = \"0 s\": must be 1 s to 30 min")]
    [InlineData("Servers:0", "bbb9", "Servers:0 = \"bbb9\": must be the Name of one of Servers: bbb1")]
    [InlineData("LoadBalancer:Secret", "x", "LoadBalancer:ApiUrl: is missing")]
    [InlineData("LoadBalancer:ApiUrl", "https://x.example.org/", "LoadBalancer:ApiUrl = \"https://x.example.org/\": must be the base of the BBB API")]
    [InlineData("Language", "Deutsch!", "Language = \"Deutsch!\": must be a language, such as de or en")]
    [InlineData("Language", "", "Language = \"\": must be a language, such as de or en")]
    [InlineData("PickServer", "Random", "PickServer = \"Random\": must be one of None, FewestParticipants, FewestMeetings")]
    public void Fault_NamesItsKeyAndWhatWouldBeRight(string key, string value, string expected) =>
        Assert.Contains(Faults((key, value)), fault => fault.Contains($"DialIn:BbbEndpoint:{expected}", StringComparison.Ordinal));

    [Fact]
    public void LoadBalancer_BesideServers_IsAFault() => Assert.Contains(
        Faults(("LoadBalancer:ApiUrl", "https://scalelite.example.org/bigbluebutton/api/"), ("LoadBalancer:Secret", "s"), ("PickServer", "FewestMeetings")),
        static fault => fault.Contains("goes with neither", StringComparison.Ordinal));

    [Fact]
    public void Endpoint_WithoutFrontEnds_IsAFault() => Assert.Contains(
        Settings.Documentation(_folder, ("BbbEndpoint:Enabled", "true")).Faults(),
        static fault => fault.Contains("BbbEndpoint:FrontEnds: is missing", StringComparison.Ordinal));

    [Fact]
    public void SeveralServers_NeedAWayToPickOne() => Assert.Contains(
        Settings.Documentation(
            _folder,
            ("BbbEndpoint:Enabled", "true"),
            ("BbbEndpoint:FrontEnds:0:Name", "greenlight"),
            ("BbbEndpoint:FrontEnds:0:Secret", "s"),
            ("Servers:1:Name", "bbb2"),
            ("Servers:1:ApiUrl", "http://127.0.0.1:8091/bigbluebutton/api/"),
            ("Servers:1:Secret", "s3cret"),
            ("Servers:1:SipUri", "sip:{voiceBridge}@127.0.0.1:5091")).Faults(),
        static fault => fault.Contains("BbbEndpoint:PickServer = \"None\": must be FewestParticipants or FewestMeetings with 2 servers", StringComparison.Ordinal));

    [Theory]
    [InlineData("Redirect", true)]
    [InlineData("Forward", false)]
    public void JoinsToThisMachine_AreWarnedOf(string joins, bool isWarned) => Assert.Equal(
        isWarned,
        Settings.Documentation(
            _folder, ("BbbEndpoint:Enabled", "true"), ("BbbEndpoint:Joins", joins), ("BbbEndpoint:FrontEnds:0:Name", "greenlight"), ("BbbEndpoint:FrontEnds:0:Secret", "s"))
            .Warnings().Any(static warning => warning.Contains("is no address that browsers reach", StringComparison.Ordinal)));

    [Theory]
    [InlineData("None", true)]
    [InlineData("FewestParticipants", false)]
    public void JoinsToThisMachine_AreToldToBeForwarded_OnlyWhereThereIsOneServer(string pick, bool isTold) => Assert.Equal(
        isTold,
        Assert.Single(
            Settings.Documentation(
                _folder, ("BbbEndpoint:Enabled", "true"), ("BbbEndpoint:PickServer", pick), ("BbbEndpoint:FrontEnds:0:Name", "greenlight"), ("BbbEndpoint:FrontEnds:0:Secret", "s"))
                .Warnings(),
            static warning => warning.Contains("is no address that browsers reach", StringComparison.Ordinal)).Contains("Joins = Forward", StringComparison.Ordinal));

    [Theory]
    [InlineData("None", false)]
    [InlineData("FewestParticipants", true)]
    [InlineData("FewestMeetings", true)]
    public void ForwardedJoins_WithSeveralServers_AreAFault(string pick, bool isFault) => Assert.Equal(
        isFault,
        Faults(("Joins", "Forward"), ("PickServer", pick))
            .Any(static fault => fault.Contains("DialIn:BbbEndpoint:Joins = \"Forward\": must be Redirect with BbbEndpoint:PickServer", StringComparison.Ordinal)));

    private IReadOnlyList<string> Faults(params (string Key, string Value)[] changes) => Settings.Documentation(
        _folder,
        [
            ("BbbEndpoint:Enabled", "true"),
            .. new[] { ("FrontEnds:0:Name", "greenlight"), ("FrontEnds:0:Secret", "s") }
                .Where(given => changes.All(change => change.Key != given.Item1))
                .Concat(changes)
                .Select(static change => ($"BbbEndpoint:{change.Item1}", (string?)change.Item2)),
        ]).Faults();
}
