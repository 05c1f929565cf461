using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.Transports;

/// <summary>
/// The roots in a PEM file, read anew when it changes. Connections that are up were verified when they began. Thread-safe.
/// </summary>
public sealed class RootsSource
{
    private readonly WatchedFiles<X509Certificate2Collection> _file;

    private RootsSource(WatchedFiles<X509Certificate2Collection> file) => _file = file;

    /// <summary>Reads the file for the first time.</summary>
    /// <param name="file">PEM: one certificate or several.</param>
    /// <param name="time">The clock that says when to look again.</param>
    /// <param name="logger">Hears of each change.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    public static RootsSource Load(string file, TimeProvider time, ILogger logger) => new(new WatchedFiles<X509Certificate2Collection>(
        [file],
        static texts => Parse(texts[0]),
        time,
        roots => SipLog.RootsChanged(logger, file, roots.Count),
        fault => SipLog.RootsNotRead(logger, file, fault)));

    /// <summary>The roots as they are now.</summary>
    public X509Certificate2Collection Current => _file.Current;

    private static X509Certificate2Collection Parse(string text)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(text);
        return roots.Count > 0 ? roots : throw new CryptographicException("It holds no certificate.");
    }
}
