using DialIn.Simulator.Rtp;

namespace DialIn.Simulator.Tests.Rtp;

public class MediaClockTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Ticks_AreNumberedUpwards_AtTheirTime()
    {
        var frames = new List<long>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = TimeProvider.System.GetTimestamp();
        using var clock = new MediaClock(TimeProvider.System, "test", frame =>
        {
            frames.Add(frame);
            if (frame >= 20)
            {
                enough.TrySetResult();
            }
        });
        clock.Start();
        await enough.Task.WaitAsync(Generous, CancellationToken.None);

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= MediaClock.Frame * 20);
        clock.Dispose();
        Assert.Equal(frames.Order().Distinct(), frames);
    }

    [Fact]
    public async Task Posts_RunInOrder_OnTheClocksThread()
    {
        var ran = new List<(int Number, string? Thread)>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var clock = new MediaClock(TimeProvider.System, "sound of a test", _ => { });
        for (var i = 0; i < 10; i++)
        {
            var number = i;
            clock.Post(() => ran.Add((number, Thread.CurrentThread.Name)));
        }

        clock.Post(done.SetResult);
        clock.Start();
        await done.Task.WaitAsync(Generous, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (i, (string?)"sound of a test")), ran);
    }

    [Fact]
    public void Dispose_NeverStartedAndTwice_IsHarmless()
    {
        var clock = new MediaClock(TimeProvider.System, "test", _ => { });
        clock.Dispose();
        clock.Dispose();
    }
}
