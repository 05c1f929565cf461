using DialIn.Media.Relay;
using DialIn.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Media.Tests.Relay;

public class LoopThreadTests
{
    [Fact]
    public void Posted_IsDoneInOrder_OnTheLoopsThread()
    {
        using var thread = new LoopThread("test", new EpollPoller(), TimeProvider.System, new FakeLogger());
        using var done = new ManualResetEventSlim();
        var (order, names) = (new List<int>(), new HashSet<string?>());
        for (var i = 0; i < 1000; i++)
        {
            var number = i;
            thread.Post(() =>
            {
                order.Add(number);
                names.Add(Thread.CurrentThread.Name);
            });
        }

        thread.Post(done.Set);
        Assert.True(done.Wait(LoopFixture.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(0, 1000), order);
        Assert.Equal(["test"], names);
    }

    [Fact]
    public void Posted_BeforeTheEnd_IsDone_AndLaterIsRefused()
    {
        var thread = new LoopThread("test", new SelectPoller(), TimeProvider.System, new FakeLogger());
        var done = 0;
        for (var i = 0; i < 100; i++)
        {
            Assert.True(thread.Post(() => done++));
        }

        thread.Dispose();

        Assert.Equal(100, done);
        Assert.False(thread.Post(() => done++));
        thread.Dispose();
    }

    [Fact]
    public void Posted_ThatFails_IsLogged_AndTheLoopGoesOn()
    {
        var logger = new FakeLogger();
        using var thread = new LoopThread("test", new EpollPoller(), TimeProvider.System, logger);
        using var done = new ManualResetEventSlim();
        thread.Post(() => throw new InvalidOperationException("broken"));
        thread.Post(done.Set);

        Assert.True(done.Wait(LoopFixture.Patience, TestContext.Current.CancellationToken));
        Assert.Equal((LogLevel.Error, 2002), (logger.LatestRecord.Level, logger.LatestRecord.Id.Id));
    }

    [Fact]
    public void AStall_IsLogged_AndNotMadeUpFor()
    {
        // The clock stands still until the leg is there, then jumps half a second.
        var (time, logger) = (new FakeTimeProvider(), new FakeLogger());
        using var loop = new LoopThread("test", new EpollPoller(), time, logger);
        using var pool = new PortPool(new PortPoolOptions { Address = LoopbackAddress.Next(), First = 20_000, Last = 20_001 }, time);
        using var peer = new LoopPeer(new System.Net.IPEndPoint(LoopbackAddress.Next(), 0));
        var ports = pool.Lease();
        var path = new LegPath(new MediaLegOptions { Name = "leg" }, _ => { }, new RtpRewriter(1, 1, 0), loop.Scratch, logger);
        loop.Post(() => loop.Open(path, ports));
        loop.Post(() => path.Start(LoopFixture.Negotiate(peer), loop.Now));
        loop.Post(() => time.Advance(TimeSpan.FromMilliseconds(20)));
        var before = peer.Receive();
        loop.Post(() => time.Advance(TimeSpan.FromMilliseconds(500)));
        var after = peer.Receive();

        Assert.Equal(before.Sequence + 1, after.Sequence);
        Assert.Equal(25u * 160, after.Timestamp - before.Timestamp);
        Assert.True(after.Marker);
        Assert.Equal(0, peer.Available);
        Assert.Equal((LogLevel.Warning, 2003), (logger.LatestRecord.Level, logger.LatestRecord.Id.Id));
        loop.Dispose();
        ports.Dispose();
    }

    [Fact]
    public void Loop_WithoutThreads_IsRefused()
    {
        using var logging = new LoggerFactory();

        Assert.Throws<ArgumentOutOfRangeException>(() => new MediaLoop(new MediaLoopOptions { Threads = 0 }, TimeProvider.System, logging));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MediaLoop(new MediaLoopOptions { Threads = 65 }, TimeProvider.System, logging));
    }

    [Fact]
    public void Loop_SeveralThreads_TheEmptiestGetsTheNextCall()
    {
        using var logging = new LoggerFactory();
        using var loop = new MediaLoop(new MediaLoopOptions { Threads = 3 }, TimeProvider.System, logging);
        using var ports = new PortPool(new PortPoolOptions { Address = LoopbackAddress.Next(), First = 20_000, Last = 20_001 }, TimeProvider.System);
        var calls = Enumerable.Range(0, 9).Select(_ => CallMedia.Create(loop, ports)).ToList();
        Assert.Equal([3, 3, 3], loop.Threads.Select(thread => thread.Calls));

        foreach (var place in (int[])[1, 4, 5])
        {
            calls[place].Dispose();
            calls[place].Dispose();
        }

        Assert.Equal([3, 1, 2], loop.Threads.Select(thread => thread.Calls));
        Assert.Equal(loop.Threads[1], loop.Enter());
        calls.ForEach(call => call.Dispose());
    }

    [Fact]
    public void FallingBehind_IsCounted()
    {
        var time = new FakeTimeProvider();
        using var logging = new LoggerFactory();
        using var loop = new MediaLoop(new MediaLoopOptions { Threads = 1 }, time, logging);
        using var pool = new PortPool(new PortPoolOptions { Address = LoopbackAddress.Next(), First = 20_000, Last = 20_001 }, time);
        using var call = CallMedia.Create(loop, pool);
        using var done = new ManualResetEventSlim();
        _ = call.OpenLeg(new MediaLegOptions { Name = "leg" }, _ => { });
        var thread = loop.Threads[0];
        thread.Post(() => time.Advance(TimeSpan.FromMilliseconds(500)));
        thread.Post(done.Set);
        Assert.True(done.Wait(LoopFixture.Patience, TestContext.Current.CancellationToken));
        loop.Dispose();

        Assert.Equal((1, 1), (thread.Calls, thread.Stalls));
        Assert.Equal(TimeSpan.FromMilliseconds(480), thread.Late);
    }

    [Fact]
    public void WhatIsPosted_CountsAsWork()
    {
        var time = new FakeTimeProvider();
        using var thread = new LoopThread("test", new EpollPoller(), time, new FakeLogger());
        using var done = new ManualResetEventSlim();
        thread.Post(() => time.Advance(TimeSpan.FromMilliseconds(300)));
        thread.Post(done.Set);
        Assert.True(done.Wait(LoopFixture.Patience, TestContext.Current.CancellationToken));
        thread.Dispose();

        Assert.Equal(TimeSpan.FromMilliseconds(300), thread.Busy);
    }

    [Fact]
    public void PacketsThatFoundTheBufferFull_AreCountedEveryFiveSeconds()
    {
        var time = new FakeTimeProvider();
        using var logging = new LoggerFactory();
        using var loop = new MediaLoop(new MediaLoopOptions { Threads = 1 }, time, logging);
        using var pool = new PortPool(new PortPoolOptions { Address = LoopbackAddress.Next(), First = 20_000, Last = 20_001 }, time);
        using var call = CallMedia.Create(loop, pool);
        using var peer = new LoopPeer(new System.Net.IPEndPoint(LoopbackAddress.Next(), 0));
        using var release = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var leg = call.OpenLeg(new MediaLegOptions { Name = "leg" }, _ => { });
        leg.Start(LoopFixture.Negotiate(peer));
        var thread = loop.Threads[0];
        thread.Post(() => time.Advance(TimeSpan.FromMilliseconds(20)));
        peer.Receive();
        thread.Post(() => release.Wait(LoopFixture.Patience));
        peer.SendAudio(leg, 400);
        Assert.True(SpinWait.SpinUntil(() => UdpSockets.DroppedAt(leg.Ports.Rtp) > 0, LoopFixture.Patience));
        release.Set();
        thread.Post(() => time.Advance(TimeSpan.FromSeconds(5)));
        thread.Post(done.Set);
        Assert.True(done.Wait(LoopFixture.Patience, TestContext.Current.CancellationToken));
        loop.Dispose();

        Assert.InRange(thread.Overflowed, 1, 400);
    }
}
