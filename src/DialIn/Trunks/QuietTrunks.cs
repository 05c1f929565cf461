using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// Notices a trunk that brings no calls any more although all looks well: a number that was ported away, a firewall, a carrier that
/// has forgotten us. Said once for each silence, and once more when calls come again. Thread-safe.
/// </summary>
internal sealed class QuietTrunks : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<TrunkOptions> _trunks;
    private readonly TimeProvider _time;
    private readonly ILogger<QuietTrunks> _logger;
    private readonly ConcurrentDictionary<string, long> _lastCalls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _quiet = new(StringComparer.Ordinal);
    private readonly Meter _meter = new("DialIn.Trunks");

    public QuietTrunks(IReadOnlyList<TrunkOptions> trunks, TimeProvider time, ILogger<QuietTrunks> logger)
    {
        (_trunks, _time, _logger) = (trunks, time, logger);
        foreach (var trunk in trunks)
        {
            // Nobody knows what was before the start.
            _lastCalls[trunk.Name] = time.GetTimestamp();
        }

        _meter.CreateObservableGauge(
            "dialin.trunk.call.age",
            () => _trunks.Select(trunk => new Measurement<double>(Since(trunk).TotalSeconds, new KeyValuePair<string, object?>("trunk", trunk.Name))),
            "s",
            "Time since the trunk's last call, or since the start");
    }

    /// <summary>Trunks that have brought no call for longer than they may.</summary>
    public IEnumerable<string> Quiet => _trunks.Where(IsQuiet).Select(static trunk => trunk.Name);

    /// <summary>A call came through a trunk.</summary>
    public void NoteCall(string trunk) => _lastCalls[trunk] = _time.GetTimestamp();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <summary>Looks at each trunk, and says what is new.</summary>
    internal void Look()
    {
        foreach (var trunk in _trunks)
        {
            var isQuiet = IsQuiet(trunk);
            if (isQuiet && _quiet.Add(trunk.Name))
            {
                DialInLog.TrunkIsQuiet(_logger, trunk.Name, trunk.AlarmWithoutCallsFor!.Value);
            }
            else if (!isQuiet && _quiet.Remove(trunk.Name))
            {
                DialInLog.TrunkHasCallsAgain(_logger, trunk.Name);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Look();
        }
    }

    private bool IsQuiet(TrunkOptions trunk) => trunk.AlarmWithoutCallsFor is { } limit && Since(trunk) >= limit;

    private TimeSpan Since(TrunkOptions trunk) => _time.GetElapsedTime(_lastCalls[trunk.Name]);
}
