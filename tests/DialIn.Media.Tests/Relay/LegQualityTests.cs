using DialIn.Media.Quality;
using DialIn.Media.Sdp;

namespace DialIn.Media.Tests.Relay;

/// <summary>What a leg says of a network that loses, doubles, reorders and delays.</summary>
public class LegQualityTests
{
    // A receiver report of our stream, and what the telephone itself measured: RFC 3611 §4.7.
    private const string NothingLost = "81C90007 00001111 0000BEEF 00000000 00000000 00000000 00000000 00000000";
    private const string VoipMetrics = "80CF000A 00001111 07000008 0000BEEF 0D40A008 00F01388 00140028 EC D0 7F 10 50 7F 2B 2A 70 00 003C 0050 00C8";

    private readonly LegHarness _leg = new();
    private readonly SourceStream _source = new();

    public LegQualityTests() => _leg.Started();

    private LegQuality Total => _leg.Path.Meter.Total;

    private StreamQuality Received => Total.Received!.Value;

    [Fact]
    public void GoodNetwork_IsAsGoodAsATelephoneGets()
    {
        Send(1000, _ => 1);

        // 20 ms for the packet: 93.2 - 0.024 * 20.
        Assert.Equal(92.72, Received.RFactor, 2);
        Assert.Equal(4.40, Received.Mos, 2);
        Assert.Equal((0.0, 0.0, TimeSpan.Zero), (Received.Loss, Received.Late, Received.Jitter));
        Assert.Equal(Received.Mos, _leg.Path.Meter.Recent.Received!.Value.Mos, 6);
    }

    [Fact]
    public void NothingCame_NothingIsSaid()
    {
        _leg.Run(1000);

        Assert.Equal(default, Total);
        Assert.Equal(default, _leg.Path.Meter.Recent);
    }

    [Fact]
    public void Loss_EveryTwentieth()
    {
        Send(2000, packet => packet % 20 == 10 ? 0 : 1);

        Assert.Equal(0.05, Received.Loss, 3);
        Assert.Equal(93.2 - 0.48 - 15.78, Received.RFactor, 0.3);
        Assert.InRange(Received.Mos, 3.8, 3.95);
    }

    [Fact]
    public void Loss_InBursts_IsWorseThanTheSameByChance()
    {
        // A tenth, in runs of ten.
        Send(2000, packet => packet % 100 is >= 40 and < 50 ? 0 : 1);

        Assert.Equal(0.1, Received.Loss, 3);
        Assert.Equal((1.0, 200.0), (Received.BurstDensity, Received.BurstDuration.TotalMilliseconds));
        Assert.Equal(0, Received.GapDensity);
        Assert.Equal(1800 * 20 / 21.0, Received.GapDuration.TotalMilliseconds, 10.0); // less what came before the latch
        var byChance = EModel.Rating(0.1, 1, TimeSpan.FromMilliseconds(20), isConcealed: true);
        Assert.True(Received.RFactor < byChance - 5, $"{Received.RFactor} and {byChance}");
    }

    [Fact]
    public void DuplicatesAndReordering_CostNothing()
    {
        Send(4, _ => 1);
        for (var i = 0; i < 500; i++)
        {
            var (first, second) = (_source.Audio(), _source.Audio());
            _leg.Run(1);
            _leg.Receive(second);
            _leg.Receive(first);
            _leg.Run(1);
            _leg.Receive(second);
        }

        Assert.Equal((0.0, 0.0), (Received.Loss, Received.Late));
        Assert.InRange(Received.Jitter.TotalMilliseconds, 5, 25);
    }

    [Fact]
    public void Late_IsWhatNoJitterBufferWouldHaveKept()
    {
        // Every 50 packets the network stops for 300 ms, and then gives all at once.
        var held = new List<byte[]>();
        for (var i = 0; i < 1000; i++)
        {
            held.Add(_source.Audio());
            _leg.Run(1);
            if (i % 50 >= 15)
            {
                held.ForEach(packet => _leg.Receive(packet));
                held.Clear();
            }
        }

        Assert.Equal(0, Received.Loss);
        Assert.Equal(0.2, Received.Late, 0.02); // 300 to 20 ms, and 10 of 50 more than 100 ms
        Assert.InRange(Received.Mos, 1, 3);
    }

    [Fact]
    public void NewSource_SequenceWrap_TimestampJump_AreNoLoss()
    {
        Send(300, _ => 1);
        _source.Sequence = 65_400;
        _source.Ssrc = 0x2222;
        Send(300, _ => 1); // wraps
        _source.Timestamp += 800_000;
        Send(300, _ => 1);
        _source.Sequence += 20_000;
        Send(300, _ => 1);

        Assert.Equal((0.0, 0.0), (Received.Loss, Received.Late));
        Assert.True(Received.Mos > 4.3, $"{Received}");
    }

    [Fact]
    public void KeyPress_IsNeitherLateNorJitter()
    {
        Send(100, _ => 1);
        for (var press = 0; press < 10; press++)
        {
            var packets = _source.Press('5');
            foreach (var packet in packets)
            {
                _leg.Receive(packet);
                _leg.Run(1);
            }

            _leg.Run((1600 / 160) - packets.Count); // until its time is over
            Send(50, _ => 1);
        }

        Assert.Equal((0, TimeSpan.Zero), (Received.Late, Received.Jitter));
        Assert.Equal(0u, _leg.Path.Statistics.Reception.InterarrivalJitter);
    }

    [Fact]
    public void Recent_IsOfTheLastFiveSeconds_AndTheLowestIsKept()
    {
        Send(501, _ => 1);
        Send(250, packet => packet % 5 == 0 ? 0 : 1);
        var bad = _leg.Path.Meter.Recent.Received!.Value;
        Send(500, _ => 1);
        var recent = _leg.Path.Meter.Recent;

        Assert.Equal(0.2, bad.Loss, 0.02);
        Assert.Equal(0, recent.Received!.Value.Loss);
        Assert.Equal(4.40, recent.Received!.Value.Mos, 2);
        Assert.Equal(bad.Mos, recent.LowestMos!.Value, 6);
        Assert.InRange(Received.Loss, 0.03, 0.05);
    }

    [Fact]
    public void Hold_NothingIsRated()
    {
        Send(500, _ => 1);
        _leg.Started(LegHarness.Negotiated(direction: Direction.Inactive)).Run(600);

        Assert.Null(_leg.Path.Meter.Recent.Received);
        Assert.Equal(0, Received.Loss);
    }

    [Fact]
    public void OtherDirection_IsWhatThePeerSays()
    {
        Send(500, _ => 1);
        Assert.Null(Total.Sent);

        // A quarter lost lately, 20 of 500 in all, jitter 80 ticks.
        _leg.ReceiveRtcp(Rtcp.Hex.Bytes("81C90007 00001111 0000BEEF 40000014 00000000 00000050 00000000 00000000"));
        Send(250, _ => 1);

        Assert.Equal((0.25, 10.0), (_leg.Path.Meter.Recent.Sent!.Value.Loss, _leg.Path.Meter.Recent.Sent!.Value.Jitter.TotalMilliseconds));
        Assert.Equal(20.0 / 750, Total.Sent!.Value.Loss, 0.003);
    }

    [Fact]
    public void OtherDirection_OfAPeerThatReportsNoMore_IsNotOfTheLastFiveSeconds()
    {
        Send(500, _ => 1);
        _leg.ReceiveRtcp(Rtcp.Hex.Bytes("81C90007 00001111 0000BEEF 40000014 00000000 00000050 00000000 00000000"));
        Send(500, _ => 1);
        Assert.NotNull(_leg.Path.Meter.Recent.Sent);

        Send(750, _ => 1);

        Assert.Null(_leg.Path.Meter.Recent.Sent);
        Assert.NotNull(Total.Sent);
    }

    [Fact]
    public void OtherDirection_TheTelephonesOwnFigures_GoFirst()
    {
        Send(500, _ => 1);
        _leg.ReceiveRtcp(Rtcp.Hex.Bytes(NothingLost + VoipMetrics));

        var sent = Total.Sent!.Value;
        Assert.Equal((0.25, 0.625, 80.0), (sent.Late, sent.BurstDensity, sent.RFactor));
        Assert.Equal(4.024, sent.Mos, 3);
    }

    [Fact]
    public void OtherDirection_FiguresThatTheTelephoneRepeatsNoMore_AreNotOfTheLastFiveSeconds_ThoughItStillReports()
    {
        Send(500, _ => 1);
        _leg.ReceiveRtcp(Rtcp.Hex.Bytes(NothingLost + VoipMetrics));
        Send(250, _ => 1);
        Assert.Equal(80, _leg.Path.Meter.Recent.Sent!.Value.RFactor);

        for (var i = 0; i < 3; i++)
        {
            Send(250, _ => 1);
            _leg.ReceiveRtcp(Rtcp.Hex.Bytes(NothingLost));
        }

        Send(250, _ => 1);
        Assert.InRange(_leg.Path.Meter.Recent.Sent!.Value.RFactor, 90, 100);
        Assert.Equal(80, Total.Sent!.Value.RFactor);
    }

    [Fact]
    public void OtherDirection_WhatTheOtherLegsNetworkLost_IsNotLostBetweenUsAndThePeer()
    {
        var caller = new LegHarness().Started();
        var voice = new SourceStream(ssrc: 0x3333);
        for (var i = 0; i < 4; i++)
        {
            caller.Receive(voice.Audio());
        }

        caller.Path.Join(_leg.Path);
        for (var i = 0; i < 500; i++)
        {
            var packet = voice.Audio();
            if (i % 10 != 5)
            {
                caller.Receive(packet);
            }

            caller.Run(1);
            _leg.Receive(_source.Audio());
            _leg.Run(1);
        }

        // The peer misses a tenth, 25/256 lately and 50 in all: just what the caller's network has lost.
        _leg.ReceiveRtcp(Rtcp.Hex.Bytes("81C90007 00001111 0000BEEF 19000032 00000000 00000000 00000000 00000000"));
        _leg.Run(251);
        Assert.Equal((0.0, 0.0), (_leg.Path.Meter.Recent.Sent!.Value.Loss, Total.Sent!.Value.Loss));

        // And 60 in all: ten are of the way between us and the peer.
        _leg.ReceiveRtcp(Rtcp.Hex.Bytes("81C90007 00001111 0000BEEF 1900003C 00000000 00000000 00000000 00000000"));
        Assert.InRange(Total.Sent!.Value.Loss, 0.01, 0.03);
    }

    [Fact]
    public void OtherDirection_AfterAHandOver_CountsWhatWasSentBefore()
    {
        Send(500, _ => 1);
        var state = _leg.Path.Snapshot(20_000, _leg.Now).Rtcp!;
        var next = new LegHarness { Now = TimeSpan.FromSeconds(3) };
        next.Path.Restore(state with { Gaps = 30 }, next.Now);
        next.Started();
        next.Path.Restore(LegHarness.Remote);
        next.Receive(_source.Audio());
        next.Run(500);

        // 40 missing in all, of which 30 were gaps that the process before passed on.
        next.ReceiveRtcp(Rtcp.Hex.Bytes("81C90007 00001111 0000BEEF 00000028 00000000 00000000 00000000 00000000"));

        var sent = next.Path.Meter.Total.Sent!.Value;
        Assert.Equal(1000, sent.Packets);
        Assert.Equal(0.01, sent.Loss, 6);
    }

    private void Send(int packets, Func<int, int> copies)
    {
        for (var i = 0; i < packets; i++)
        {
            var packet = _source.Audio();
            for (var copy = 0; copy < copies(i); copy++)
            {
                _leg.Receive(packet);
            }

            _leg.Run(1);
        }
    }
}
