using System.Diagnostics.Metrics;

namespace DialIn.Announcements;

/// <summary>Instruments of announcements.</summary>
internal sealed class AnnouncementMeters : IDisposable
{
    private readonly Meter _meter = new("DialIn.Announcements");
    private readonly Counter<long> _tried;
    private volatile Func<IReadOnlyDictionary<string, int>> _missing = static () => new Dictionary<string, int>();

    public AnnouncementMeters()
    {
        _tried = _meter.CreateCounter<long>("dialin.announcements", "{announcement}", "Attempts to tell the people of a meeting, by way and outcome.");
        _meter.CreateObservableGauge(
            "dialin.announcements.missing",
            () => _missing().Select(static server => new Measurement<int>(server.Value, new KeyValuePair<string, object?>("server", server.Key))),
            "{meeting}",
            "Running meetings that have a PIN which nobody in them was told.");
    }

    /// <summary>One attempt.</summary>
    public void Count(string server, AnnouncementWay way, AnnouncementOutcome outcome) => _tried.Add(
        1,
        new KeyValuePair<string, object?>("server", server),
        new KeyValuePair<string, object?>("way", way.ToString()),
        new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    /// <summary>Who knows how many meetings of each server were told nothing.</summary>
    public void Observe(Func<IReadOnlyDictionary<string, int>> missing) => _missing = missing;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
