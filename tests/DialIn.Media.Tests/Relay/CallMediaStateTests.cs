using System.Text.Json;
using DialIn.Media.Relay;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

public class CallMediaStateTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Relay_RebuiltFromItsState_ContinuesAsOneStream(bool samePort)
    {
        using var first = new LoopFixture();
        var (trunk, conference) = (first.Open("trunk"), first.Open("conference", connected: true));
        var (caller, server) = (first.Peer(), first.Peer());
        trunk.Leg.Start(LoopFixture.Negotiate(caller));
        conference.Leg.Start(LoopFixture.Negotiate(server));
        first.Call.Join(trunk.Leg, conference.Leg);
        caller.Receive();
        server.Receive();
        caller.SendAudio(trunk.Leg, 10);
        server.SendAudio(conference.Leg, 10);
        var heardByCaller = caller.ReceiveUntil(IsNumber(5009));
        var heardByServer = server.ReceiveUntil(IsNumber(5009));

        // What the old process wrote goes through a file.
        var taken = first.Call.SnapshotAsync(TestContext.Current.CancellationToken);
        first.Call.Dispose();
        var state = await taken;
        var (trunkPort, conferencePort) = (trunk.Leg.LocalRtp.Port, conference.Leg.LocalRtp.Port);
        var read = JsonSerializer.Deserialize<CallMediaState>(JsonSerializer.Serialize(state))!;
        first.Loop.Dispose();
        if (samePort)
        {
            first.Ports.Dispose();
            UdpSockets.WaitUntilFree(first.Address, trunkPort, trunkPort + 1, conferencePort, conferencePort + 1);
        }

        using var second = new LoopFixture(address: first.Address);
        var events = new List<MediaEvent>();
        second.Call = CallMedia.Rebuild(second.Loop, second.Ports, read, _ => events.Add);
        var (newTrunk, newConference) = (second.Call.Legs[0], second.Call.Legs[1]);
        Assert.Equal(samePort, (trunkPort, conferencePort) == (newTrunk.LocalRtp.Port, newConference.LocalRtp.Port));
        Assert.Equal(("trunk", trunk.Leg.Format), (newTrunk.Name, newTrunk.Format));

        // Nobody needs to latch again: the very next packet passes, and carries on where the stream was.
        caller.SendAudio(newTrunk, 5);
        server.SendAudio(newConference, 5);
        heardByCaller.AddRange(caller.ReceiveUntil(IsNumber(5014)));
        heardByServer.AddRange(server.ReceiveUntil(IsNumber(5014)));

        SentPacket.AssertOneStream(heardByCaller);
        SentPacket.AssertOneStream(heardByServer);
        Assert.Empty(events);
    }

    [Fact]
    public void Relay_Rebuilt_SendsNothingOfItsOwn_WhileTheSourceGoesOn()
    {
        var (caller, server) = (new SourceStream(), new SourceStream(ssrc: 0x7777));
        var (trunk, conference) = (new LegHarness().Started().Latched(caller), new LegHarness(connected: true).Started());
        trunk.Path.Join(conference.Path);
        conference.Receive(server.Audio());
        conference.Receive(server.Audio());
        var state = trunk.Path.Snapshot(20_000, trunk.Now);

        var rebuilt = new LegHarness(stream: new RtpRewriter(state.Outgoing, trunk.Now)) { Now = trunk.Now }.Started();
        rebuilt.Path.Restore(LegHarness.Remote);
        rebuilt.Path.Join(conference.Path);
        rebuilt.Run(2);
        conference.Receive(server.Audio());
        rebuilt.Receive(caller.Audio());

        var (before, after) = (trunk.Sent[^1], Assert.Single(rebuilt.Sent));
        Assert.Equal((before.Ssrc, before.Sequence + 1, before.Timestamp + 160), (after.Ssrc, after.Sequence, after.Timestamp));
        Assert.False(after.Marker);
        Assert.Empty(rebuilt.Events);
        Assert.Equal(1, rebuilt.Path.Statistics.Received); // the source needs no second probation
    }

    [Fact]
    public async Task Snapshot_LeavesClosedLegsOut()
    {
        using var fixture = new LoopFixture();
        var (trunk, failed, conference) = (fixture.Open("trunk"), fixture.Open("first try"), fixture.Open("second try"));
        fixture.Call.Join(trunk.Leg, failed.Leg);
        failed.Leg.Close();
        Assert.Empty((await fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken)).Joined);

        fixture.Call.Join(trunk.Leg, conference.Leg);
        var state = await fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["trunk", "second try"], state.Legs.Select(leg => leg.Options.Name));
        Assert.Equal([0, 1], state.Joined);
        Assert.All(state.Legs, leg => Assert.Null(leg.Negotiated));
        Assert.All(state.Legs, leg => Assert.Null(leg.Outgoing.SinceTimestamp));
    }

    [Fact]
    [Rfc(3550, "8.1")]
    [Rfc(3711, "3.3.1")]
    public async Task NewStreams_StartAtRandom_WithTheFirstWrapFarAway()
    {
        using var fixture = new LoopFixture();
        for (var i = 0; i < 40; i++)
        {
            fixture.Open("leg");
        }

        var streams = (await fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken)).Legs.Select(leg => leg.Outgoing).ToList();

        // Of 32 bits, two are the same in one run of five million; of 15 bits, some may be.
        Assert.Equal(40, streams.Select(stream => stream.Ssrc).Distinct().Count());
        Assert.Equal(40, streams.Select(stream => stream.Timestamp).Distinct().Count());
        Assert.InRange(streams.Select(stream => stream.SequenceNumber).Distinct().Count(), 31, 40);
        Assert.All(streams, stream => Assert.True((ushort)(stream.SequenceNumber + 1) < 0x8000));
    }

    [Fact]
    public async Task Rebuild_WithoutEnoughPorts_ThrowsAndKeepsNone()
    {
        using var fixture = new LoopFixture();
        fixture.Open("trunk");
        fixture.Open("conference");
        var state = await fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken);
        using var one = new PortPool(new PortPoolOptions { Address = LoopbackAddress.Next(), First = 20_000, Last = 20_001 }, TimeProvider.System);

        Assert.Throws<PortsExhaustedException>(() => CallMedia.Rebuild(fixture.Loop, one, state, _ => _ => { }));
        await fixture.Call.SnapshotAsync(TestContext.Current.CancellationToken); // the loop has closed what was opened
        Assert.Equal(0, one.InUse);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(96, 101)]
    public void NegotiatedAudio_ThereAndBack_IsTheSame(int? eventType, int? offeredEventType)
    {
        var negotiated = LegHarness.Negotiated(Media.Codecs.AudioCodec.G722, eventType: (byte?)eventType, remote: "[2001:db8::5]:4000");
        negotiated = negotiated with { Format = negotiated.Format with { OfferedTelephoneEventPayloadType = (byte?)offeredEventType } };

        Assert.Equal(negotiated, NegotiatedAudioState.From(negotiated).ToNegotiatedAudio());
    }

    private static Func<SentPacket, bool> IsNumber(int number) => packet => packet.Payload[0] == number >> 8 && packet.Payload[1] == (byte)number;
}
