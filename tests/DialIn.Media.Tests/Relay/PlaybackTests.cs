using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;

namespace DialIn.Media.Tests.Relay;

public class PlaybackTests
{
    [Fact]
    public void Clips_PlayOneAfterTheOther()
    {
        var playback = new Playback(new PlaybackId(1), [Clip(1, 2), Clip(5), Clip(6, 7)], loop: false);

        Assert.True(playback.IsAtStart);
        Assert.Equal([1, 2, 5, 6, 7], Take(playback, 10));
        Assert.False(playback.IsAtStart);
    }

    [Fact]
    public void Loop_StartsOver()
    {
        var playback = new Playback(new PlaybackId(1), [Clip(1, 2), Clip(3)], loop: true);

        Assert.Equal([1, 2, 3, 1, 2, 3, 1], Take(playback, 7));
    }

    [Fact]
    public void EmptyClips_AreSkipped_AlsoInALoop()
    {
        Assert.Equal([4, 4, 4], Take(new Playback(new PlaybackId(1), [Clip(), Clip(4), Clip()], loop: true), 3));
        Assert.Equal([], Take(new Playback(new PlaybackId(1), [Clip()], loop: true), 3));
        Assert.Equal([], Take(new Playback(new PlaybackId(1), [], loop: true), 3));
    }

    [Fact]
    public void IsOf_OneClipOfAnotherCodec_IsFalse()
    {
        var playback = new Playback(new PlaybackId(1), [Clip(1), new EncodedAudio(AudioCodec.G722, new byte[160])], loop: false);

        Assert.False(playback.IsOf(AudioCodec.Pcma));
        Assert.True(new Playback(new PlaybackId(1), [Clip(1)], loop: false).IsOf(AudioCodec.Pcma));
    }

    [Fact]
    public void ContinueIn_AShorterClip_EndsWithItsLastFrame()
    {
        var playback = new Playback(new PlaybackId(1), [Clip(1, 2, 3), Clip(4)], loop: false, inCodec: _ => [InPcmu(11), InPcmu(14)]);
        Assert.Equal([1, 2], Take(playback, 2));

        Assert.True(playback.TryContinueIn(AudioCodec.Pcmu));

        Assert.Equal([11, 14], Take(playback, 10));
    }

    [Fact]
    public void ContinueIn_ACodecWithoutTheClips_ChangesNothing()
    {
        var playback = new Playback(new PlaybackId(1), [Clip(1), Clip(2)], loop: false, inCodec: codec => codec == AudioCodec.Pcmu ? [InPcmu(11)] : [Clip(1), Clip(2)]);

        Assert.False(playback.TryContinueIn(AudioCodec.Pcmu));
        Assert.False(playback.TryContinueIn(AudioCodec.G722));
        Assert.Equal([1, 2], Take(playback, 10));
    }

    private static EncodedAudio InPcmu(byte frame) => new(AudioCodec.Pcmu, [.. Enumerable.Repeat(frame, 160)]);

    private static EncodedAudio Clip(params byte[] frames) =>
        new(AudioCodec.Pcma, [.. frames.SelectMany(frame => Enumerable.Repeat(frame, 160))]);

    private static List<int> Take(Playback playback, int most)
    {
        var frames = new List<int>();
        while (frames.Count < most && playback.TryNext(out var frame))
        {
            Assert.Equal(160, frame.Length);
            frames.Add(frame[^1]);
        }

        return frames;
    }
}
