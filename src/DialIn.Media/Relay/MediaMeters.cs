using System.Diagnostics.Metrics;

namespace DialIn.Media.Relay;

/// <summary>The meter <c>DialIn.Media</c>: how much each thread of the loop has to do, and whether it keeps up. Any thread.</summary>
internal sealed class MediaMeters : IDisposable
{
    private readonly Meter _meter = new("DialIn.Media");

    public MediaMeters(IReadOnlyList<LoopThread> threads)
    {
        _meter.CreateObservableGauge("dialin.media.loop.calls", () => Each(static thread => (long)thread.Calls), "{call}", "Calls that a thread of the media loop serves");
        _meter.CreateObservableCounter("dialin.media.loop.busy", () => Each(static thread => thread.Busy.TotalSeconds), "s", "Time that a thread of the media loop did not wait");
        _meter.CreateObservableCounter("dialin.media.loop.stalls", () => Each(static thread => thread.Stalls), "{stall}", "Times that legs had to skip frames because the thread fell behind");
        _meter.CreateObservableCounter("dialin.media.loop.skipped", () => Each(static thread => thread.Skipped.TotalSeconds), "s", "Time that was skipped then");

        IEnumerable<Measurement<T>> Each<T>(Func<LoopThread, T> value)
            where T : struct => threads.Select(thread => new Measurement<T>(value(thread), new KeyValuePair<string, object?>("thread", thread.Name)));
    }

    public void Dispose() => _meter.Dispose();
}
