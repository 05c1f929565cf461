using System.Diagnostics.Metrics;
using DialIn.Media.Quality;
using DialIn.Media.Relay;

namespace DialIn.Calls;

/// <summary>The meter <c>DialIn.Calls</c>: how calls went, how their legs were transported, and what was refused on their ports. Any thread.</summary>
internal sealed class CallMeters : IDisposable
{
    private readonly Meter _meter = new("DialIn.Calls");
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _timeToAnswer;
    private readonly Histogram<double> _timeToJoin;
    private readonly Histogram<double> _mos;
    private readonly Histogram<double> _loss;
    private readonly Histogram<double> _late;
    private readonly Histogram<double> _jitter;
    private readonly Histogram<double> _roundTrip;
    private readonly Counter<long> _dropped;

    public CallMeters()
    {
        _ended = _meter.CreateCounter<long>("dialin.calls.ended", "{call}", "Calls that are over, refused ones too");
        _duration = _meter.CreateHistogram<double>("dialin.calls.duration", "s", "From the INVITE to the end", advice: Buckets(5, 15, 30, 60, 120, 300, 900, 1800, 3600, 7200, 14400));
        _timeToAnswer = _meter.CreateHistogram<double>("dialin.calls.time_to_answer", "s", "From the INVITE to our answer", advice: Buckets(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10));
        _timeToJoin = _meter.CreateHistogram<double>("dialin.calls.time_to_join", "s", "From the PIN's last digit to the conference's answer, where the meeting ran", advice: Buckets(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10));
        _mos = _meter.CreateHistogram<double>("dialin.media.mos", "1", "Mean opinion score of a leg, 1 to 4.41", advice: Buckets(1.5, 2, 2.5, 3, 3.5, 3.75, 4, 4.2, 4.4));
        _loss = _meter.CreateHistogram<double>("dialin.media.loss", "1", "Share of a leg's packets that never came", advice: Buckets(0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2));
        _late = _meter.CreateHistogram<double>("dialin.media.late", "1", "Share of a leg's packets that came too late to be heard", advice: Buckets(0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2));
        _jitter = _meter.CreateHistogram<double>("dialin.media.jitter", "s", "Deviation of the spacing of a leg's packets", advice: Buckets(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1));
        _roundTrip = _meter.CreateHistogram<double>("dialin.media.round_trip", "s", "Way to a leg's peer and back", advice: Buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1));
        _dropped = _meter.CreateCounter<long>("dialin.media.dropped", "{packet}", "Packets of RTP and RTCP refused or dropped");
    }

    /// <summary>A call is over.</summary>
    /// <param name="trunk">Name of the trunk that brought it.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="duration">From the INVITE to the end.</param>
    /// <param name="timeToAnswer">From the INVITE to our answer; <see langword="null"/> if there was none.</param>
    public void Ended(string trunk, CallEnd end, TimeSpan duration, TimeSpan? timeToAnswer)
    {
        var (trunkTag, resultTag) = (new KeyValuePair<string, object?>("trunk", trunk), new KeyValuePair<string, object?>("result", end.Result.ToString()));
        _ended.Add(1, trunkTag, resultTag, new KeyValuePair<string, object?>("reason", end.Reason.ToString()));
        _duration.Record(duration.TotalSeconds, resultTag);
        if (timeToAnswer is { } answered)
        {
            _timeToAnswer.Record(answered.TotalSeconds, trunkTag);
        }
    }

    /// <summary>A caller whose meeting ran has come from the PIN's last digit into the conference.</summary>
    public void Joined(string? server, TimeSpan elapsed) =>
        _timeToJoin.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("server", server));

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

        Drop("Stranger", counted.Strangers + counted.Rtcp.Strangers);
        Drop("TooMany", counted.OverRate);
        Drop("Malformed", counted.Malformed + counted.Rtcp.Malformed);
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
