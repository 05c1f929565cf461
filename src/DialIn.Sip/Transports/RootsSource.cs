using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.Transports;

/// <summary>
/// The roots in a PEM file, read anew when it changes, as <see cref="CertificateSource"/> does with a certificate. Connections that are up
/// were verified when they began. Thread-safe.
/// </summary>
public sealed class RootsSource
{
    // As often as a certificate is looked after.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private X509Certificate2Collection _current;
    private string _text;
    private string? _refused;
    private long _lookedAt;

    private RootsSource(string file, string text, TimeProvider time, ILogger logger)
    {
        (_file, _text, _time, _logger) = (file, text, time, logger);
        _current = Parse(text);
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>Reads the file for the first time.</summary>
    /// <param name="file">PEM: one certificate or several.</param>
    /// <param name="time">The clock that says when to look again.</param>
    /// <param name="logger">Hears of each change.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    public static RootsSource Load(string file, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new RootsSource(file, File.ReadAllText(file), time, logger);
    }

    /// <summary>The roots as they are now.</summary>
    public X509Certificate2Collection Current
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
            var text = File.ReadAllText(_file);
            if (text != _text)
            {
                // A file that is half written is none yet: the one before stays.
                (_current, _text, _refused) = (Parse(text), text, null);
                SipLog.RootsChanged(_logger, _file, _current.Count);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            if (fault.Message != _refused)
            {
                _refused = fault.Message;
                SipLog.RootsNotRead(_logger, _file, fault.Message);
            }
        }
    }

    private static X509Certificate2Collection Parse(string text)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(text);
        return roots.Count > 0 ? roots : throw new CryptographicException("It holds no certificate.");
    }
}
