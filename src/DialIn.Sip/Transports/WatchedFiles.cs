using System.Security.Cryptography;
using System.Text;

namespace DialIn.Sip.Transports;

/// <summary>
/// What stands in PEM files, read anew when they change: who renews them need not tell us. Files that are half written are none
/// yet: what was read before stays. Thread-safe.
/// </summary>
internal sealed class WatchedFiles<T>
    where T : class
{
    // Small files, and few handshakes a second: asking the disk each second costs nothing and needs nobody to watch.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string[] _files;
    private readonly Func<string[], T> _parse;
    private readonly TimeProvider _time;
    private readonly Action<T> _changed;
    private readonly Action<string> _notRead;
    private T _current;
    private byte[] _fingerprint;
    private string? _fault;
    private long _lookedAt;

    /// <summary>Reads the files for the first time.</summary>
    /// <param name="files">Their names.</param>
    /// <param name="parse">Makes the value out of their texts.</param>
    /// <param name="time">The clock that says when to look again.</param>
    /// <param name="changed">Hears of each new value.</param>
    /// <param name="notRead">Hears, once for each reason, why a change could not be read.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="CryptographicException">They do not hold what they should.</exception>
    public WatchedFiles(string[] files, Func<string[], T> parse, TimeProvider time, Action<T> changed, Action<string> notRead)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_files, _parse, _time, _changed, _notRead) = (files, parse, time, changed, notRead);
        var texts = Read();
        (_current, _fingerprint, _lookedAt) = (parse(texts), Fingerprint(texts), time.GetTimestamp());
    }

    /// <summary>The value as it is now.</summary>
    public T Current
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
            var texts = Read();
            var fingerprint = Fingerprint(texts);
            if (!fingerprint.AsSpan().SequenceEqual(_fingerprint))
            {
                (_current, _fingerprint, _fault) = (_parse(texts), fingerprint, null);
                _changed(_current);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            if (fault.Message != _fault)
            {
                _fault = fault.Message;
                _notRead(fault.Message);
            }
        }
    }

    private string[] Read() => Array.ConvertAll(_files, File.ReadAllText);

    // A hash, so that the text of a private key is not kept.
    private static byte[] Fingerprint(string[] texts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts)));
}
