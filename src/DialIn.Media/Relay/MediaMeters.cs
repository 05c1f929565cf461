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
        _meter.CreateObservableCounter("dialin.media.loop.stalls", () => Each(static thread => thread.Stalls), "{stall}", "Times that a thread of the media loop fell behind by more than 60 ms");
        _meter.CreateObservableCounter("dialin.media.loop.late", () => Each(static thread => thread.Late.TotalSeconds), "s", "How late it was then");
        _meter.CreateObservableCounter("dialin.media.loop.overflowed", () => Each(static thread => thread.Overflowed), "{packet}", "RTP packets that found the buffer of their socket full");

        IEnumerable<Measurement<T>> Each<T>(Func<LoopThread, T> value)
            where T : struct => threads.Select(thread => new Measurement<T>(value(thread), new KeyValuePair<string, object?>("thread", thread.Name)));
    }

    public void Dispose() => _meter.Dispose();
}
