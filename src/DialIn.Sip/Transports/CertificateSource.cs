using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.Transports;

/// <summary>
/// A certificate with its key in two PEM files, read anew when they change. Connections that are up keep the certificate they
/// began with. Thread-safe.
/// </summary>
public sealed class CertificateSource
{
    // While one of the two files is written already and the other not yet, the key does not belong, and the pair in use stays.
    private readonly WatchedFiles<SslStreamCertificateContext> _files;

    private CertificateSource(WatchedFiles<SslStreamCertificateContext> files) => _files = files;

    /// <summary>Reads the files for the first time.</summary>
    /// <param name="certificateFile">PEM: our certificate first, then those of its issuers except the root.</param>
    /// <param name="keyFile">PEM: its private key, not encrypted.</param>
    /// <param name="time">The clock that says when to look again.</param>
    /// <param name="logger">Hears of each change.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="CryptographicException">They are no certificate and its key.</exception>
    public static CertificateSource Load(string certificateFile, string keyFile, TimeProvider time, ILogger logger) => new(new WatchedFiles<SslStreamCertificateContext>(
        [certificateFile, keyFile],
        static texts => Parse(texts[0], texts[1]),
        time,
        context => SipLog.CertificateChanged(
            logger, certificateFile, CertificateNames.Of(context.TargetCertificate).ToString(), context.TargetCertificate.NotAfter.ToUniversalTime()),
        fault => SipLog.CertificateNotRead(logger, certificateFile, keyFile, fault)));

    /// <summary>The certificate as it is now, with its chain.</summary>
    public SslStreamCertificateContext Current => _files.Current;

    private static SslStreamCertificateContext Parse(string certificates, string key)
    {
        X509Certificate2 leaf;
        try
        {
            leaf = X509Certificate2.CreateFromPem(certificates, key);
        }
        catch (ArgumentException fault)
        {
            throw new CryptographicException("The key does not belong to the certificate.", fault);
        }

        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificates);
        // Offline: nothing is fetched from the addresses in it.
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }
}
