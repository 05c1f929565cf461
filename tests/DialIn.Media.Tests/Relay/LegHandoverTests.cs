using System.Net;
using DialIn.Media.Relay;

namespace DialIn.Media.Tests.Relay;

/// <summary>A stream that goes on from another address, and those who would like theirs to.</summary>
public class LegHandoverTests
{
    private static readonly SocketPeer Moved = SocketPeer.From(IPEndPoint.Parse("198.51.100.20:6000"));

    private readonly LegHarness _leg = new();
    private readonly SourceStream _source = new();

    public LegHandoverTests()
    {
        _leg.Started();
        Send(50, LegHarness.Remote);
    }

    [Fact]
    public void SameStream_AfterASilence_IsFollowed()
    {
        Pause(2000);
        Send(100, Moved);

        Assert.Equal(Moved.ToEndPoint(), _leg.Path.Statistics.Source);
        Assert.Equal(Moved, _leg.Sent[^1].To);
        Assert.Equal((1L, 0L), (_leg.Path.Statistics.Handovers, _leg.Path.Statistics.Strangers));
        Assert.Single(_leg.Events); // MediaStarted, and no second one
    }

    [Fact]
    public void OnePacketOfTheOldSource_ThatComesLate_DoesNotTakeTheStreamBack()
    {
        // The fifth: the one after those that made the source believed.
        var fifth = new SourceStream();
        for (var i = 0; i < 4; i++)
        {
            fifth.Audio();
        }

        Pause(2000);
        Send(100, Moved);
        _leg.Receive(fifth.Audio(), LegHarness.Remote);

        Assert.Equal(Moved.ToEndPoint(), _leg.Path.Statistics.Source);
        Assert.Equal(1, _leg.Path.Statistics.Strangers);
    }

    [Fact]
    public void PacketsLostOnTheWay_AreNoHindrance()
    {
        for (var i = 0; i < 60; i++)
        {
            _source.Audio();
            _leg.Run(1);
        }

        Send(10, Moved);

        Assert.Equal(Moved.ToEndPoint(), _leg.Path.Statistics.Source);
    }

    [Fact]
    public void OldSourceIsStillHeard_NobodyTakesOver()
    {
        // Somebody who sees the stream sends copies of it, in time: as long as the peer is there, nothing changes.
        var copy = new SourceStream { Sequence = _source.Sequence, Timestamp = _source.Timestamp };
        for (var i = 0; i < 500; i++)
        {
            _leg.Receive(copy.Audio(), Moved);
            Send(1, LegHarness.Remote);
        }

        Assert.Equal(LegHarness.Remote.ToEndPoint(), _leg.Path.Statistics.Source);
    }

    [Theory]
    [InlineData(0x2222u, 0, 0)] // another SSRC
    [InlineData(0x1111u, -120, 0)] // numbers that were used
    [InlineData(0x1111u, 251, 0)] // too far ahead
    [InlineData(0x1111u, 0, 9_000)] // the clock is a second ahead
    [InlineData(0x1111u, 0, -9_000)] // or behind
    [InlineData(0x1111u, 30_000, 0x4000_0000)]
    public void WhoDoesNotKnowTheStream_IsAStranger(uint ssrc, int sequence, int timestamp)
    {
        Pause(1000);
        var guess = new SourceStream(ssrc, (ushort)(_source.Sequence + sequence), unchecked(_source.Timestamp + (uint)timestamp));
        for (var i = 0; i < 100; i++)
        {
            _leg.Receive(guess.Audio(), LegHarness.Stranger);
            _leg.Run(1);
        }

        Assert.Equal(LegHarness.Remote.ToEndPoint(), _leg.Path.Statistics.Source);
        Assert.Equal(0, _leg.Path.Statistics.Handovers);
    }

    [Fact]
    public void Flood_OfAllNumbers_DoesNotTakeOver()
    {
        Pause(1000);
        var random = new Random(9);
        for (var i = 0; i < 100_000; i++)
        {
            var guess = new SourceStream((uint)random.NextInt64(uint.MaxValue), (ushort)i, (uint)random.NextInt64(uint.MaxValue));
            _leg.Receive(guess.Audio(), LegHarness.Stranger);
        }

        Assert.Equal(LegHarness.Remote.ToEndPoint(), _leg.Path.Statistics.Source);
        Send(5, LegHarness.Remote);
        Assert.Equal(55 - 3, _leg.Path.Statistics.Received);
    }

    [Fact]
    public void HandedOver_TheDescriptionsAddressMayComeBack()
    {
        Pause(1000);
        Send(50, Moved);
        Send(10, LegHarness.Remote);

        Assert.Equal(LegHarness.Remote.ToEndPoint(), _leg.Path.Statistics.Source);
    }

    [Fact]
    public void StolenPort_AnotherStreamFromThePeersOwnAddress_LeavesOneStreamInOrder()
    {
        // Somebody has the peer's address and port, and sends beside it. Only SRTP can tell them apart; what goes on stays one stream.
        var conference = new LegHarness(stream: new RtpRewriter(0xF00D, 1, 1)).Started();
        _leg.Path.Join(conference.Path);
        var thief = new SourceStream(0x6666, sequence: 100, timestamp: 9);
        for (var i = 0; i < 200; i++)
        {
            _leg.Receive(thief.Audio());
            Send(1, LegHarness.Remote);
        }

        Assert.Equal(LegHarness.Remote.ToEndPoint(), _leg.Path.Statistics.Source);
        Assert.True(conference.Sent.Count >= 200, $"{conference.Sent.Count} packets");
        SentPacket.AssertOneStream(conference.Sent);
    }

    [Fact]
    public void StolenAddress_StrangersFromAllPortsOfThePeersHost_AreRefused()
    {
        for (ushort port = 1; port < 2000; port++)
        {
            var thief = new SourceStream(port);
            for (var i = 0; i < 6; i++)
            {
                _leg.Receive(thief.Audio(), LegHarness.Remote with { Port = port });
            }
        }

        Send(10, LegHarness.Remote);
        Assert.Equal(LegHarness.Remote.ToEndPoint(), _leg.Path.Statistics.Source);
        Assert.Equal(0, _leg.Path.Statistics.Reception.CumulativeLost);
    }

    [Fact]
    public void Connected_NeverFollows()
    {
        var leg = new LegHarness(connected: true).Started();
        leg.Receive(_source.Audio());
        for (var i = 0; i < 50; i++)
        {
            _source.Audio();
            leg.Run(1);
        }

        for (var i = 0; i < 50; i++)
        {
            leg.Receive(_source.Audio(), Moved);
            leg.Run(1);
        }

        Assert.Equal(LegHarness.Remote.ToEndPoint(), leg.Path.Statistics.Source);
    }

    [Fact]
    public void Handover_InAKeyPress_CountsTheKeyOnce()
    {
        var press = _source.Press('5');
        Assert.True(press.Count > 4);
        _leg.Receive(press[0]);
        _leg.Run(30);
        _source.Timestamp += 30 * 160 - 1600;
        foreach (var packet in press.Skip(1))
        {
            _leg.Receive(packet, Moved);
            _leg.Run(1);
        }

        Send(10, Moved);

        Assert.Equal("5", _leg.Digits);
        Assert.Equal(Moved.ToEndPoint(), _leg.Path.Statistics.Source);
    }

    // Nothing comes, while the peer's clock runs on.
    private void Pause(int milliseconds)
    {
        _leg.Run(milliseconds / 20);
        _source.Timestamp += (uint)milliseconds * 8;
    }

    private void Send(int packets, SocketPeer from)
    {
        for (var i = 0; i < packets; i++)
        {
            _leg.Receive(_source.Audio(), from);
            _leg.Run(1);
        }
    }
}
