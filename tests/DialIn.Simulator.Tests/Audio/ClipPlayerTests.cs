using DialIn.Simulator.Audio;

namespace DialIn.Simulator.Tests.Audio;

public class ClipPlayerTests
{
    [Fact]
    public void Clips_PlayOneAfterAnother_ThenSilence()
    {
        var player = new ClipPlayer();
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        player.Enqueue([1, 2, 3], first);
        player.Enqueue([4], second);

        Assert.Equal([1, 2], Read(player));
        Assert.False(first.Task.IsCompleted);
        Assert.Equal([3, 4], Read(player));
        Assert.True(first.Task.IsCompletedSuccessfully);
        Assert.True(second.Task.IsCompletedSuccessfully);
        Assert.False(player.IsPlaying);
        Assert.Equal([0, 0], Read(player));
    }

    [Fact]
    public void EmptyClip_EndsWithTheNextFrame()
    {
        var player = new ClipPlayer();
        var played = new TaskCompletionSource();
        player.Enqueue([], played);
        Assert.Equal([0, 0], Read(player));
        Assert.True(played.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void Stop_CancelsWhatPlaysAndWhatWaits()
    {
        var player = new ClipPlayer();
        var playing = new TaskCompletionSource();
        var waiting = new TaskCompletionSource();
        player.Enqueue([1, 2, 3, 4, 5], playing);
        player.Enqueue([6], waiting);
        _ = Read(player);
        player.Stop();

        Assert.True(playing.Task.IsCanceled);
        Assert.True(waiting.Task.IsCanceled);
        Assert.Equal([0, 0], Read(player));
    }

    private static short[] Read(ClipPlayer player)
    {
        short[] frame = [77, 77];
        player.Read(frame);
        return frame;
    }
}
