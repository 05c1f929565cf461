using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>Prompts and relay make one stream.</summary>
[Rfc(3550, "7.1")]
public class RtpRewriterTests
{
    private readonly RewriterRun _run = new();

    [Fact]
    public void Frames_OnTime_CountOneAnd160()
    {
        _run.Frames(3);

        Assert.Equal([100, 101, 102], _run.Sent.Select(header => (int)header.SequenceNumber));
        Assert.Equal([5000u, 5160u, 5320u], _run.Sent.Select(header => header.Timestamp));
        Assert.Equal([true, false, false], _run.Sent.Select(header => header.Marker));
        Assert.All(_run.Sent, header => Assert.Equal(0xABCDu, header.Ssrc));
    }

    [Fact]
    [Rfc(3551, "4.1")]
    public void Frame_ThatStartsAPrompt_HasTheMarker()
    {
        _run.Frames(2);
        _run.Sent.Add(_run.Stream.Frame(_run.Now, startsTalkspurt: true));

        Assert.Equal([true, false, true], _run.Sent.Select(header => header.Marker));
        Assert.Equal(5320u, _run.Sent[2].Timestamp);
    }

    [Fact]
    public void Frames_AfterSkippedOnes_AdvanceByTheTime()
    {
        _run.Frames(1);
        _run.Now += 4 * RewriterRun.Frame;
        _run.Frames(2);

        Assert.Equal([100, 101, 102], _run.Sent.Select(header => (int)header.SequenceNumber));
        Assert.Equal([5000u, 5000u + (5 * 160), 5000u + (6 * 160)], _run.Sent.Select(header => header.Timestamp));
        Assert.True(_run.Sent[1].Marker);
    }

    [Fact]
    public void Relay_KeepsGapsAndTiming()
    {
        var source = new SourceStream();
        _run.Relay(source, "..x.xx..");

        Assert.Equal([100, 101, 103, 106, 107], _run.Sent.Select(header => (int)header.SequenceNumber));
        Assert.Equal([0u, 160u, 480u, 960u, 1120u], _run.Sent.Select(header => header.Timestamp - 5000));
        Assert.Equal([true, false, false, false, false], _run.Sent.Select(header => header.Marker));
    }

    [Fact]
    public void Relay_SourcesMarker_IsKept()
    {
        var source = new SourceStream();
        _run.Relay(source, "..");
        Assert.True(_run.TryRelay(source.Audio(marker: true)));

        Assert.True(_run.Sent[^1].Marker);
    }

    [Fact]
    public void Switches_BetweenPromptAndRelay_MakeOneStream()
    {
        var source = new SourceStream();
        _run.Frames(5);
        _run.Relay(source, ".....");
        _run.Frames(5);
        _run.Relay(source, "...");
        _run.Frames(1);

        _run.AssertContinuous();
        Assert.Equal([0, 5, 10, 15, 18], Enumerable.Range(0, 19).Where(i => _run.Sent[i].Marker));
        Assert.Equal(5000u + (18 * 160), _run.Sent[^1].Timestamp);
    }

    [Fact]
    public void Switch_AfterAPause_AdvancesByTheTimeThatPassed()
    {
        _run.Frames(1);
        _run.Now += TimeSpan.FromSeconds(3) - RewriterRun.Frame;
        _run.Relay(new SourceStream(), ".");

        Assert.Equal(5000u + 24_000, _run.Sent[1].Timestamp);
    }

    [Fact]
    public void Gaps_AreTheNumbersThatNeverWentOut()
    {
        var source = new SourceStream();
        _run.Relay(source, "..x.xxx.");
        Assert.Equal(4, _run.Stream.Gaps);

        // One comes late and fills its gap; one that is kept back leaves none.
        source.Sequence -= 3;
        Assert.True(_run.TryRelay(source.Audio()));
        Assert.Equal(3, _run.Stream.Gaps);
        source.Sequence += 2;
        _run.Skip(source.Audio());
        _run.Relay(source, ".");
        Assert.Equal(3, _run.Stream.Gaps);

        // Another source begins without one.
        _run.Relay(new SourceStream(ssrc: 0x5555, sequence: 60_000), "..");
        Assert.Equal(3, _run.Stream.Gaps);
    }

    [Fact]
    public void Switch_AtOnce_StillAdvancesAFrame()
    {
        _run.Frames(1);
        _run.Now -= RewriterRun.Frame; // the relayed packet comes right after the frame
        _run.Relay(new SourceStream(), ".");

        Assert.Equal(5160u, _run.Sent[1].Timestamp);
    }
}
