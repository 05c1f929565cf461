using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Operations.Alarms;

/// <summary>All that is wrong now, in one list, those of which callers suffer first. Thread-safe.</summary>
internal sealed class AlarmBoard(IEnumerable<IAlarmSource> sources, TimeProvider time, ILogger<AlarmBoard> logger) : BackgroundService
{
    // Five seconds: nobody looks more closely, and the sources only read what they know.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly IAlarmSource[] _sources = [.. sources];
    private readonly HashSet<IAlarmSource> _faulted = [];
    private readonly Dictionary<IAlarmSource, IReadOnlyList<AlarmFinding>> _found = [];
    private readonly Lock _lock = new();
    private Dictionary<(string Kind, string Subject), Alarm> _known = [];
    private volatile IReadOnlyList<Alarm> _alarms = [];

    /// <summary>The alarms as the last look found them.</summary>
    public IReadOnlyList<Alarm> Alarms => _alarms;

    /// <summary>Asks all sources.</summary>
    internal void Look()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var found = new Dictionary<(string Kind, string Subject), Alarm>();
            foreach (var finding in _sources.SelectMany(Find))
            {
                var key = (finding.Kind, finding.Subject);
                var since = _known.TryGetValue(key, out var before) ? before.Since : now;
                found[key] = new Alarm(finding.Kind, finding.Subject, finding.IsUrgent ? "Urgent" : "Warning", since, finding.Says);
            }

            _known = found;
            _alarms = [.. found.Values.OrderBy(static alarm => alarm.Severity, StringComparer.Ordinal).ThenBy(static alarm => alarm.Since).ThenBy(static alarm => alarm.Subject, StringComparer.Ordinal)];
        }
    }

    // One that throws takes nobody else's alarms away, and keeps its own: that all is well is what it does not know.
    private IReadOnlyList<AlarmFinding> Find(IAlarmSource source)
    {
        try
        {
            _found[source] = [.. source.Find()];
            _faulted.Remove(source);
        }
        catch (Exception fault)
        {
            if (_faulted.Add(source))
            {
                DialInLog.AlarmSourceFailed(logger, fault, source.GetType().Name);
            }
        }

        return _found.GetValueOrDefault(source, []);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Look();
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
