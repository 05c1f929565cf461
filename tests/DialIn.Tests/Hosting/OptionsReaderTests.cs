namespace DialIn.Tests.Hosting;

public sealed class OptionsReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Trunk:0:Name", "x", "DialIn:Trunk: is unknown; did you mean Trunks?")]
    [InlineData("Pins:Lenght", "9", "DialIn:Pins:Lenght: is unknown; did you mean Length?")]
    [InlineData("Servers:0:Sipuri2", "x", "DialIn:Servers:0:Sipuri2: is unknown; did you mean SipUri?")]
    [InlineData("Pins:Colour", "red", "DialIn:Pins:Colour: is unknown; known here: Length, Quarantine, MaxWrongPerHour, MaxWrongPerCaller, MaxWrongPerTrunk, LowWater, RefillTo")]
    [InlineData("Pins:Length", "nine", "DialIn:Pins:Length = \"nine\": must be a whole number")]
    [InlineData("Pins:Length", "9.5", "DialIn:Pins:Length = \"9.5\": must be a whole number")]
    [InlineData("Pins:Length:0", "9", "DialIn:Pins:Length: must be a whole number, and is a list or a section")]
    [InlineData("Pins", "9", "DialIn:Pins: must be a section { … }")]
    [InlineData("Trunks:0:Outgoing", "hunter2", "DialIn:Trunks:0:Outgoing: must be a section { … }")]
    [InlineData("Trunks:1:PasswordFile", "a\0b", "DialIn:Trunks:1:PasswordFile: must not have a NUL character in it")]
    [InlineData("Secrets", "0123456789abcdef", "DialIn:Secrets: must be a section { … }")]
    [InlineData("Calls:WaitForMeeting", "30", "DialIn:Calls:WaitForMeeting = \"30\": must be a duration, such as 30 s, 30 min, 8 h, 3 d or 00:30:00")]
    [InlineData("Media:PortRange", "20000", "DialIn:Media:PortRange = \"20000\": must be two ports in ascending order, such as 20000-29999")]
    [InlineData("Media:Address", "eth0", "DialIn:Media:Address = \"eth0\": must be an IP address, such as 192.0.2.1, or one of each family: 192.0.2.1, 2001:db8::1")]
    [InlineData("Trunks:0:Mode", "Dynamic", "DialIn:Trunks:0:Mode = \"Dynamic\": must be one of Static, Register")]
    [InlineData("Trunks:0:Mode", "1", "DialIn:Trunks:0:Mode = \"1\": must be one of Static, Register")]
    [InlineData("Trunks:0:AllowedSources:0", "192.0.2.0/33", "DialIn:Trunks:0:AllowedSources:0 = \"192.0.2.0/33\": must be a network, such as 192.0.2.0/24, a single address, a host or domain, such as sip.carrier.example, or a list of networks that the carrier publishes, such as https://carrier.example/networks.json: no user, no password and no ? in it")]
    [InlineData("Servers:0:Checksum", "md5", "DialIn:Servers:0:Checksum = \"md5\": must be one of Sha1, Sha256, Sha384, Sha512")]
    [InlineData("Storage:Provider", "Oracle", "DialIn:Storage:Provider = \"Oracle\": must be one of Sqlite")]
    [InlineData("Sip:Listen:0", "udp://sip.example.org:5060", "DialIn:Sip:Listen:0 = \"udp://sip.example.org:5060\": must be udp://, tcp:// or tls://, an IP address and a port, such as udp://192.0.2.1:5060")]
    public void Read_OneWrongKeyOrValue_IsTheOneFault(string key, string value, string expected) =>
        Assert.Equal([expected], Settings.Documentation(_folder, (key, value)).Faults());

    [Theory]
    [InlineData("https://carrier.example/voice.json?key=hunter2", "https://carrier.example/voice.json?…")]
    [InlineData("https://user:hunter2@carrier.example:8443/voice.json#/a", "https://…@carrier.example:8443/voice.json#/a")]
    [InlineData("ftp://hunter2@carrier.example/voice.json?hunter2", "ftp://…@carrier.example/voice.json?…")]
    [InlineData("https://joe:se?cret@carrier.example/x", "https://…")]
    [InlineData("carrier.example/list.json?k9=abc", "carrier.example/list.json?…")]
    public void Read_AddressWithAKey_IsAFaultThatDoesNotTellIt(string address, string shown) => Assert.StartsWith(
        $"DialIn:Trunks:0:AllowedSources:0 = \"{shown}\": must be a network", Assert.Single(Settings.Documentation(_folder, ("Trunks:0:AllowedSources:0", address)).Faults()), StringComparison.Ordinal);

    [Fact]
    public void Read_TextWhereAListBelongs_SaysSo()
    {
        var file = _folder.Write("a.json", Settings.Documented.Replace("[\"de\", \"en\"]", "\"de\"", StringComparison.Ordinal));
        Assert.Equal(["DialIn:PhoneNumbers:0:Languages = \"de\": must be a list [ … ]"], Settings.Load(file).Faults());
    }

    [Fact]
    public void Read_AddressWithAKeyWhereAListBelongs_SaysSoWithoutIt()
    {
        var file = _folder.Write("a.json", Settings.Documented.Replace("[\"127.0.0.0/8\"]", "\"https://joe:hunter2@carrier.example/list.json?k9=abc\"", StringComparison.Ordinal));
        Assert.Equal(["DialIn:Trunks:0:AllowedSources = \"https://…@carrier.example/list.json?…\": must be a list [ … ]"], Settings.Load(file).Faults());
    }

    [Fact]
    public void Read_SectionWhereAListBelongs_SaysSo()
    {
        var file = _folder.Write("a.json", Settings.Documented.Replace(
            "[ { \"Number\": \"+4961511234567\", \"Label\": \"Darmstadt\", \"Languages\": [\"de\", \"en\"] } ]", "{ \"Darmstadt\": \"+4961511234567\" }", StringComparison.Ordinal));
        Assert.Equal(["DialIn:PhoneNumbers: must be a list [ … ]"], Settings.Load(file).Faults());
    }

    [Fact]
    public void Read_KeysInAnyCase_AreTheSame()
    {
        var loaded = Settings.Documentation(_folder, ("PINS:length", "10"));
        Assert.Empty(loaded.Faults());
        Assert.Equal(10, loaded.Options.Pins.Length);
    }

    [Fact]
    public void Read_EmptyList_IsEmptyAndNotTheDefault()
    {
        var file = _folder.Write("a.json", Settings.Documented.Replace("[\"udp://127.0.0.1:5060\", \"tcp://127.0.0.1:5060\"]", "[]", StringComparison.Ordinal));
        Assert.Equal(["DialIn:Sip:Listen: must name at least one address, such as udp://192.0.2.1:5060"], Settings.Load(file).Faults());
    }

    [Theory]
    [InlineData("192.0.2.0/24", "network")]
    [InlineData("2001:db8::7", "network")]
    [InlineData("sip.carrier.example", "name")]
    [InlineData("https://carrier.example/voice.json", "list")]
    [InlineData("https://carrier.example/voice.json#/inbound/signaling", "list")]
    [InlineData("http://127.0.0.1:8080/voice.json", "list")]
    [InlineData("http://carrier.example/voice.json", "none")]
    [InlineData("ftp://carrier.example/voice.json", "none")]
    [InlineData("https://user:secret@carrier.example/voice.json", "none")]
    [InlineData("https://carrier.example/voice.json#inbound", "none")]
    [InlineData("https://carrier.example/voice.json?key=secret", "none")]
    [InlineData("https://carrier.example/voice.json?#/inbound", "none")]
    [InlineData("https://carrier.example/voice.json#/inbound?", "list")]
    [InlineData("carrier.example/voice.json", "none")]
    public void Source_IsANetworkANameOrAList(string text, string kind)
    {
        var loaded = Settings.Documentation(_folder, ("Trunks:0:AllowedSources:0", text));
        var read = loaded.Faults() is [] ? Assert.Single(loaded.Options.Trunks[0].AllowedSources) : default;

        Assert.Equal(kind, read switch
        {
            { Network: not null, Host: null, List: null } => "network",
            { Network: null, Host: not null, List: null } => "name",
            { Network: null, Host: null, List: not null } => "list",
            _ => "none",
        });
    }
}
