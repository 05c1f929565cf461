using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DialIn.Testing;

/// <summary>An issuer of certificates that only a test believes.</summary>
public sealed class TestAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly DateTimeOffset Past = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Future = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<IDisposable> _made = [];
    private long _serial;

    /// <summary>Makes an issuer with a root of its own.</summary>
    public TestAuthority(string name = "Test root")
    {
        var key = Keep(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Root = Keep(request.CreateSelfSigned(Past, Future));
    }

    /// <summary>The root.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>The root as the only one to believe.</summary>
    public X509Certificate2Collection Roots => [Root];

    /// <summary>A certificate with its key.</summary>
    /// <param name="names">Its subjectAltName: an IP address, a <c>sip:</c> URI, or a domain. None: the common name alone.</param>
    /// <param name="commonName">The subject's common name.</param>
    /// <param name="notAfter">Its end; far away if not said.</param>
    /// <param name="purpose">The OID of its purpose; null names none.</param>
    public X509Certificate2 Issue(
        IReadOnlyList<string> names, string commonName = "test", DateTimeOffset? notAfter = null, string? purpose = ServerAuthentication)
    {
        ArgumentNullException.ThrowIfNull(names);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        if (names.Count > 0)
        {
            request.CertificateExtensions.Add(AlternativeNames(names));
        }

        var serial = BitConverter.GetBytes(Interlocked.Increment(ref _serial));
        using var bare = request.Create(Root, Past, notAfter ?? Future, serial);
        return Keep(bare.CopyWithPrivateKey(key));
    }

    /// <summary>Writes a certificate and its key as PEM files.</summary>
    /// <returns>The two files.</returns>
    public static (string CertificateFile, string KeyFile) Write(string folder, X509Certificate2 certificate, string name = "tls")
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var (certificateFile, keyFile) = (Path.Combine(folder, name + ".pem"), Path.Combine(folder, name + ".key"));
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        return (certificateFile, keyFile);
    }

    /// <summary>Writes the root as a PEM file.</summary>
    /// <returns>The file.</returns>
    public string WriteRoots(string folder, string name = "roots")
    {
        var file = Path.Combine(folder, name + ".pem");
        File.WriteAllText(file, Root.ExportCertificatePem());
        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => _made.ForEach(made => made.Dispose());

    private static X509Extension AlternativeNames(IReadOnlyList<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else if (name.Contains(':', StringComparison.Ordinal))
            {
                builder.AddUri(new Uri(name));
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }

    private T Keep<T>(T made)
        where T : IDisposable
    {
        _made.Add(made);
        return made;
    }
}
