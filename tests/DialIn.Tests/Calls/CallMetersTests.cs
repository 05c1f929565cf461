using System.Diagnostics.Metrics;
using DialIn.Calls;
using DialIn.Media.Quality;
using DialIn.Media.Relay;
using DialIn.Media.Rtp;

namespace DialIn.Tests.Calls;

public class CallMetersTests
{
    [Fact]
    public void Leg_IsRecordedByDirection_AndWhatWasDroppedByReason()
    {
        using var meters = new CallMeters();
        var seen = Listen(() => meters.Record(
            LiveLeg.Trunk,
            "carrier",
            new LegQuality
            {
                Received = new StreamQuality { Mos = 4.1, Loss = 0.01, Late = 0.002, Jitter = TimeSpan.FromMilliseconds(3) },
                Sent = new StreamQuality { Mos = 3.9 },
                RoundTrip = TimeSpan.FromMilliseconds(40),
            },
            Counted(strangers: 5, new RtcpStatistics(0, 0, 2, 1))));

        Assert.Contains("dialin.media.mos 4.1 leg=trunk peer=carrier direction=received", seen);
        Assert.Contains("dialin.media.mos 3.9 leg=trunk peer=carrier direction=sent", seen);
        Assert.Contains("dialin.media.loss 0.01 leg=trunk peer=carrier direction=received", seen);
        Assert.Contains("dialin.media.late 0.002 leg=trunk peer=carrier direction=received", seen);
        Assert.Contains("dialin.media.jitter 0.003 leg=trunk peer=carrier direction=received", seen);
        Assert.Contains("dialin.media.round_trip 0.04 leg=trunk peer=carrier", seen);
        Assert.Contains("dialin.media.dropped 7 leg=trunk peer=carrier reason=Stranger", seen);
        Assert.Contains("dialin.media.dropped 1 leg=trunk peer=carrier reason=Malformed", seen);
        Assert.DoesNotContain(seen, line => line.Contains("reason=TooMany", StringComparison.Ordinal));
    }

    [Fact]
    public void Leg_WithoutAPacket_LeavesNothing()
    {
        using var meters = new CallMeters();

        Assert.Empty(Listen(() => meters.Record(LiveLeg.Conference, "bbb1", default, Counted(strangers: 0))));
    }

    private static LegStatistics Counted(long strangers, RtcpStatistics? rtcp = null) =>
        new(1, 2, 3, strangers, 0, 0, 0, null, new ReceptionReport(0, 0, 0, 0, 8000)) { Rtcp = rtcp ?? new RtcpStatistics(0, 0, 0, 0) };

    private static List<string> Listen(Action action)
    {
        var seen = new List<string>();
        var thread = Environment.CurrentManagedThreadId;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "DialIn.Calls")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(FormattableString.Invariant($"{instrument.Name} {value}"), tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(FormattableString.Invariant($"{instrument.Name} {value}"), tags));
        listener.Start();
        action();
        return seen;

        void Note(string text, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            // Other tests run calls of their own.
            if (Environment.CurrentManagedThreadId == thread)
            {
                seen.Add(text + string.Concat(tags.ToArray().Select(tag => $" {tag.Key}={tag.Value}")));
            }
        }
    }
}
