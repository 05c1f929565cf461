using DialIn.Media.Rtp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Rtp;

[Rfc(3550, "A.1")]
public class SequenceTrackerTests
{
    [Fact]
    public void Source_OnePacket_IsNotBelieved()
    {
        var tracker = default(SequenceTracker);

        Assert.False(tracker.Receive(100));
        Assert.False(tracker.IsValid);
        Assert.Equal(0u, tracker.Expected);
    }

    [Fact]
    public void Source_TwoInOrder_IsBelieved()
    {
        var tracker = Started(101);

        Assert.True(tracker.IsValid);
        Assert.Equal((1u, 1u, 101u), (tracker.Received, tracker.Expected, tracker.ExtendedHighest));
    }

    [Fact]
    public void Source_GapInProbation_StartsProbationAnew()
    {
        var tracker = default(SequenceTracker);

        Assert.False(tracker.Receive(100));
        Assert.False(tracker.Receive(102));
        Assert.False(tracker.IsValid);
        Assert.True(tracker.Receive(103));
    }

    [Fact]
    public void Sequence_Wraps_IsCounted()
    {
        var tracker = Started(65534);
        foreach (var sequence in new ushort[] { 65535, 0, 1 })
        {
            Assert.True(tracker.Receive(sequence));
        }

        Assert.Equal(0x1_0001u, tracker.ExtendedHighest);
        Assert.Equal((4u, 4u), (tracker.Expected, tracker.Received));
    }

    [Fact]
    public void Sequence_ReorderedAcrossTheWrap_KeepsTheHighest()
    {
        var tracker = Started(65535);

        Assert.True(tracker.Receive(1));
        Assert.True(tracker.Receive(0));

        Assert.Equal(0x1_0001u, tracker.ExtendedHighest);
        Assert.Equal((3u, 3u), (tracker.Expected, tracker.Received));
    }

    [Fact]
    public void Jump_Unconfirmed_IsLeftOut()
    {
        var tracker = Started(1000);

        Assert.False(tracker.Receive(30_000));
        Assert.True(tracker.Receive(1001));

        Assert.Equal(1001u, tracker.ExtendedHighest);
        Assert.Equal(2u, tracker.Received);
    }

    [Fact]
    public void Jump_ConfirmedBySecondPacket_RestartsTheSource()
    {
        var tracker = Started(1000);

        Assert.False(tracker.Receive(30_000));
        Assert.True(tracker.Receive(30_001));

        Assert.Equal((30_001u, 1u, 1u), (tracker.ExtendedHighest, tracker.Expected, tracker.Received));
    }

    [Theory]
    [InlineData(1000 + SequenceTracker.MaxDropout - 1, true)]
    [InlineData(1000 + SequenceTracker.MaxDropout, false)]
    [InlineData(1000 - SequenceTracker.MaxMisorder + 1, true)]
    [InlineData(1000 - SequenceTracker.MaxMisorder, false)]
    public void Step_AtTheLimits_IsLossOrReorderingOrJump(int sequence, bool counted)
    {
        var tracker = Started(1000);

        Assert.Equal(counted, tracker.Receive((ushort)sequence));
    }

    private static SequenceTracker Started(ushort at)
    {
        var tracker = default(SequenceTracker);
        tracker.Receive((ushort)(at - 1));
        tracker.Receive(at);
        return tracker;
    }
}
