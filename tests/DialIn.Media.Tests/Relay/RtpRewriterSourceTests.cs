using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>What the source does to its numbers, and what becomes of it.</summary>
[Rfc(3550, "7.1")]
public class RtpRewriterSourceTests
{
    private readonly RewriterRun _run = new();

    [Fact]
    public void Relay_SourceChangesItsSsrc_GoesOnInTheSameStream()
    {
        _run.Relay(new SourceStream(), "....");
        _run.Relay(new SourceStream(ssrc: 0x2222, sequence: 60_000, timestamp: 3), "....");

        _run.AssertContinuous();
        Assert.True(_run.Sent[4].Marker);
    }

    [Fact]
    [Rfc(3550, "A.1")]
    public void Relay_SourceRestartsItsSequence_GoesOnAfterASecondPacket()
    {
        var source = new SourceStream();
        _run.Relay(source, "....");
        source.Sequence += 20_000;
        _run.Relay(source, "...");

        Assert.Equal(6, _run.Sent.Count); // the first after the jump proves nothing yet
        _run.AssertContinuous();
    }

    [Fact]
    [Rfc(3550, "A.1")]
    public void Relay_OnePacketOutOfNowhere_IsDropped()
    {
        var source = new SourceStream();
        _run.Relay(source, "....");
        Assert.False(_run.TryRelay(new SourceStream(sequence: 40_000).Audio()));
        _run.Relay(source, "....");

        _run.AssertContinuous();
        Assert.Equal(8, _run.Sent.Count);
    }

    [Theory]
    [InlineData(-500_000)]
    [InlineData(5_000_000)]
    public void Relay_SourceRestartsItsTimestamp_TimestampsStillFollowTheTime(int jump)
    {
        var source = new SourceStream();
        _run.Relay(source, "....");
        source.Timestamp = unchecked(source.Timestamp + (uint)jump);
        _run.Relay(source, "..");

        _run.AssertContinuous();
        Assert.Equal([5000u + (4 * 160), 5000u + (5 * 160)], _run.Sent.TakeLast(2).Select(header => header.Timestamp));
        Assert.True(_run.Sent[4].Marker);
    }

    [Fact]
    public void Relay_Reordered_KeepsTheSourcesNumbers()
    {
        var source = new SourceStream();
        byte[][] packets = [source.Audio(), source.Audio(), source.Audio(), source.Audio()];
        foreach (var index in new[] { 0, 2, 1, 3 })
        {
            Assert.True(_run.TryRelay(packets[index]));
        }

        Assert.Equal([100, 102, 101, 103], _run.Sent.Select(header => (int)header.SequenceNumber));
        Assert.Equal([0u, 320u, 160u, 480u], _run.Sent.Select(header => header.Timestamp - 5000));
    }

    [Fact]
    public void Relay_Duplicates_AreDropped()
    {
        var source = new SourceStream();
        byte[][] packets = [source.Audio(), source.Audio(), source.Audio()];
        foreach (var (index, passes) in new[] { (0, true), (0, false), (2, true), (1, true), (1, false), (0, false), (2, false) })
        {
            Assert.Equal(passes, _run.TryRelay(packets[index]));
        }
    }

    [Fact]
    public void Relay_LatePacketFromBeforeTheSwitch_IsDropped()
    {
        var source = new SourceStream();
        var late = source.Audio();
        _run.Frames(3);
        _run.Relay(source, "..");

        Assert.False(_run.TryRelay(late)); // its number belongs to a frame of our own
    }
}
