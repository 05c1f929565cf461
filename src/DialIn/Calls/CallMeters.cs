using System.Diagnostics.Metrics;
using DialIn.Media.Quality;
using DialIn.Media.Relay;

namespace DialIn.Calls;

/// <summary>The meter <c>DialIn.Calls</c>: how the legs of ended calls were transported, and what was refused on their ports. Any thread.</summary>
internal sealed class CallMeters : IDisposable
{
    private readonly Meter _meter = new("DialIn.Calls");
    private readonly Histogram<double> _mos;
    private readonly Histogram<double> _loss;
    private readonly Histogram<double> _late;
    private readonly Histogram<double> _jitter;
    private readonly Histogram<double> _roundTrip;
    private readonly Counter<long> _dropped;

    public CallMeters()
    {
        _mos = _meter.CreateHistogram<double>("dialin.media.mos", "1", "Mean opinion score of a leg, 1 to 4.41", advice: Buckets(1.5, 2, 2.5, 3, 3.5, 3.75, 4, 4.2, 4.4));
        _loss = _meter.CreateHistogram<double>("dialin.media.loss", "1", "Share of a leg's packets that never came", advice: Buckets(0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2));
        _late = _meter.CreateHistogram<double>("dialin.media.late", "1", "Share of a leg's packets that came too late to be heard", advice: Buckets(0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2));
        _jitter = _meter.CreateHistogram<double>("dialin.media.jitter", "s", "Deviation of the spacing of a leg's packets", advice: Buckets(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1));
        _roundTrip = _meter.CreateHistogram<double>("dialin.media.round_trip", "s", "Way to a leg's peer and back", advice: Buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1));
        _dropped = _meter.CreateCounter<long>("dialin.media.dropped", "{packet}", "RTP packets refused or dropped");
    }

    /// <summary>A leg is over.</summary>
    /// <param name="leg"><see cref="LiveLeg.Trunk"/> or <see cref="LiveLeg.Conference"/>.</param>
    /// <param name="peer">The trunk's or the server's name.</param>
    /// <param name="quality">How it was transported.</param>
    /// <param name="counted">What was counted.</param>
    public void Record(string leg, string? peer, in LegQuality quality, LegStatistics counted)
    {
        var (legTag, peerTag) = (new KeyValuePair<string, object?>("leg", leg), new KeyValuePair<string, object?>("peer", peer));
        Record(quality.Received, "received");
        Record(quality.Sent, "sent");
        if (quality.RoundTrip is { } roundTrip)
        {
            _roundTrip.Record(roundTrip.TotalSeconds, legTag, peerTag);
        }

        Drop("Stranger", counted.Strangers);
        Drop("TooMany", counted.OverRate);
        Drop("Malformed", counted.Malformed);
        Drop("Unauthentic", counted.Unauthentic);
        Drop("Replayed", counted.Replayed);

        void Record(StreamQuality? stream, string direction)
        {
            if (stream is { } measured)
            {
                var directionTag = new KeyValuePair<string, object?>("direction", direction);
                _mos.Record(measured.Mos, legTag, peerTag, directionTag);
                _loss.Record(measured.Loss, legTag, peerTag, directionTag);
                _late.Record(measured.Late, legTag, peerTag, directionTag);
                _jitter.Record(measured.Jitter.TotalSeconds, legTag, peerTag, directionTag);
            }
        }

        void Drop(string reason, long packets)
        {
            if (packets > 0)
            {
                _dropped.Add(packets, legTag, peerTag, new KeyValuePair<string, object?>("reason", reason));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static InstrumentAdvice<double> Buckets(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
