using DialIn.Media.Relay;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>A stream that another process goes on with.</summary>
[Rfc(3550, "7.1")]
public class RtpRewriterSnapshotTests
{
    private readonly RewriterRun _run = new();

    [Fact]
    public void Snapshot_OfARelay_ContinuesTheMapping()
    {
        var source = new SourceStream();
        _run.Frames(3);
        _run.Relay(source, "..x..");

        // A second later another process, whose clock starts at zero, takes over between two packets.
        var state = _run.Stream.Snapshot(_run.Now);
        _run.Stream = new RtpRewriter(state, TimeSpan.Zero);
        _run.Now = TimeSpan.Zero;
        _run.Relay(source, "..");

        Assert.Equal([100, 101, 102, 103, 104, 106, 107, 108, 109], _run.Sent.Select(header => (int)header.SequenceNumber));
        Assert.Equal(Enumerable.Range(0, 10).Where(i => i != 5).Select(i => 5000u + (uint)(i * 160)), _run.Sent.Select(header => header.Timestamp));
        Assert.Equal([0, 3], Enumerable.Range(0, 9).Where(i => _run.Sent[i].Marker));
    }

    [Fact]
    public void Snapshot_WithSomeTimeInBetween_AdvancesFramesByIt()
    {
        _run.Frames(3);
        var state = _run.Stream.Snapshot(_run.Now);
        _run.Stream = new RtpRewriter(state, takenAt: TimeSpan.FromSeconds(-2));
        _run.Now = TimeSpan.Zero;
        _run.Frames(1);

        Assert.Equal(103, _run.Sent[3].SequenceNumber);
        Assert.Equal(160u + 16_000, _run.Sent[3].Timestamp - _run.Sent[2].Timestamp);
    }

    [Fact]
    public void Snapshot_BeforeTheFirstPacket_StartsAtTheSameNumbers()
    {
        _run.Stream = new RtpRewriter(_run.Stream.Snapshot(_run.Now), TimeSpan.Zero);
        _run.Frames(1);

        Assert.Equal((100, 5000u), (_run.Sent[0].SequenceNumber, _run.Sent[0].Timestamp));
    }
}
