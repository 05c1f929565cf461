using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DialIn.Operations.Alarms;

/// <summary>Certificates whose end is near, or past. A file is read when it has changed.</summary>
/// <param name="files">Name in the configuration, and path.</param>
/// <param name="time">The clock.</param>
internal sealed class CertificateAlarmSource(IReadOnlyList<(string Name, string Path)> files, TimeProvider time) : IAlarmSource
{
    // Two weeks: whoever renews by a timer has renewed a month before the end, so the timer is broken.
    private static readonly TimeSpan Near = TimeSpan.FromDays(14);

    private readonly CertificateFile[] _files = [.. files.Select(static file => new CertificateFile(file.Name, file.Path))];

    /// <inheritdoc/>
    public IEnumerable<AlarmFinding> Find()
    {
        foreach (var file in _files)
        {
            file.Look();
        }

        var now = time.GetUtcNow();
        return [.. _files.Where(file => file.End - now < Near).Select(file => new AlarmFinding(
            "CertificateEnds",
            file.Name,
            file.End <= now,
            string.Create(CultureInfo.InvariantCulture, $"the certificate of {file.Name} {(file.End <= now ? "ended" : "ends")} at {file.End:u}; a renewed file is read by itself")))];
    }

    private sealed class CertificateFile(string name, string path)
    {
        private DateTime _writtenAt;

        public string Name => name;

        /// <summary>When it ends; <see langword="null"/> if that cannot be read.</summary>
        public DateTimeOffset? End { get; private set; }

        public void Look()
        {
            try
            {
                // Of a link, what it leads to: whoever renews changes either.
                var file = new FileInfo(path);
                var writtenAt = ((file.LinkTarget is null ? null : file.ResolveLinkTarget(returnFinalTarget: true)) ?? file).LastWriteTimeUtc;
                if (writtenAt == _writtenAt && End is not null)
                {
                    return;
                }

                (_writtenAt, End) = (writtenAt, null);
                using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
                End = certificate.NotAfter.ToUniversalTime();
            }
            catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
            {
                // A file that cannot be read is the start's business, and the log's when it changes.
                End = null;
            }
        }
    }
}
