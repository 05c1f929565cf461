using System.Net;
using System.Net.Sockets;
using DialIn.Media.Relay;
using DialIn.Media.Rtcp;
using DialIn.Media.Sdp;
using DialIn.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>Whole calls over real sockets; run with each poller.</summary>
public abstract class MediaLoopContract(bool portable) : IDisposable
{
    private static readonly byte[] SilentFrame = [.. Enumerable.Repeat((byte)0xD5, 160)];

    private readonly bool _portable = portable;
    private readonly LoopFixture _fixture = new(portable);

    [Fact]
    public void Leg_ListensOnAnEvenPortOfThePool()
    {
        var leg = _fixture.Open("trunk").Leg;

        Assert.Equal(_fixture.Address, leg.LocalRtp.Address);
        Assert.Equal(0, leg.LocalRtp.Port % 2);
        Assert.Null(leg.Format);
    }

    [Fact]
    public async Task Prompt_ArrivesWhole_InOneStream()
    {
        var (leg, peer) = (_fixture.Open("trunk"), _fixture.Peer());
        leg.Leg.Play([LegHarness.Clip(20), LegHarness.Clip(5, first: 100)], new PlaybackId(1));
        leg.Leg.Start(LoopFixture.Negotiate(peer));

        var packets = peer.ReceiveUntil(packet => packet.Payload.SequenceEqual(SilentFrame));

        Assert.Equal([.. Enumerable.Range(0, 20), 100, 101, 102, 103, 104], packets.SkipLast(1).Select(packet => (int)packet.Payload[0]));
        SentPacket.AssertOneStream(packets);
        Assert.True(packets[0].Marker);
        Assert.True((await leg.NextAsync<PlaybackEnded>()).Completed);
    }

    [Fact]
    public async Task Prompt_KeepsThePaceOfTheLoopsClock_NeverAhead()
    {
        var time = new FakeTimeProvider();
        using var fixture = new LoopFixture(_portable, time: time);
        var (leg, peer) = (fixture.Open("trunk"), fixture.Peer());
        leg.Leg.Play([LegHarness.Clip(25)], new PlaybackId(1));
        leg.Leg.Start(LoopFixture.Negotiate(peer));

        for (var frame = 0; frame < 25; frame++)
        {
            await AdvanceAsync(19);
            Assert.Equal(0, peer.Available);
            await AdvanceAsync(1);
            Assert.Equal(frame, peer.Receive().Payload[0]);
        }

        async Task AdvanceAsync(int milliseconds)
        {
            fixture.Loop.Threads[0].Post(() => time.Advance(TimeSpan.FromMilliseconds(milliseconds)));

            // The round in which time went on is over when a second one has begun.
            await fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken);
            await fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task PromptRelayPrompt_IsOneStream()
    {
        var (trunk, conference) = (_fixture.Open("trunk"), _fixture.Open("conference", connected: true));
        var (caller, server) = (_fixture.Peer(), _fixture.Peer());
        trunk.Leg.Start(LoopFixture.Negotiate(caller));
        trunk.Leg.Play([LegHarness.Clip(3, first: 10)], new PlaybackId(1));
        List<SentPacket> heard = caller.ReceiveUntil(packet => packet.Payload[0] == 12);
        await trunk.NextAsync<PlaybackEnded>();

        conference.Leg.Start(LoopFixture.Negotiate(server));
        _fixture.Call.Join(trunk.Leg, conference.Leg);
        server.SendAudio(conference.Leg, 10);
        heard.AddRange(caller.ReceiveUntil(packet => packet.Payload[1] == unchecked((byte)5009) && packet.Payload[0] == 5009 >> 8));
        trunk.Leg.Play([LegHarness.Clip(3, first: 20)], new PlaybackId(2));
        heard.AddRange(caller.ReceiveUntil(packet => packet.Payload[0] == 22));
        _fixture.Call.Part();
        heard.AddRange(caller.ReceiveUntil(packet => packet.Payload.SequenceEqual(SilentFrame)));

        SentPacket.AssertOneStream(heard);
        Assert.Equal(10, trunk.Leg.Statistics.Relayed);
    }

    [Fact]
    public async Task Relay_PassesBothWays_AfterTheLatch()
    {
        var (trunk, conference, caller, server) = await JoinedAsync();

        for (var i = 0; i < 50; i++)
        {
            caller.SendAudio(trunk.Leg);
            Assert.Equal(caller.Stream.Sequence - 1, Number(ReceiveSound(server)));
            server.SendAudio(conference.Leg);
            Assert.Equal(server.Stream.Sequence - 1, Number(ReceiveSound(caller)));
        }

        Assert.Equal(caller.EndPoint, trunk.Leg.Statistics.Source);
        Assert.Equal(0, trunk.Leg.Statistics.Reception.CumulativeLost);
    }

    [Fact]
    [Rfc(4733, "2.5.2")]
    public async Task Digits_AreReported_StopThePrompt_AndStayHere()
    {
        var (trunk, _, caller, server) = await JoinedAsync();
        trunk.Leg.Play([LegHarness.Clip(200)], new PlaybackId(5), loop: true);
        caller.ReceiveUntil(packet => packet.Payload[0] == 1);
        foreach (var packet in "12#".SelectMany(digit => caller.Stream.Press(digit)))
        {
            caller.Send(trunk.Leg, packet);
        }

        Assert.Equal('1', (await trunk.NextAsync<DigitReceived>()).Digit);
        Assert.Equal(new PlaybackEnded(new PlaybackId(5)), await trunk.NextAsync<PlaybackEnded>());
        Assert.Equal('2', (await trunk.NextAsync<DigitReceived>()).Digit);
        Assert.Equal('#', (await trunk.NextAsync<DigitReceived>()).Digit);

        var snapshot = await _fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0, 1], snapshot.Joined);
        Assert.All(DrainNow(server), packet => Assert.Equal(8, packet.PayloadType));
    }

    [Fact]
    public async Task SendDigit_ArrivesAsAPress()
    {
        var (trunk, _, caller, _) = await JoinedAsync();

        Assert.True(trunk.Leg.SendDigit('9'));
        Assert.False(trunk.Leg.SendDigit('x'));

        var press = caller.ReceiveUntil(packet => packet.PayloadType == 101 && packet.Payload[1] >= 0x80);
        Assert.Equal([9, 0x8A, 3, 32], press[^1].Payload);
    }

    [Fact]
    public void SendDigit_NotNegotiated_IsRefused()
    {
        var leg = _fixture.Open("trunk").Leg;
        Assert.False(leg.SendDigit('1'));

        leg.Start(LegHarness.Negotiated(eventType: null));
        Assert.False(leg.SendDigit('1'));
        Assert.Null(leg.Format!.TelephoneEventPayloadType);
    }

    [Fact]
    public async Task Strangers_FloodTheLeg_TheCallerIsStillHeard_AndOnlyHe()
    {
        // The clock stands still: who is silent for a second is no longer the only one who may speak.
        var time = new FakeTimeProvider();
        using var fixture = new LoopFixture(_portable, time: time);
        var (trunk, _, caller, server) = await JoinedAsync(fixture, () => fixture.Loop.Threads[0].Post(() => time.Advance(TimeSpan.FromMilliseconds(30))));
        var stranger = fixture.Peer();
        var forged = new SourceStream(caller.Stream.Ssrc, caller.Stream.Sequence, caller.Stream.Timestamp);
        for (var i = 0; i < 20; i++)
        {
            for (var flood = 0; flood < 10; flood++)
            {
                stranger.Send(trunk.Leg, forged.Audio(marker: true));
            }

            caller.SendAudio(trunk.Leg);
            var heard = ReceiveSound(server);
            Assert.Equal(caller.Stream.Sequence - 1, Number(heard));
            Assert.Equal(i == 0, heard.Marker); // the first is the switch from silence
        }

        Assert.Equal(20 * 10, trunk.Leg.Statistics.Strangers);
    }

    [Fact]
    public async Task PeerIsGone_TheSocketsErrorsEndNothing()
    {
        var (trunk, conference, caller, server) = await JoinedAsync();
        server.Dispose();
        for (var i = 0; i < 50; i++)
        {
            caller.SendAudio(trunk.Leg);
        }

        // The peer comes back, and the call goes on; at first errors that come late may still cost a packet.
        UdpSockets.WaitUntilFree(server.EndPoint.Address, server.EndPoint.Port);
        using var again = new LoopPeer(server.EndPoint) { Stream = server.Stream };
        var first = caller.Stream.Sequence;
        SentPacket? heard = null;
        for (var round = 0; round < 1000 && heard is null; round++)
        {
            caller.SendAudio(trunk.Leg);
            SpinWait.SpinUntil(() => again.Available > 0, TimeSpan.FromMilliseconds(20));
            heard = DrainNow(again).Find(packet => !packet.Payload.SequenceEqual(SilentFrame) && Number(packet) >= first);
        }

        Assert.NotNull(heard);
        Assert.InRange(Number(heard), first, caller.Stream.Sequence - 1);
        again.SendAudio(conference.Leg);
        Assert.Equal(server.Stream.Sequence - 1, Number(ReceiveSound(caller)));
    }

    [Fact]
    [Rfc(3550, "6.4")]
    public async Task Rtcp_GoesBothWays_AndIsUnderstood()
    {
        var (trunk, caller) = (_fixture.Open("trunk"), _fixture.Peer());
        var reports = _fixture.Peer(caller.EndPoint.Address);
        trunk.Leg.Start(LoopFixture.Negotiate(caller) with { RemoteRtcp = reports.EndPoint });
        var ours = caller.Receive();
        caller.SendAudio(trunk.Leg, 10);
        await trunk.NextAsync<MediaStarted>();

        var report = reports.ReceiveReport(read => read.Digest.OfOurs is not null);
        Assert.Equal("SenderReport SourceDescription", report.Types);
        Assert.Equal(ours.Ssrc, report.Ssrc);
        Assert.Equal(report.Sent.PacketCount * 160, report.Sent.OctetCount);
        Assert.Equal(caller.Stream.Ssrc, report.Received.Ssrc);
        Assert.Equal(0, report.Received.CumulativeLost);

        reports.SendReport(trunk.Leg, Answer(caller.Stream.Ssrc, report, lost: 5));
        Assert.True(SpinWait.SpinUntil(() => trunk.Leg.Statistics.Rtcp.Received > 0, LoopFixture.Patience));
        Assert.Equal((1, 0, 0), (trunk.Leg.Statistics.Rtcp.Received, trunk.Leg.Statistics.Rtcp.Strangers, trunk.Leg.Statistics.Rtcp.Malformed));
        var quality = await trunk.Leg.MeasureAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(quality.RoundTrip);
        Assert.True(quality.Sent!.Value.Loss > 0);
        trunk.Leg.Close();
        var goodbye = reports.ReceiveReport(read => read.Types.EndsWith("Goodbye", StringComparison.Ordinal));
        Assert.Equal(("SenderReport SourceDescription Goodbye", ours.Ssrc), (goodbye.Types, goodbye.Ssrc));
    }

    [Fact]
    public async Task Rtcp_IsRead()
    {
        var (trunk, _, _, _) = await JoinedAsync();
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < 20; i++)
        {
            sender.SendTo(new byte[60], new IPEndPoint(trunk.Leg.LocalRtp.Address, trunk.Leg.LocalRtp.Port + 1));
        }

        long Refused() => trunk.Leg.Statistics.Rtcp.Strangers + trunk.Leg.Statistics.Rtcp.Malformed;
        Assert.True(SpinWait.SpinUntil(() => Refused() == 20, LoopFixture.Patience));
    }

    [Fact]
    public async Task LoopHeldUpForLong_EveryPacketIsReadOrCountedAsDropped()
    {
        const int Packets = 400;
        var (trunk, _, caller, _) = await JoinedAsync();
        var before = trunk.Leg.Statistics;
        using var release = new ManualResetEventSlim();
        var thread = _fixture.Loop.Threads[0];
        thread.Post(() => release.Wait(LoopFixture.Patience));
        caller.SendAudio(trunk.Leg, Packets);
        release.Set();
        long Read() => trunk.Leg.Statistics.Received - before.Received + trunk.Leg.Statistics.OverRate - before.OverRate;
        Assert.True(SpinWait.SpinUntil(() => Read() + UdpSockets.DroppedAt(trunk.Leg.Ports.Rtp) == Packets, LoopFixture.Patience));
        var read = Read();
        _fixture.Call.Dispose();
        await CallMedia.Create(_fixture.Loop, _fixture.Ports).SnapshotAsync(TestContext.Current.CancellationToken); // the loop has closed it

        Assert.InRange(read, 1, Packets - 1);
        Assert.Equal(Packets, read + thread.Overflowed);
    }

    [Fact]
    public async Task Hold_StopsAllPackets()
    {
        var (trunk, _, caller, _) = await JoinedAsync();
        trunk.Leg.Start(LoopFixture.Negotiate(caller, Direction.Inactive));
        await _fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken);
        DrainNow(caller);
        var sent = trunk.Leg.Statistics.Sent;
        trunk.Leg.Play([LegHarness.Clip(5)], new PlaybackId(1));
        await trunk.NextAsync<PlaybackEnded>();

        Assert.Equal(sent, trunk.Leg.Statistics.Sent);
    }

    [Fact]
    public async Task Dispose_ClosesBothLegs_AndDrainsThePorts()
    {
        var (trunk, conference, caller, server) = await JoinedAsync();
        var snapshot = _fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken);
        _fixture.Call.Dispose();
        _fixture.Call.Dispose();
        trunk.Leg.Close();
        trunk.Leg.Play([LegHarness.Clip(1)], new PlaybackId(1));
        Assert.Equal(2, (await snapshot).Legs.Count);

        var after = await CallMedia.Create(_fixture.Loop, _fixture.Ports).SnapshotAsync(TestContext.Current.CancellationToken); // the loop has done it all
        Assert.Empty(after.Legs);
        Assert.Equal((0, 2), (_fixture.Ports.InUse, _fixture.Ports.Draining));
        var sent = (trunk.Leg.Statistics.Sent, conference.Leg.Statistics.Sent);
        caller.SendAudio(trunk.Leg, 5);
        server.SendAudio(conference.Leg, 5);
        Assert.Throws<ObjectDisposedException>(() => _fixture.Open("late"));
        Assert.Equal(sent, (trunk.Leg.Statistics.Sent, conference.Leg.Statistics.Sent));
        Assert.False(trunk.Events.TryRead(out _));
    }

    [Fact]
    public async Task LoopEnded_NothingThrows_AndPortsComeBack()
    {
        var leg = _fixture.Open("trunk").Leg;
        _fixture.Loop.Dispose();
        _fixture.Loop.Dispose();
        leg.StopPlayback();
        leg.Close();

        Assert.Equal((0, 1), (_fixture.Ports.InUse, _fixture.Ports.Draining));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _fixture.Dispose();
        GC.SuppressFinalize(this);
    }

    private static byte[] Answer(uint from, SentReport report, int lost)
    {
        var buffer = new byte[RtcpWriter.MaxLength];
        var writer = new RtcpWriter(buffer, from);
        writer.ReceiverReport(new ReportBlock(report.Ssrc, 0, lost, report.Sent.PacketCount, 0, NtpTime.Compact(report.Sent.NtpTimestamp), 0));
        writer.SourceDescription(CanonicalName.Create());
        return buffer[..writer.Length];
    }

    private static int Number(SentPacket packet) => (packet.Payload[0] << 8) | packet.Payload[1];

    private static SentPacket ReceiveSound(LoopPeer peer) => peer.ReceiveUntil(packet => !packet.Payload.SequenceEqual(SilentFrame))[^1];

    private static List<SentPacket> DrainNow(LoopPeer peer)
    {
        var packets = new List<SentPacket>();
        while (peer.Available > 0)
        {
            packets.Add(peer.Receive());
        }

        return packets;
    }

    private Task<(LoopLeg Trunk, LoopLeg Conference, LoopPeer Caller, LoopPeer Server)> JoinedAsync() => JoinedAsync(_fixture, static () => { });

    private static async Task<(LoopLeg Trunk, LoopLeg Conference, LoopPeer Caller, LoopPeer Server)> JoinedAsync(LoopFixture fixture, Action passAFrame)
    {
        var (trunk, conference) = (fixture.Open("trunk"), fixture.Open("conference", connected: true));
        var (caller, server) = (fixture.Peer(), fixture.Peer());
        trunk.Leg.Start(LoopFixture.Negotiate(caller));
        conference.Leg.Start(LoopFixture.Negotiate(server));
        passAFrame();
        caller.Receive(); // the loop has started the leg once it sends
        server.Receive();
        caller.SendAudio(trunk.Leg, 4);
        await trunk.NextAsync<MediaStarted>();
        server.SendAudio(conference.Leg);
        await conference.NextAsync<MediaStarted>();
        fixture.Call.Join(trunk.Leg, conference.Leg);
        await fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken);
        return (trunk, conference, caller, server);
    }
}

public sealed class EpollMediaLoopTests() : MediaLoopContract(portable: false);

public sealed class SelectMediaLoopTests() : MediaLoopContract(portable: true);
