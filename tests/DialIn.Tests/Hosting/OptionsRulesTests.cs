namespace DialIn.Tests.Hosting;

/// <summary>Every rule, each broken alone in a configuration that is right otherwise.</summary>
public sealed class OptionsRulesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PhoneNumbers:0:Number", "06151 1234567", "must be a number in E.164")]
    [InlineData("PhoneNumbers:0:Number", "+06151123456", "must be a number in E.164")]
    [InlineData("PhoneNumbers:0:Number", "+4961511234567890", "must be a number in E.164")]
    [InlineData("PhoneNumbers:0:Number", "+49615", "must be a number in E.164")]
    [InlineData("PhoneNumbers:0:Number", "", "must be a number in E.164")]
    [InlineData("PhoneNumbers:0:Languages:1", "xx", "has no prompts; must be one of de, en")]
    [InlineData("PhoneNumbers:0:Languages:1", "de", "is listed twice")]
    [InlineData("Prompts:Folder", "no-such-folder", "is no folder")]
    [InlineData("Sip:Listen:1", "udp://127.0.0.1:5060", "is listed twice")]
    [InlineData("Sip:Listen:2", "tls://127.0.0.1:5060", "takes the port of another entry: TLS runs over TCP")]
    [InlineData("Sip:Listen:0", "udp://0.0.0.0:5060", "set Sip:PublicAddress")]
    [InlineData("Sip:Listen:0", "udp://[::]:5060", "set Sip:PublicAddress")]
    [InlineData("Sip:Listen:0", "udp://127.0.0.1:20001", "lies in Media:PortRange 20000-29999")]
    [InlineData("Media:Address", "0.0.0.0", "set Media:PublicAddress")]
    [InlineData("Media:PublicAddress", "2001:db8::1", "must be an IPv4 address")]
    [InlineData("Media:PublicAddress", "192.0.2.1, 2001:db8::1", "must be an IPv4 address")]
    [InlineData("Media:Address", "127.0.0.1, ::", "set Media:PublicAddress")]
    [InlineData("Media:PortRange", "20001-29999", "must begin at an even port from 1024")]
    [InlineData("Media:PortRange", "1000-2000", "must begin at an even port from 1024")]
    [InlineData("Media:PortRange", "20000-20002", "hold at least 4 ports")]
    [InlineData("Http:Listen", "https://127.0.0.1:8080", "must be http://")]
    [InlineData("Http:Listen", "http://example.org:8080", "must be http://")]
    [InlineData("Http:Listen", "http://127.0.0.1:8080/api", "must be http://")]
    [InlineData("Http:Listen", "8080", "must be http://")]
    [InlineData("Trunks:0:Name", "", "must be a name of 1 to 64 letters")]
    [InlineData("Trunks:0:Name", "my trunk", "must be a name of 1 to 64 letters")]
    [InlineData("Trunks:0:Name", "SIPGATE", "", "DialIn:Trunks:1:Name = \"sipgate\": is used by Trunks:0 already")]
    [InlineData("Trunks:1:Registrar", "sipconnect.sipgate.de", "must be the registrar's SIP URI")]
    [InlineData("Trunks:1:Registrar", "sip:me@sipconnect.sipgate.de", "must be the registrar's SIP URI")]
    [InlineData("Trunks:1:Username", "", "must be the user part")]
    [InlineData("Trunks:1:Username", "me@sipgate.de", "must be the user part")]
    [InlineData("Trunks:1:OutboundProxy", "proxy", "must be a SIP URI")]
    [InlineData("Trunks:1:Realm", "", "must be the realm that the carrier names")]
    [InlineData("Trunks:1:Realm", "a\"b", "must be the realm that the carrier names")]
    [InlineData("Trunks:1:KeepAlive", "Stun", "must be one of Crlf, Options, Off")]
    [InlineData("Trunks:1:SecurityAgreement", "Mediasec", "needs TLS; write Registrar with ;transport=tls or as sips:")]
    [InlineData("Trunks:1:Expires", "10 s", "must be 1 min to 1 d", "DialIn:Trunks:1:Expires = \"10 s\"")]
    [InlineData("Trunks:1:PasswordFile", "none", "does not exist as ")]
    [InlineData("Servers:0:Name", "bbb/1", "must be a name of 1 to 64 letters")]
    [InlineData("Servers:0:ApiUrl", "https://bbb1.example.org/bigbluebutton/", "must be the base of the BBB API, such as https://bbb1.example.org/bigbluebutton/api/")]
    [InlineData("Servers:0:ApiUrl", "bbb1.example.org", "must be the base of the BBB API")]
    [InlineData("Servers:0:ApiUrl", "ftp://bbb1.example.org/bigbluebutton/api/", "must be the base of the BBB API")]
    [InlineData("Servers:0:ApiUrl", "https://u:p@bbb1.example.org/bigbluebutton/api/", "must be the base of the BBB API", "DialIn:Servers:0:ApiUrl = \"https://u:****@bbb1.example.org/bigbluebutton/api/\"")]
    [InlineData("Servers:0:ApiUrl", "https://bbb1.example.org/bigbluebutton/api/?x=y", "must be the base of the BBB API")]
    [InlineData("Servers:0:SipUri", "", "must be a SIP URI with {voiceBridge} once before the @")]
    [InlineData("Servers:0:SipUri", "sip:12345@bbb1", "must be a SIP URI with {voiceBridge} once before the @")]
    [InlineData("Servers:0:SipUri", "sip:{voicebridge}@bbb1", "must be a SIP URI with {voiceBridge} once before the @")]
    [InlineData("Servers:0:SipUri", "sip:{voiceBridge}@{server}", "must be a SIP URI with {voiceBridge} once before the @")]
    [InlineData("Servers:0:SipUri", "sip:x@{voiceBridge}", "must be a SIP URI with {voiceBridge} once before the @")]
    [InlineData("Servers:0:SipUri", "sip:{voiceBridge}{voiceBridge}@bbb1", "must be a SIP URI with {voiceBridge} once before the @")]
    [InlineData("Servers:0:LiveKitSipUri", "bbb1:5062", "must be a SIP URI with {voiceBridge} once before the @")]
    [InlineData("Trunks:0:MediaSources:0", "media.carrier.example", "must be a network or an address, such as 192.0.2.0/24: names are not looked up")]
    [InlineData("Trunks:0:MediaSources:0", "192.0.2.0/240", "must be a network or an address, such as 192.0.2.0/24: names are not looked up")]
    [InlineData("Sip:RegistrationLease", "9 s", "must be 10 s to 10 min")]
    [InlineData("Trunks:0:Codecs:0", "G729", "must be one of G722, PCMA, PCMU", "DialIn:Trunks:0:Codecs:0 = \"G729\"")]
    [InlineData("Trunks:0:Codecs", "", "names no codec, so that no call could be made; name at least one of G722, PCMA, PCMU")]
    [InlineData("Servers:0:Codecs:0", "opus", "must be one of G722, PCMA, PCMU", "DialIn:Servers:0:Codecs:0 = \"opus\"")]
    [InlineData("Servers:0:Codecs", "", "names no codec, so that no call could be made")]
    [InlineData("Servers:0:Codecs", "PCMA", "must be a list [ … ]")]
    [InlineData("Trunks:0:Srtp", "Maybe", "must be one of Off, Allowed, Required")]
    [InlineData("Trunks:0:SrtpWithoutTls", "1", "must be true or false")]
    [InlineData("Trunks:0:Srtp", "Required", "needs signalling over TLS, which nothing in Sip:Listen speaks: every call would be refused")]
    [InlineData("Servers:0:Srtp", "Required", "needs signalling over TLS; write SipUri with ;transport=tls or as sips:, or set SrtpWithoutTls")]
    [InlineData("Pins:Length", "4", "must be 5 to 12")]
    [InlineData("Pins:Length", "13", "must be 5 to 12")]
    [InlineData("Pins:Quarantine", "1 h", "must be 1 d to 3650 d", "DialIn:Pins:Quarantine = \"1 h\"")]
    [InlineData("Storage:ConnectionString", "", "must name a SQLite file")]
    [InlineData("Storage:ConnectionString", "Data Source=:memory:", "must name a SQLite file")]
    [InlineData("Storage:ConnectionString", "Data Source=x;Mode=Memory", "must name a SQLite file")]
    [InlineData("Storage:ConnectionString", "Host=db;Username=x", "must name a SQLite file")]
    [InlineData("Storage:ConnectionString", "Data Source=none/dialin.db", "lies in a folder that does not exist; mkdir ")]
    [InlineData("Storage:KeepCallRecords", "91 d", "must be 1 h to 90 d")]
    [InlineData("Sip:SessionInterval", "80 s", "must be 90 s to 1 d")]
    [InlineData("Sip:MinSessionInterval", "30 s", "must be 90 s to 1 h")]
    [InlineData("Console:SessionLifetime", "4 min", "must be 5 min to 30 d")]
    [InlineData("Console:Meetings", "All", "must be one of Id, Name, Hash")]
    [InlineData("Calls:WaitForMeeting", "25 h", "must be 0 s to 1 d")]
    [InlineData("Calls:ReconnectFor", "61 min", "must be 0 s to 1 h")]
    [InlineData("Calls:MaxDuration", "0 s", "must be 1 min to 1 d")]
    [InlineData("Calls:DrainTimeout", "2 d", "must be 0 s to 1 d")]
    [InlineData("Calls:MediaTimeout", "9 s", "must be 10 s to 1 d, or 0 s for never")]
    [InlineData("Calls:MediaTimeoutOnHold", "25 h", "must be 10 s to 1 d, or 0 s for never")]
    [InlineData("CallerNames:Digits", "5", "must be 0 to 4")]
    [InlineData("CallerNames:Style", "Full", "must be one of LastDigits, Numbered")]
    [InlineData("CallerNames:Keep", "1 h", "must be 1 d to 3650 d")]
    [InlineData("Calls:MaxCalls", "0", "must be 1 to 100000")]
    [InlineData("Media:Threads", "0", "must be 1 to 64; without it there is one for each core but one")]
    [InlineData("Media:Threads", "65", "must be 1 to 64")]
    [InlineData("Calls:MaxCallsPerCaller", "0", "must be 1 to 100000")]
    [InlineData("Sip:Strangers", "Greet", "must be one of Ignore, Refuse")]
    [InlineData("Sip:IgnoredUserAgents:0", "SI", "must have three letters or more")]
    [InlineData("Sip:MaxCallsPerSecond", "0", "must be 1 to 1000")]
    [InlineData("Sip:MaxMessagesPerSecond", "99", "must be 100 to 100000")]
    [InlineData("Trunks:0:MaxCalls", "0", "must be 1 to 100000")]
    [InlineData("Trunks:0:MaxPendingCalls", "0", "must be 1 to 100000")]
    [InlineData("Trunks:0:MaxCallsPerSecond", "1001", "must be 1 to 1000")]
    [InlineData("Trunks:0:FullStatus", "603", "must be 503 or 486")]
    [InlineData("Trace:Keep", "30 min", "must be 1 h to 90 d")]
    [InlineData("Trace:Folder", "", "must name a folder")]
    [InlineData("Trunks:0:ProofCalls:Every", "1 min", "must be 5 min to 7 d", null, "Trunks:0:ProofCalls:Loop", "true")]
    [InlineData("Trunks:0:ProofCalls:Every", "1 h", "needs to know where the carrier takes calls from us")]
    [InlineData("Trunks:0:ProofCalls:Number", "+4915112345634", "must be one of PhoneNumbers")]
    [InlineData("Trunks:0:Authentication:Algorithms", "Md5", "is about a password that nobody is asked for")]
    [InlineData("Trunks:0:Authentication:Username", "", "must be the user name that the carrier shows")]
    [InlineData("Trunks:0:Outgoing:Target", "carrier.example", "must be the SIP URI of the carrier's server", null, "Trunks:0:Outgoing:Username", "me")]
    [InlineData("Trunks:0:Outgoing:Username", "me@there", "must be the user part", null, "Trunks:0:Outgoing:Target", "sip:carrier.example")]
    public void Check_OneRuleBroken_IsTheOneFault(string key, string value, string expected, string? line = null, string? beside = null, string? besideValue = null)
    {
        (string Key, string? Value)[] settings = beside is null ? [(key, value)] : [(key, value), (beside, besideValue)];
        var fault = Assert.Single(Settings.Documentation(_folder, settings).Faults());

        Assert.StartsWith(line ?? $"DialIn:{key} = \"{value}\": ", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_FolderOfPromptsThatCannotBeListed_IsTheOneFault()
    {
        using var unlistable = new UnlistableFolder(_folder);

        var fault = Assert.Single(Settings.Documentation(_folder, ("Prompts:Folder", unlistable.Path), ("PhoneNumbers:0:Languages:1", "qaa")).Faults());

        Assert.StartsWith($"DialIn:Prompts:Folder = \"{unlistable.Path}\": cannot be read by this user", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_PasswordInsteadOfNetworks_IsEnough_AndTwoTrunksNeedTwoUsers()
    {
        _folder.Write("carrier", "secret", UnixFileMode.UserRead);
        (string Key, string? Value)[] first = [("Trunks:0:Authentication:Username", "carrier"), ("Trunks:0:Authentication:PasswordFile", "carrier")];
        Assert.Empty(Settings.Documentation(_folder, first).Faults());

        var fault = Assert.Single(Settings.Documentation(_folder,
            [.. first, ("Trunks:2:Name", "other"), ("Trunks:2:Authentication:Username", "carrier"), ("Trunks:2:Authentication:PasswordFile", "carrier")]).Faults());
        Assert.StartsWith("DialIn:Trunks:2:Authentication:Username = \"carrier\": is the one of Trunks:0 already", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Trunks:0:Srtp", "Required", "Trunks:0:SrtpWithoutTls", "true", "lets the keys of the audio travel where anybody on the way can read them")]
    [InlineData("Trunks:1:Srtp", "Required", "Trunks:1:Name", "sipgate", "refuses every call that does not come over TLS; write Registrar with ;transport=tls or as sips:")]
    [InlineData("Trunks:1:SecurityAgreement", "Mediasec", "Trunks:1:Registrar", "sip:sipconnect.sipgate.de;transport=tls", "promises encrypted audio; set Required")]
    [InlineData("Servers:0:Srtp", "Allowed", "Servers:0:Name", "bbb1", "never encrypts this way: keys travel over TLS alone")]
    [InlineData("Servers:0:Srtp", "Required", "Servers:0:SrtpWithoutTls", "true", "lets the keys of the audio travel where anybody on the way can read them")]
    [InlineData("Servers:0:Srtp", "Required", "Servers:0:SipUri", "sips:{voiceBridge}@127.0.0.1:5090", null)]
    [InlineData("Trunks:0:Srtp", "Required", "Trunks:0:Name", "carrier", null)]
    public void Check_EncryptionThatIsWeakerThanItLooks_IsWarnedOf(string key, string value, string other, string otherValue, string? warning)
    {
        var loaded = Settings.Documentation(_folder, (key, value), (other, otherValue), ("Sip:Listen:2", "tls://127.0.0.1:5061"));

        Assert.Empty(loaded.Faults());
        var about = loaded.Warnings().Where(static text => text.Contains("Srtp", StringComparison.Ordinal)).ToList();
        Assert.Equal(warning is null ? 0 : 1, about.Count);
        Assert.All(about, text => Assert.Contains(warning!, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Servers:0:Secret", "")]
    [InlineData("Servers:0:Secret", "very-secret ")]
    [InlineData("Http:ApiToken", "")]
    [InlineData("Http:ApiToken", "very-secret with blanks")]
    [InlineData("Http:ApiToken", "very-secret")]
    public void Check_SecretThatIsWrong_IsNeverPrinted(string key, string value)
    {
        var loaded = Settings.Documentation(_folder, (key, value));

        Assert.Contains(loaded.Faults.All, fault => fault.Key == $"DialIn:{key}" && fault.Value is null);
        Assert.DoesNotContain(loaded.Faults.All, static fault => fault.ToString().Contains("very-secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Trunks:1:Registrar", "sip:me:hunter2@sipgate.de", "sip:me:****@sipgate.de")]
    [InlineData("Trunks:0:Outgoing:Target", "sip:me:hunter2@carrier.example;transport=tls", "sip:me:****@carrier.example;transport=tls")]
    [InlineData("Servers:0:ApiUrl", "https://me:hunter2@bbb1.example.org/bigbluebutton/api/", "https://me:****@bbb1.example.org/bigbluebutton/api/")]
    public void Check_PasswordInAUri_IsNotPrinted(string key, string value, string shown)
    {
        var faults = Settings.Documentation(_folder, (key, value)).Faults();
        Assert.Contains(faults, fault => fault.Contains($"{key} = \"{shown}\"", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, static fault => fault.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_ManyFaults_AreAllNamedAtOnce()
    {
        var faults = Settings.Documentation(
            _folder,
            ("PhoneNumbers:0:Number", "110"),
            ("Sip:Listen:0", "here"),
            ("Media:PortRange", "1-2"),
            ("Trunks:1:Registrar", "x"),
            ("Servers:0:SipUri", "x"),
            ("Pins:Length", "3"),
            ("Calls:MaxCalls", "many"),
            ("Colour", "red")).Faults();

        Assert.Equal(8, faults.Count);
    }

    [Theory]
    [InlineData("PhoneNumbers:1:Number", "+4961511234567", "is listed as PhoneNumbers:0 already")]
    [InlineData("PhoneNumbers:1:Number", "+4961511234568", null)]
    public void Check_TwoNumbers_DifferFromEachOther(string key, string value, string? expected) =>
        AssertFaults(expected, (key, value));

    [Fact]
    public void Check_CodecTwice_IsAFault_AndFewerInAnyOrderAreNone()
    {
        AssertFaults("is listed twice; name each codec once", ("Trunks:0:Codecs:0", "PCMA"), ("Trunks:0:Codecs:1", "pcma"));
        AssertFaults(null, ("Trunks:0:Codecs:0", "PCMU"), ("Trunks:0:Codecs:1", "g722"), ("Servers:0:Codecs:0", "PCMA"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8090/bigbluebutton/api", "is the one of Servers:0 already")]
    [InlineData("http://127.0.0.1:8091/bigbluebutton/api/", null)]
    public void Check_TwoServers_DifferInTheirApi(string apiUrl, string? expected) => AssertFaults(
        expected,
        ("Servers:1:Name", "bbb2"),
        ("Servers:1:ApiUrl", apiUrl),
        ("Servers:1:Secret", "x"),
        ("Servers:1:SipUri", "sip:{voiceBridge}@127.0.0.1:5091"));

    [Theory]
    [InlineData("Sip:Listen:0", "udp://0.0.0.0:5060", "Sip:PublicAddress", "192.0.2.1")]
    [InlineData("Media:Address", "0.0.0.0", "Media:PublicAddress", "192.0.2.1")]
    [InlineData("Media:Address", "0.0.0.0, ::", "Media:PublicAddress", "192.0.2.1, 2001:db8::1")]
    [InlineData("Media:Address", "127.0.0.1, ::1", "Media:PublicAddress", "192.0.2.1")]
    [InlineData("Sip:Listen:0", "udp://127.0.0.1:0", "Sip:Listen:1", "udp://127.0.0.1:0")]
    [InlineData("Servers:0:LiveKitSipUri", "sip:{voiceBridge}@127.0.0.1:5062", "Servers:0:Checksum", "sha512")]
    [InlineData("Http:Listen", "http://[::1]:0", "Http:ApiToken", "0123456789abcdef")]
    public void Check_UnusualButRight_HasNoFault(string key, string value, string otherKey, string otherValue) =>
        AssertFaults(null, (key, value), (otherKey, otherValue));

    [Theory]
    [InlineData("Pins:Length", "6", "can be guessed by telephone within days")]
    [InlineData("Media:PortRange", "20000-20399", "is enough for 100 calls, not for Calls:MaxCalls 1000")]
    [InlineData("Sip:Listen:1", "udp://[::1]:5060", "calls with audio over IPv6 are refused")]
    [InlineData("Media:Address", "::1", "calls with audio over IPv4 are refused")]
    [InlineData("Trunks:0:AllowedSources:0", "0.0.0.0/0", "admits the whole internet")]
    [InlineData("Trunks:0:Username", "me", "has no effect on a Static trunk")]
    public void Check_RiskyButPossible_IsAWarning(string key, string value, string expected)
    {
        var loaded = Settings.Documentation(_folder, (key, value));
        Assert.Empty(loaded.Faults());
        Assert.Contains(loaded.Warnings(), warning => warning.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_LanguageThatTheOperatorRecorded_IsKnown()
    {
        Directory.CreateDirectory(_folder.File("prompts/qaa"));
        AssertFaults("has no prompts", ("Prompts:Folder", "prompts"), ("PhoneNumbers:0:Languages:0", "qaa"));
        File.WriteAllBytes(_folder.File("prompts/qaa/welcome.wav"), []);
        AssertFaults(null, ("Prompts:Folder", "prompts"), ("PhoneNumbers:0:Languages:0", "qaa"));
    }

    [Theory]
    [InlineData("secret\n", UnixFileMode.UserRead | UnixFileMode.UserWrite, null)]
    [InlineData("secret", UnixFileMode.UserRead, null)]
    [InlineData("secret", UnixFileMode.UserRead | UnixFileMode.GroupRead, "can be read by others; chmod 600 ")]
    [InlineData("secret", UnixFileMode.UserRead | UnixFileMode.OtherRead, "can be read by others; chmod 600 ")]
    [InlineData("", UnixFileMode.UserRead | UnixFileMode.UserWrite, "is empty")]
    [InlineData("\nsecret", UnixFileMode.UserRead | UnixFileMode.UserWrite, "is empty")]
    public void Check_PasswordFile_BelongsToItsOwnerAlone(string content, UnixFileMode mode, string? expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        _folder.Write("sipgate.password", content, mode);
        AssertFaults(expected, ("Trunks:1:PasswordFile", "sipgate.password"));
        Assert.DoesNotContain(
            Settings.Documentation(_folder, ("Trunks:1:PasswordFile", "sipgate.password")).Warnings(),
            static warning => warning.Contains("no password", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Trunks:1:Registrar", "sip:carrier.example;transport=tls", null)]
    [InlineData("Trunks:1:Registrar", "sips:carrier.example", null)]
    [InlineData("Trunks:1:OutboundProxy", "sips:proxy.example", null)]
    [InlineData("Trunks:1:OutboundProxy", "sip:proxy.example;transport=tcp", "needs TLS; write OutboundProxy with ;transport=tls")]
    public void Check_SecurityAgreement_IsForTlsAlone(string key, string value, string? expected) =>
        AssertFaults(expected, ("Sip:Listen:2", "tls://127.0.0.1:5061"), ("Trunks:1:SecurityAgreement", "Mediasec"), (key, value));

    [Fact]
    public void Check_SeveralAccounts_AreRight()
    {
        _folder.Write("a.password", "secret", UnixFileMode.UserRead);
        var loaded = Settings.Documentation(_folder, [.. TwoAccounts("1001", "1002"), ("Trunks:1:Accounts:0:PasswordFile", "a.password")]);

        Assert.Empty(loaded.Faults());
        Assert.Contains(
            "DialIn:Trunks:1:Accounts:1:PasswordFile: is missing; without a password from dialin trunk set-password, trunk sipgate/south is not registered", loaded.Warnings());
        Assert.DoesNotContain(loaded.Warnings(), static warning => warning.Contains("north", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Trunks:1:Username", "123456", "is set beside Accounts; move it into an entry of Accounts")]
    [InlineData("Trunks:1:AuthUsername", "123456", "is set beside Accounts; move it into an entry of Accounts")]
    [InlineData("Trunks:1:PasswordFile", "a.password", "is set beside Accounts; move it into an entry of Accounts")]
    [InlineData("Trunks:1:Accounts:1:Name", "north", "is used by Trunks:1:Accounts:0 already")]
    [InlineData("Trunks:1:Accounts:1:Username", "1001", "is the one of Trunks:1:Accounts:0 already")]
    [InlineData("Trunks:1:Accounts:1:Username", "me@sipgate.de", "must be the user part")]
    [InlineData("Trunks:1:Accounts:1:PasswordFile", "none", "does not exist as ")]
    public void Check_SeveralAccountsAndOneRuleBroken_IsTheOneFault(string key, string value, string expected)
    {
        var fault = Assert.Single(Settings.Documentation(
            _folder, [.. TwoAccounts("1001", "1002").Where(option => option.Key != key), (key, value)]).Faults());

        Assert.StartsWith($"DialIn:{key} = \"{value}\": {expected}", fault, StringComparison.Ordinal);
    }

    // The documented trunk with two accounts in place of its flat keys.
    private static (string Key, string? Value)[] TwoAccounts(string first, string second) =>
    [
        ("Trunks:1:Username", null),
        ("Trunks:1:Accounts:0:Name", "north"), ("Trunks:1:Accounts:0:Username", first),
        ("Trunks:1:Accounts:1:Name", "south"), ("Trunks:1:Accounts:1:Username", second),
    ];

    private void AssertFaults(string? expected, params (string Key, string? Value)[] changes)
    {
        var faults = Settings.Documentation(_folder, changes).Faults();
        if (expected is null)
        {
            Assert.Empty(faults);
        }
        else
        {
            Assert.Contains(expected, Assert.Single(faults), StringComparison.Ordinal);
        }
    }
}
