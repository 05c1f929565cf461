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

    [Theory]
    [InlineData(30)]
    [InlineData(MediaClock.MostCaughtUp - 5)]
    public async Task Stall_IsMadeUpFor_WithoutLeavingOutAFrame(int missed)
    {
        var frames = await FramesAroundAStallAsync(missed);
        Assert.Equal(Enumerable.Range(1, frames.Count).Select(frame => (long)frame), frames);
    }

    [Fact]
    public async Task Stall_LongerThanCanBeMadeUpFor_LeavesFramesOut()
    {
        const int missed = 10 * MediaClock.MostCaughtUp;
        var frames = await FramesAroundAStallAsync(missed);
        Assert.InRange(frames.Count, MediaClock.MostCaughtUp / 2, missed / 2);
        Assert.Equal(frames.Order().Distinct(), frames);
    }

    private static async Task<List<long>> FramesAroundAStallAsync(int missed)
    {
        var time = new SteppingTime();
        var frames = new List<long>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var clock = new MediaClock(time, "test", frame =>
        {
            frames.Add(frame);
            if (frames.Count == 1)
            {
                time.Jump(MediaClock.Frame * missed);
            }

            if (frame >= missed)
            {
                enough.TrySetResult();
            }
        });
        clock.Start();
        await enough.Task.WaitAsync(Generous, CancellationToken.None);
        clock.Dispose();
        return frames;
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
    public void Dispose_RunsWhatWasAccepted_AndRefusesWhatComesLater()
    {
        var ran = new List<int>();
        var clock = new MediaClock(TimeProvider.System, "test", _ => { });
        Assert.True(clock.Post(() => ran.Add(1)));
        Assert.True(clock.Post(() => ran.Add(2)));
        clock.Dispose();
        Assert.Equal([1, 2], ran);
        Assert.False(clock.Post(() => ran.Add(3)));
        Assert.Equal([1, 2], ran);
    }

    [Fact]
    public void Dispose_NeverStartedAndTwice_IsHarmless()
    {
        var clock = new MediaClock(TimeProvider.System, "test", _ => { });
        clock.Dispose();
        clock.Dispose();
    }

    /// <summary>Time that goes on with each look at it, and by jumps: a machine that is busy stalls nothing else.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Jump(TimeSpan by) => Interlocked.Add(ref _now, by.Ticks);

        public override long GetTimestamp() => Interlocked.Add(ref _now, Step.Ticks);
    }
}
