using System.Net;
using DialIn.Sip.Transports;
using DialIn.Testing;
using DialIn.Trunks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Trunks;

public sealed class TrunkCertificatesTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly TrunkSources _sources = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Trust_IsFoundByTheNameThatTheOperatorWrote_ElseByTheAddress()
    {
        _authority.WriteRoots(_folder.Path);
        _sources.Set(SourceKind.Trunk, "b", [IPAddress.Parse("192.0.2.2")]);
        var options = Make(
            null,
            new TrunkOptions { Name = "a", Registrar = "sips:a.example.org", OutboundProxy = "sip:proxy.example.org;transport=tls", RootsFile = "roots.pem" },
            new TrunkOptions { Name = "b", CertificateNames = ["*.B.example.org"], Revocation = RevocationCheck.None }).Options;

        Assert.Equal("a", options.TrustOf(Remote("192.0.2.9", "A.example.org")).Name);
        Assert.Equal(_authority.Roots, options.TrustOf(Remote("192.0.2.9", "proxy.example.org")).RootsSource!.Current);
        Assert.Equal("b", options.TrustOf(Remote("192.0.2.2", "192.0.2.2")).Name);
        Assert.Equal(RevocationCheck.None, options.TrustOf(Remote("192.0.2.2", null)).Revocation);
        var nobody = options.TrustOf(Remote("192.0.2.9", "elsewhere.example.org"));
        Assert.Equal("", nobody.Name);
        Assert.Null(nobody.Roots);
        Assert.Null(nobody.RootsSource);
        Assert.Equal(["*.b.example.org"], Assert.Single(options.Clients).Names);
    }

    [Fact]
    public void Roots_AreReadAnewWhenTheyChange_AndAHalfWrittenFileIsNoChange()
    {
        var file = _authority.WriteRoots(_folder.Path);
        var trust = Make(null, new TrunkOptions { Name = "a", Registrar = "sips:a.example.org", RootsFile = "roots.pem" }).Options.TrustOf(Remote("192.0.2.9", "a.example.org"));
        using var other = new TestAuthority("Other root");

        File.WriteAllText(file, "-----BEGIN CERTIFICATE-----\nhalf");
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(_authority.Roots, trust.RootsSource!.Current);

        File.WriteAllText(file, other.Root.ExportCertificatePem());
        Assert.Equal(_authority.Roots, trust.RootsSource.Current);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(other.Roots, trust.RootsSource.Current);
    }

    [Theory]
    [InlineData("sip:reg.example.org.;transport=tls")]
    [InlineData("sips:reg.example.org.")]
    public void Registrar_WithADotAtItsEnd_IsTheNameWithoutIt(string registrar)
    {
        var trunk = new TrunkOptions { Name = "a", Mode = TrunkMode.Register, Registrar = registrar, Username = "me" };
        var options = TrunkRegistrations.OptionsOf(trunk, TrunkAccount.Of(trunk)[0], null!);

        Assert.Equal("reg.example.org", options.Registrar.Host);
        Assert.Equal("reg.example.org", options.AddressOfRecord.Host);
        Assert.Equal("a", Make(null, trunk).Options.TrustOf(Remote("192.0.2.9", "reg.example.org.")).Name);
    }

    [Fact]
    public void Certificate_OfTheTrunk_GoesBeforeOurs()
    {
        var own = Load(Write("own"));
        Write("a");
        var options = Make(
            own,
            new TrunkOptions { Name = "a", Registrar = "sips:a.example.org", CertificateFile = "a.pem", CertificateKeyFile = "a.key" },
            new TrunkOptions { Name = "b", Registrar = "sips:b.example.org" }).Options;

        Assert.Same(own, options.Certificate);
        Assert.NotSame(own, options.TrustOf(Remote("192.0.2.9", "a.example.org")).Certificate);
        Assert.Same(own, options.TrustOf(Remote("192.0.2.9", "b.example.org")).Certificate);
        Assert.Same(own, options.TrustOf(Remote("192.0.2.9", "bbb.example.org")).Certificate);
    }

    private static SipEndPoint Remote(string address, string? name) => new(SipProtocol.Tls, new IPEndPoint(IPAddress.Parse(address), 5061), name);

    private static CertificateSource Load((string File, string Key) files) =>
        CertificateSource.Load(files.File, files.Key, TimeProvider.System, NullLogger.Instance);

    private (string File, string Key) Write(string name) => TestAuthority.Write(_folder.Path, _authority.Issue([$"{name}.example.org"]), name);

    private TrunkCertificates Make(CertificateSource? own, params TrunkOptions[] trunks) =>
        new(trunks, own, (file, key) => Load((_folder.File(file), _folder.File(key))), file => RootsSource.Load(file, _time, NullLogger.Instance), _folder.Path, _sources);
}
