using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DialIn.Operations.Alarms;

/// <summary>Certificates whose end is near, or past. The files are looked at once an hour.</summary>
/// <param name="files">Name in the configuration, and path.</param>
/// <param name="time">The clock.</param>
internal sealed class CertificateAlarmSource(IReadOnlyList<(string Name, string Path)> files, TimeProvider time) : IAlarmSource
{
    // Two weeks: whoever renews by a timer has renewed a month before the end, so the timer is broken.
    private static readonly TimeSpan Near = TimeSpan.FromDays(14);

    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);

    private IReadOnlyList<(string Name, DateTimeOffset End)> _ends = [];
    private long? _lookedAt;

    /// <inheritdoc/>
    public IEnumerable<AlarmFinding> Find()
    {
        if (_lookedAt is not { } at || time.GetElapsedTime(at) >= LookEvery)
        {
            _lookedAt = time.GetTimestamp();
            _ends = [.. files.Select(static file => (file.Name, End: EndOf(file.Path))).Where(static file => file.End is not null).Select(static file => (file.Name, file.End!.Value))];
        }

        var now = time.GetUtcNow();
        return [.. _ends.Where(file => file.End - now < Near).Select(file => new AlarmFinding(
            "CertificateEnds",
            file.Name,
            file.End <= now,
            string.Create(CultureInfo.InvariantCulture, $"the certificate of {file.Name} {(file.End <= now ? "ended" : "ends")} at {file.End:u}; a renewed file is read by itself")))];
    }

    private static DateTimeOffset? EndOf(string path)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return certificate.NotAfter.ToUniversalTime();
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // A file that cannot be read is the start's business, and the log's when it changes.
            return null;
        }
    }
}
