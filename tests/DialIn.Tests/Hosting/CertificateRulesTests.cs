using DialIn.Testing;

namespace DialIn.Tests.Hosting;

/// <summary>The rules of TLS, each broken alone.</summary>
public sealed class CertificateRulesTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public CertificateRulesTests()
    {
        TestAuthority.Write(_folder.Path, _authority.Issue(["sip.example.org"]));
        _authority.WriteRoots(_folder.Path);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Everything_Right_HasNoFaultAndNoWarningOfTls()
    {
        var loaded = Settings.Documentation(_folder, Right());

        Assert.Empty(loaded.Faults());
        Assert.DoesNotContain(loaded.Warnings(), static warning => warning.Contains("Certificate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sip:CertificateFile", "none.pem", "DialIn:Sip:CertificateFile = \"none.pem\": does not exist as ")]
    [InlineData("Sip:CertificateFile", null, "DialIn:Sip:CertificateFile: is missing; a certificate and its private key belong together")]
    [InlineData("Sip:CertificateKeyFile", null, "DialIn:Sip:CertificateKeyFile: is missing; a certificate and its private key belong together")]
    [InlineData("Sip:CertificateKeyFile", "other.key", "DialIn:Sip:CertificateFile = \"tls.pem\": is not a PEM certificate with its private key in ")]
    [InlineData("Sip:CertificateKeyFile", "open.key", "DialIn:Sip:CertificateKeyFile = \"open.key\": can be read by others; chmod 600 ")]
    [InlineData("Sip:CertificateKeyFile", "roots.key", "DialIn:Sip:CertificateFile = \"tls.pem\": is not a PEM certificate with its private key in ")]
    [InlineData("Trunks:0:CertificateNames:0", "192.0.2.0/24", "DialIn:Trunks:0:CertificateNames:0 = \"192.0.2.0/24\": must be a domain")]
    [InlineData("Trunks:0:CertificateNames:0", "*", "DialIn:Trunks:0:CertificateNames:0 = \"*\": must be a domain")]
    [InlineData("Trunks:0:RootsFile", "none.pem", "DialIn:Trunks:0:RootsFile = \"none.pem\": must be a file of PEM certificates: ")]
    [InlineData("Trunks:0:RootsFile", "tls.key", "DialIn:Trunks:0:RootsFile = \"tls.key\": holds no certificate in PEM form")]
    [InlineData("Trunks:1:CertificateFile", "tls.pem", "DialIn:Trunks:1:CertificateKeyFile: is missing; a certificate and its private key belong together")]
    [InlineData("Sip:Listen:2", null, "DialIn:Trunks:1:Registrar = \"sips:sip.example.org\": needs TLS; add tls:// to Sip:Listen")]
    public void OneThingWrong_IsTheOneFault(string key, string? value, string expected)
    {
        TestAuthority.Write(_folder.Path, _authority.Issue(["other.example.org"]), "other");
        _folder.Write("open.key", File.ReadAllText(_folder.File("tls.key")), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        _folder.Write("roots.key", "no key", UnixFileMode.UserRead);

        var fault = Assert.Single(Settings.Documentation(_folder, [.. Right().Where(option => option.Key != key), .. value is null ? [] : ((string, string?)[])[(key, value)]]).Faults());

        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void NobodyCanConnect_IsAWarning()
    {
        var warnings = Settings.Documentation(
            _folder, [.. Right().Where(static option => !option.Key.StartsWith("Sip:Cert", StringComparison.Ordinal) && option.Key != "Trunks:1:Registrar")]).Warnings();

        Assert.Contains("DialIn:Sip:CertificateFile: is missing; tls:// opens connections and takes none, and nothing here is reached by TLS", warnings);
        Assert.Contains(warnings, static warning => warning.StartsWith("DialIn:Trunks:0:CertificateNames = \"sbc.example.org\": has no effect while nobody can connect by TLS", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sip:{voiceBridge}@bbb1.example.org:5081;transport=tls", true)]
    [InlineData("sips:{voiceBridge}@bbb1.example.org", true)]
    [InlineData("sip:{voiceBridge}@bbb1.example.org:5060", false)]
    public void ServerByTls_NeedsOne_ForFreeSwitchConnectsToHangUp(string sipUri, bool isNeeded) =>
        Assert.Equal(
            isNeeded,
            Settings.Documentation(_folder, ("Sip:Listen:2", "tls://127.0.0.1:5061"), ("Servers:0:SipUri", sipUri)).Warnings()
                .Any(static warning => warning.StartsWith("DialIn:Sip:CertificateFile: is missing; bbb1 is called by TLS", StringComparison.Ordinal)));

    [Fact]
    public void RegistrarByTls_NeedsNoCertificateOfOurs() =>
        Assert.DoesNotContain(
            Settings.Documentation(_folder, ("Sip:Listen:2", "tls://127.0.0.1:5061"), ("Trunks:1:Registrar", "sips:sip.example.org")).Warnings(),
            static warning => warning.Contains("CertificateFile", StringComparison.Ordinal));

    [Fact]
    public void Certificate_ThatEndsSoon_IsAWarning()
    {
        TestAuthority.Write(_folder.Path, _authority.Issue(["sip.example.org"], notAfter: TimeProvider.System.GetUtcNow().AddDays(3)));

        Assert.Contains(
            Settings.Documentation(_folder, Right()).Warnings(),
            static warning => warning.StartsWith("DialIn:Sip:CertificateFile = \"tls.pem\": is valid until ", StringComparison.Ordinal)
                && warning.EndsWith("renew it, no restart is needed", StringComparison.Ordinal));
    }

    [Fact]
    public void StaticTrunk_KnownByItsCertificateAlone_NeedsNoNetwork()
    {
        var file = _folder.Write("dialin.json", Settings.Documented.Replace("[\"127.0.0.0/8\"]", "[]", StringComparison.Ordinal), UnixFileMode.UserRead);

        Assert.Contains(Settings.Load(file).Faults(), static fault => fault.StartsWith("DialIn:Trunks:0:AllowedSources: is missing", StringComparison.Ordinal));
        Assert.Empty(Settings.Load(file, Right()).Faults());
    }

    private static (string Key, string? Value)[] Right() =>
    [
        ("Sip:Listen:2", "tls://127.0.0.1:5061"),
        ("Sip:CertificateFile", "tls.pem"),
        ("Sip:CertificateKeyFile", "tls.key"),
        ("Trunks:0:CertificateNames:0", "sbc.example.org"),
        ("Trunks:0:RootsFile", "roots.pem"),
        ("Trunks:1:Registrar", "sips:sip.example.org"),
    ];
}
