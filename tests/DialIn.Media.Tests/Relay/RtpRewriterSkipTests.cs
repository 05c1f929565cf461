using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>Packets that are not passed on, and events of our own.</summary>
[Rfc(3550, "7.1")]
public class RtpRewriterSkipTests
{
    private readonly RewriterRun _run = new();

    [Fact]
    public void Skip_DigitPackets_LeavesNoGap()
    {
        var source = new SourceStream();
        _run.Relay(source, "...");
        foreach (var packet in source.Press('5'))
        {
            _run.Skip(packet);
            _run.Now += RewriterRun.Frame;
        }

        _run.Now += TimeSpan.FromMilliseconds(60);
        _run.Relay(source, "...");

        _run.AssertContinuous();
        Assert.True(_run.Sent[3].Marker);
        Assert.Equal(1600u + 160, _run.Sent[3].Timestamp - _run.Sent[2].Timestamp);
    }

    [Fact]
    public void Skip_LossAroundTheDigit_StaysVisible()
    {
        var source = new SourceStream();
        _run.Relay(source, "..x");
        _run.Skip(source.Other(101, new byte[4]));
        _run.Relay(source, "x..");

        Assert.Equal([100, 101, 104, 105], _run.Sent.Select(header => (int)header.SequenceNumber));
    }

    [Fact]
    public void Skip_LateAudioFromBeforeTheDigit_IsDropped()
    {
        var source = new SourceStream();
        _run.Relay(source, "..");
        var late = source.Audio();
        _run.Skip(source.Other(101, new byte[4]));

        Assert.False(_run.TryRelay(late));
        _run.Relay(source, "..");
        Assert.Equal([100, 101, 103, 104], _run.Sent.Select(header => (int)header.SequenceNumber));
    }

    [Fact]
    [Rfc(4733, "2.5.1.2")]
    public void Event_HoldsTheTimestamp_UntilThePressIsOver()
    {
        _run.Frames(2);
        for (var i = 0; i < 7; i++)
        {
            _run.Sent.Add(_run.Stream.Event(_run.Now, first: i == 0));
            _run.Now += RewriterRun.Frame;
        }

        _run.Frames(2);

        Assert.Equal(Enumerable.Range(100, 11), _run.Sent.Select(header => (int)header.SequenceNumber));
        Assert.All(_run.Sent[2..9], header => Assert.Equal(5320u, header.Timestamp));
        Assert.Equal([2, 9], Enumerable.Range(1, 10).Where(i => _run.Sent[i].Marker));
        Assert.Equal(5320u + (7 * 160), _run.Sent[9].Timestamp);
    }

    [Fact]
    public void Pause_ThenTheSameSource_LeavesNoGap()
    {
        var source = new SourceStream();
        _run.Relay(source, "..");
        _run.Stream.Pause();
        for (var i = 0; i < 50; i++)
        {
            source.Audio();
        }

        _run.Now += 50 * RewriterRun.Frame;
        _run.Relay(source, "..");

        _run.AssertContinuous();
        Assert.True(_run.Sent[2].Marker);
        Assert.Equal(51u * 160, _run.Sent[2].Timestamp - _run.Sent[1].Timestamp);
    }
}
