using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>When a peer counts as gone, and how many packets it may send.</summary>
public class LegTimeoutTests
{
    private readonly SourceStream _source = new();
    private readonly LegHarness _leg = new(options: options => options with { Timeout = TimeSpan.FromSeconds(30), TimeoutOnHold = TimeSpan.FromMinutes(5) });

    private IEnumerable<MediaTimedOut> TimedOut => _leg.Events.OfType<MediaTimedOut>();

    [Fact]
    public void NothingComes_IsRaisedOnce()
    {
        _leg.Started();
        Talk(1);
        _leg.Run(1498);
        Assert.Empty(TimedOut);

        _leg.Run(5000);
        Assert.Equal([new MediaTimedOut(TimeSpan.FromSeconds(30))], TimedOut);
    }

    [Fact]
    public void NothingEverCame_IsRaised()
    {
        _leg.Started().Run(1500);

        Assert.Single(TimedOut);
    }

    [Fact]
    public void ReportsAlone_AreALife()
    {
        _leg.Started();
        Talk(10);
        for (var i = 0; i < 60; i++)
        {
            _leg.Run(1000);
            _leg.ReceiveRtcp(Rtcp.Hex.Bytes("80C90001 00001111"));
        }

        Assert.Empty(TimedOut);
        Assert.Contains(_leg.Events, raised => raised is MediaSilent); // silent all the same
        _leg.Run(1500);
        Assert.Single(TimedOut);
    }

    [Fact]
    public void Strangers_AreNoLife()
    {
        _leg.Started();
        Talk(10);
        for (var i = 0; i < 1600; i++)
        {
            _leg.Run(1);
            _leg.Receive(new SourceStream(9).Audio(), LegHarness.Stranger);
            _leg.ReceiveRtcp(Rtcp.Hex.Bytes("80C90001 00001111"), LegHarness.Stranger);
        }

        Assert.Single(TimedOut);
    }

    [Theory]
    [InlineData(Direction.ReceiveOnly)]
    [InlineData(Direction.Inactive)]
    public void Hold_HasALimitOfItsOwn(Direction direction)
    {
        _leg.Started();
        Talk(10);
        _leg.Run(1000);
        _leg.Started(LegHarness.Negotiated(direction: direction));
        _leg.Run(14_999);
        Assert.Empty(TimedOut);

        _leg.Run(1);
        Assert.Equal([new MediaTimedOut(TimeSpan.FromMinutes(5))], TimedOut);
    }

    [Fact]
    [Rfc(3389, "4")]
    public void DescribedSilence_HasTheLimitOfHold_UntilThePeerSpeaks()
    {
        _leg.Started();
        Talk(10);
        _leg.Receive(_source.Other(13, [50]));
        _leg.Run(14_999);
        Assert.Empty(TimedOut);
        _leg.Run(1);
        Assert.Equal([new MediaTimedOut(TimeSpan.FromMinutes(5))], TimedOut);

        Talk(1);
        _leg.Run(1500);
        Assert.Equal(new MediaTimedOut(TimeSpan.FromSeconds(30)), TimedOut.Last());
    }

    [Fact]
    public void Resumed_TheTimeStartsAnew()
    {
        _leg.Started();
        Talk(10);
        _leg.Started(LegHarness.Negotiated(direction: Direction.Inactive));
        _leg.Run(10_000);
        _leg.Started().Run(1499);

        Assert.Empty(TimedOut);
    }

    [Fact]
    public void NoLimit_IsNeverRaised()
    {
        var leg = new LegHarness().Started();
        leg.Run(100_000);

        Assert.DoesNotContain(leg.Events, raised => raised is MediaTimedOut);
    }

    [Fact]
    public void TooManyPackets_AreDroppedAndCounted_AndTheRestIsHeard()
    {
        _leg.Started();
        Talk(50);
        var before = _leg.Path.Statistics;
        for (var i = 0; i < 500; i++)
        {
            for (var flood = 0; flood < 20; flood++)
            {
                _leg.Receive(_source.Audio());
            }

            _leg.Run(1);
        }

        // 1000 packets a second for 10 s.
        var statistics = _leg.Path.Statistics;
        Assert.InRange(statistics.Received - before.Received, 2350, 2400);
        Assert.Equal(10_000, statistics.Received - before.Received + statistics.OverRate);
    }

    [Fact]
    public void FloodOfStrangers_TenTimesTheRate_HurtsNoAudio()
    {
        _leg.Started();
        Talk(10);
        var before = _leg.Path.Statistics;
        var flood = new SourceStream(0x6666);
        for (var i = 0; i < 3000; i++)
        {
            for (var j = 0; j < 10; j++)
            {
                _leg.Receive(flood.Audio(), LegHarness.Stranger);
            }

            Talk(1);
        }

        var statistics = _leg.Path.Statistics;
        Assert.Equal((3000L, 30_000L, 0L), (statistics.Received - before.Received, statistics.Strangers - before.Strangers, statistics.OverRate));
        Assert.Equal(0, statistics.Reception.CumulativeLost);
        Assert.Equal(LegHarness.Remote.ToEndPoint(), statistics.Source);
    }

    private void Talk(int packets)
    {
        for (var i = 0; i < packets; i++)
        {
            _leg.Receive(_source.Audio());
            _leg.Run(1);
        }
    }
}
