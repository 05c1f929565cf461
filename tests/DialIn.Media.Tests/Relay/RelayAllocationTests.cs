using DialIn.Media.Relay;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

public class RelayAllocationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("AES_CM_128_HMAC_SHA1_80")]
    [InlineData("AEAD_AES_128_GCM")]
    public async Task Relay_InSteadyState_AllocatesNothing(string? encryption)
    {
        using var fixture = new LoopFixture();
        var (trunk, conference) = (fixture.Open("trunk", isCapped: false), fixture.Open("conference", connected: true, isCapped: false));
        var (caller, server) = (fixture.Peer(), fixture.Peer());
        var thread = fixture.Loop.Threads[0];
        trunk.Leg.Start(LoopFixture.Negotiate(caller) with { Srtp = caller.Encrypt(encryption) });
        conference.Leg.Start(LoopFixture.Negotiate(server) with { Srtp = server.Encrypt(encryption) });
        caller.Receive();
        server.Receive();
        caller.SendAudio(trunk.Leg, 4);
        await trunk.NextAsync<MediaStarted>();
        server.SendAudio(conference.Leg, 1);
        await conference.NextAsync<MediaStarted>();
        fixture.Call.Join(trunk.Leg, conference.Leg);

        var sent = 0;
        var before = Relayed();
        Relay(500);
        Assert.Equal(0, Allocations.Of(() => Relay(2000), () => Allocated(thread)));

        void Relay(int packets)
        {
            for (var i = 0; i < packets; i++)
            {
                caller.SendAudio(trunk.Leg);
                server.ReceiveLength();
                server.SendAudio(conference.Leg);
                caller.ReceiveLength();
            }

            // What was received may have been silence from before.
            sent += 2 * packets;
            Assert.True(SpinWait.SpinUntil(() => Relayed() - before == sent, LoopFixture.Patience));
        }

        long Relayed() => trunk.Leg.Statistics.Relayed + conference.Leg.Statistics.Relayed;
    }

    [Fact]
    public void PromptAndSilence_InSteadyState_AllocateNothing()
    {
        using var fixture = new LoopFixture();
        var (leg, peer) = (fixture.Open("trunk"), fixture.Peer());
        var thread = fixture.Loop.Threads[0];
        leg.Leg.Start(LoopFixture.Negotiate(peer));
        leg.Leg.Play([LegHarness.Clip(5)], new PlaybackId(1), loop: true);
        Receive(10);

        Assert.Equal(0, Allocations.Of(() => Receive(30), () => Allocated(thread)));

        void Receive(int packets)
        {
            for (var i = 0; i < packets; i++)
            {
                peer.ReceiveLength();
            }
        }
    }

    // An event, and no task: completing one would allocate on the loop's thread.
    private static long Allocated(LoopThread thread)
    {
        using var done = new ManualResetEventSlim();
        var allocated = 0L;
        thread.Post(() =>
        {
            allocated = GC.GetAllocatedBytesForCurrentThread();
            done.Set();
        });
        Assert.True(done.Wait(LoopFixture.Patience, TestContext.Current.CancellationToken));
        return allocated;
    }
}
