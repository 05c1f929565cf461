using System.Net;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Media.Tests.Relay;

public class LegSourceTests
{
    private static readonly SocketPeer BehindNat = LegHarness.Remote with { Port = 61_234 };

    private readonly LegHarness _leg = new();
    private readonly SourceStream _source = new();

    [Fact]
    public void Latch_MovesWhatIsSent_ToTheRealSource()
    {
        _leg.Started().Run(1);
        Receive(4, BehindNat);
        _leg.Run(1);

        Assert.Equal([LegHarness.Remote, BehindNat], _leg.Sent.Select(packet => packet.To));
        Assert.Equal([new MediaStarted()], _leg.Events);
        Assert.Equal(BehindNat.ToEndPoint(), _leg.Path.Statistics.Source);
    }

    [Fact]
    public void StartAgain_SameAddress_KeepsTheLatch()
    {
        _leg.Started();
        Receive(4, BehindNat);
        _leg.Started().Run(1);

        Assert.Equal(BehindNat, _leg.Sent.Single().To);
    }

    [Fact]
    public void StartAgain_AfterHoldByAddressAny_KeepsTheLatch()
    {
        _leg.Started();
        Receive(4, BehindNat);
        _leg.Started(LegHarness.Negotiated(remote: "0.0.0.0:4000"));
        _leg.Started().Run(1);

        Assert.Equal(BehindNat, _leg.Sent.Single().To);
    }

    [Fact]
    public void StartAgain_AfterAHoldThatTheNatForgot_LearnsTheNewPort()
    {
        _leg.Started();
        Receive(4, LegHarness.Stranger, apart: 20); // a telephone behind NAT: not the address of its description
        _leg.Started(LegHarness.Negotiated(direction: Direction.Inactive));
        _leg.Run(3000);
        var newMapping = LegHarness.Stranger with { Port = 50_000 };
        Receive(4, newMapping, apart: 20);
        Assert.Equal(LegHarness.Stranger.ToEndPoint(), _leg.Path.Statistics.Source); // on hold nobody is believed

        _leg.Started();
        Receive(100, newMapping, apart: 20);

        Assert.Equal(newMapping.ToEndPoint(), _leg.Path.Statistics.Source);
        Assert.Equal(newMapping, _leg.Sent[^1].To);
    }

    [Fact]
    public void StartAgain_OtherAddress_LearnsAnew()
    {
        _leg.Started();
        Receive(4, BehindNat);
        _leg.Started(LegHarness.Negotiated(remote: "192.0.2.99:7000")).Run(1);
        Receive(4, BehindNat); // the old source is a stranger now

        var moved = SocketPeer.From(IPEndPoint.Parse("192.0.2.99:7000"));
        Assert.Equal(moved, _leg.Sent.Single().To);

        Receive(4, moved);
        _leg.Run(1);
        Assert.Equal(moved.ToEndPoint(), _leg.Path.Statistics.Source);
        Assert.Equal([new MediaStarted()], _leg.Events); // once for the leg
    }

    [Fact]
    public void Silence_IsRaisedOnce_AndItsEnd()
    {
        _leg.Started();
        Receive(4, LegHarness.Remote);
        _leg.Run(500);
        Receive(2, LegHarness.Remote);

        Assert.Equal([new MediaStarted(), new MediaSilent(TimeSpan.FromSeconds(5)), new MediaResumed()], _leg.Events);
    }

    [Fact]
    public void Silence_OfAPeerThatNeverSent_IsRaised()
    {
        _leg.Started().Run(250);

        Assert.Equal([new MediaSilent(TimeSpan.FromSeconds(5))], _leg.Events);
    }

    [Fact]
    public void Silence_IsNotBrokenByStrangers()
    {
        _leg.Started();
        Receive(4, LegHarness.Remote);
        var stranger = new SourceStream(0x6666);
        for (var i = 0; i < 300; i++)
        {
            _leg.Run(1);
            _leg.Receive(stranger.Audio(), LegHarness.Stranger);
        }

        Assert.Contains(_leg.Events, raised => raised is MediaSilent);
        Assert.DoesNotContain(_leg.Events, raised => raised is MediaResumed);
    }

    [Theory]
    [InlineData(Direction.ReceiveOnly, "192.0.2.10:4000")]
    [InlineData(Direction.Inactive, "192.0.2.10:4000")]
    [InlineData(Direction.SendReceive, "0.0.0.0:4000")]
    public void Silence_OnHold_IsNotRaised(Direction direction, string remote)
    {
        _leg.Started();
        Receive(4, LegHarness.Remote);
        _leg.Started(LegHarness.Negotiated(direction: direction, remote: remote)).Run(1000);
        Assert.Equal([new MediaStarted()], _leg.Events);

        _leg.Started().Run(250);
        Assert.Equal([new MediaStarted(), new MediaSilent(TimeSpan.FromSeconds(5))], _leg.Events);
    }

    [Fact]
    public void Statistics_CountEachKind()
    {
        _leg.Started();
        Receive(5, LegHarness.Remote);
        Receive(2, LegHarness.Stranger);
        _leg.Receive([1, 2, 3]);
        _leg.Receive(new byte[1501]);
        _source.Sequence += 3;
        Receive(1, LegHarness.Remote);
        _leg.Path.OnSocketError();
        _leg.Run(2);

        var statistics = _leg.Path.Statistics;
        Assert.Equal((3L, 2L, 0L), (statistics.Received, statistics.Sent, statistics.Relayed));
        Assert.Equal((2L, 2L, 1L), (statistics.Strangers, statistics.Malformed, statistics.SocketErrors));
        Assert.Equal(5, statistics.Reception.CumulativeLost); // 3, and the 2 numbers that went to the stranger
    }

    [Fact]
    public void UnknownPayloadType_OfAStranger_CountsAsAStrangers()
    {
        _leg.Started().Latched(_source);
        var before = _leg.Path.Statistics;

        _leg.Receive(_source.Other(77, [1]), LegHarness.Stranger);
        _leg.Receive(_source.Other(77, [1]));

        var after = _leg.Path.Statistics;
        Assert.Equal((1L, 1L), (after.Strangers - before.Strangers, after.OtherPayloadTypes - before.OtherPayloadTypes));
    }

    [Fact]
    public void DatagramsBeforeStart_AreDropped()
    {
        Receive(10, LegHarness.Remote);

        Assert.Empty(_leg.Events);
        Assert.Equal(10, _leg.Path.Statistics.Strangers);
    }

    [Fact]
    public void EventReceiver_ThatFails_IsLogged_AndTheLegGoesOn()
    {
        var logger = new FakeLogger();
        var leg = new LegHarness(logger: logger, events: _ => throw new InvalidOperationException("broken")).Started();
        for (var i = 0; i < 4; i++)
        {
            leg.Receive(_source.Audio());
        }

        leg.Run(1);
        Assert.Single(leg.Sent);
        Assert.Equal((LogLevel.Error, 2001), (logger.LatestRecord.Level, logger.LatestRecord.Id.Id));
    }

    [Fact]
    public void LatchElsewhere_IsLogged_WithoutTheAddress()
    {
        var logger = new FakeLogger();
        var leg = new LegHarness(logger: logger).Started();
        for (var i = 0; i < 4; i++)
        {
            leg.Receive(_source.Audio(), LegHarness.Stranger);
            leg.Now += TimeSpan.FromMilliseconds(20);
        }

        Assert.Equal(2004, logger.LatestRecord.Id.Id);
        Assert.DoesNotContain("203.0.113", logger.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_DoNotPrint() => Assert.DoesNotContain("7", new DigitReceived('7').ToString(), StringComparison.Ordinal);

    private void Receive(int count, SocketPeer from, int apart = 0)
    {
        for (var i = 0; i < count; i++)
        {
            _leg.Receive(_source.Audio(), from);
            _leg.Run(apart / 20);
        }
    }
}
