using System.Diagnostics.Metrics;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>The meter <c>DialIn.Sip</c>: what was dropped and why, and how many transactions are alive. Any thread.</summary>
internal sealed class SipMeters : IDisposable
{
    // Made once: a flood of refusals must not make a tag for each.
    private static readonly KeyValuePair<string, object?>[] Reasons =
        [.. Enum.GetValues<DropReason>().Select(static reason => new KeyValuePair<string, object?>("reason", reason.ToString()))];

    private readonly Meter _meter = new("DialIn.Sip");
    private readonly Counter<long> _counter;
    private readonly long[] _dropped = new long[Reasons.Length];

    public SipMeters(Func<int> transactions)
    {
        _counter = _meter.CreateCounter<long>("dialin.sip.dropped", "{message}", "Messages and connections dropped without an answer");
        _meter.CreateObservableGauge("dialin.sip.transactions", transactions, "{transaction}", "SIP transactions alive");
    }

    public void Count(DropReason reason)
    {
        Interlocked.Increment(ref _dropped[(int)reason]);
        _counter.Add(1, Reasons[(int)reason]);
    }

    public long Dropped(DropReason reason) => Interlocked.Read(ref _dropped[(int)reason]);

    public void Dispose() => _meter.Dispose();
}
