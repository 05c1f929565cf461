using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.Transports;

/// <summary>
/// A certificate with its key in two PEM files, read anew when they change: who renews it need not tell us. Connections that
/// are up keep the certificate they began with. Thread-safe.
/// </summary>
public sealed class CertificateSource
{
    // Small files, and few handshakes a second: asking the disk each second costs nothing and needs nobody to watch.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private SslStreamCertificateContext _current;
    private byte[] _fingerprint;
    private byte[] _refused = [];
    private long _lookedAt;

    private CertificateSource(string certificateFile, string keyFile, Loaded loaded, TimeProvider time, ILogger logger)
    {
        _certificateFile = certificateFile;
        _keyFile = keyFile;
        (_current, _fingerprint) = (loaded.Context, loaded.Fingerprint);
        _time = time;
        _logger = logger;
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>Reads the files for the first time.</summary>
    /// <param name="certificateFile">PEM: our certificate first, then those of its issuers except the root.</param>
    /// <param name="keyFile">PEM: its private key, not encrypted.</param>
    /// <param name="time">The clock that says when to look again.</param>
    /// <param name="logger">Hears of each change.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="CryptographicException">They are no certificate and its key.</exception>
    public static CertificateSource Load(string certificateFile, string keyFile, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new CertificateSource(certificateFile, keyFile, Read(certificateFile, keyFile, known: [])!, time, logger);
    }

    /// <summary>The certificate as it is now, with its chain.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                if (_time.GetElapsedTime(_lookedAt) >= LookEvery)
                {
                    _lookedAt = _time.GetTimestamp();
                    Refresh();
                }

                return _current;
            }
        }
    }

    private void Refresh()
    {
        try
        {
            if (Read(_certificateFile, _keyFile, _fingerprint) is { } loaded)
            {
                (_current, _fingerprint) = (loaded.Context, loaded.Fingerprint);
                _refused = [];
                var leaf = _current.TargetCertificate;
                SipLog.CertificateChanged(_logger, _certificateFile, CertificateNames.Of(leaf).ToString(), leaf.NotAfter.ToUniversalTime());
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // One of the two files may be written already and the other not yet; the one in use is good until both are there.
            var reason = System.Text.Encoding.UTF8.GetBytes(fault.Message);
            if (!reason.AsSpan().SequenceEqual(_refused))
            {
                _refused = reason;
                SipLog.CertificateNotRead(_logger, _certificateFile, _keyFile, fault.Message);
            }
        }
    }

    /// <summary>What the files hold; null if it is what is known already.</summary>
    private static Loaded? Read(string certificateFile, string keyFile, byte[] known)
    {
        var certificates = File.ReadAllText(certificateFile);
        var key = File.ReadAllText(keyFile);
        var fingerprint = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(certificates + '\0' + key));
        if (fingerprint.AsSpan().SequenceEqual(known))
        {
            return null;
        }

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
        return new Loaded(SslStreamCertificateContext.Create(leaf, chain, offline: true), fingerprint);
    }

    private sealed record Loaded(SslStreamCertificateContext Context, byte[] Fingerprint);
}
