using DialIn.Sip.Authentication;
using DialIn.Sip.Transports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// Tells, at most once a minute and in a line for each kind, what was dropped and refused: the log of a bridge under attack is
/// as long as that of any other. Thread-safe.
/// </summary>
internal sealed class TrafficSummary(TimeProvider time, ILogger<TrafficSummary> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    private readonly long[] _dropped = new long[Reasons.Length];
    private readonly Lock _lock = new();
    private readonly EntryMeters _meters = new();
    private readonly Dictionary<(string Trunk, string Limit), int> _refused = [];
    private SourceAddress? _stranger;

    /// <summary>Something was dropped.</summary>
    public void NoteDrop(DropReason reason) => Interlocked.Increment(ref _dropped[(int)reason]);

    /// <summary>Something came from a source that is no trunk and no server.</summary>
    public void NoteStranger(SourceAddress source)
    {
        lock (_lock)
        {
            _stranger = source;
        }
    }

    /// <summary>Credentials were asked of a request, and this is what it proved.</summary>
    public void NoteProof(DigestProof proof) => _meters.CountProof(proof);

    /// <summary>A trunk's call was refused.</summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="limit">The option that says so.</param>
    public void NoteRefusal(string trunk, string limit)
    {
        _meters.CountRefusal(trunk, limit);
        lock (_lock)
        {
            _refused[(trunk, limit)] = _refused.GetValueOrDefault((trunk, limit)) + 1;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meters.Dispose();
        base.Dispose();
    }

    /// <summary>Tells what has come together since the last time.</summary>
    internal void Tell()
    {
        var dropped = Reasons.Select(reason => (Reason: reason, Count: Interlocked.Exchange(ref _dropped[(int)reason], 0))).Where(static entry => entry.Count > 0).ToList();
        if (dropped.Count > 0)
        {
            DialInLog.TrafficDropped(logger, string.Join(", ", dropped.Select(static entry => $"{entry.Reason} {entry.Count}")));
        }

        SourceAddress? stranger;
        KeyValuePair<(string Trunk, string Limit), int>[] refused;
        lock (_lock)
        {
            (stranger, _stranger, refused) = (_stranger, null, [.. _refused]);
            _refused.Clear();
        }

        if (stranger is { } source && logger.IsEnabled(LogLevel.Debug))
        {
            DialInLog.LastStranger(logger, source.ToString());
        }

        foreach (var ((trunk, limit), count) in refused)
        {
            DialInLog.CallsRefused(logger, count, trunk, limit);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Tell();
        }
    }
}
