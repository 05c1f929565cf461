using System.Net;
using DialIn.Media.Relay;
using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Relay;

public class SourceLatchTests
{
    private static readonly SocketPeer Advertised = Peer("192.0.2.10:4000");
    private static readonly SocketPeer SameHost = Peer("192.0.2.10:61000");
    private static readonly SocketPeer Stranger = Peer("203.0.113.66:4000");
    private static readonly SocketPeer OtherStranger = Peer("198.51.100.7:9999");

    private SourceLatch _latch = new(Advertised, Exact: false);
    private TimeSpan _now = TimeSpan.FromSeconds(1);

    [Fact]
    public void BeforeAnyPacket_SendsToTheAdvertisedAddress()
    {
        Assert.False(_latch.IsLatched);
        Assert.Equal(Advertised, _latch.Destination);
    }

    [Fact]
    public void Advertised_FourInOrder_Latches()
    {
        Assert.Equal("RRRL", Judge(Advertised, 10, 11, 12, 13));
        Assert.Equal("A", Judge(Advertised, 14));
        Assert.Equal(Advertised, _latch.Destination);
    }

    [Fact]
    public void SameAddressOtherPort_FourInOrder_Latches()
    {
        Assert.Equal("RRRL", Judge(SameHost, 10, 11, 12, 13));
        Assert.Equal(SameHost, _latch.Destination);
    }

    [Fact]
    public void Probation_Gap_StartsAnew() => Assert.Equal("RRRRRRL", Judge(Advertised, 10, 11, 12, 20, 21, 22, 23));

    [Fact]
    public void Probation_OtherSsrc_StartsAnew()
    {
        Judge(Advertised, 10, 11, 12);
        Assert.Equal(LatchVerdict.Refused, _latch.Judge(Advertised, ssrc: 99, 13, _now));
        Assert.False(_latch.IsLatched);
    }

    [Fact]
    public void Probation_NumbersWrap_Latches() => Assert.Equal("RRRL", Judge(Advertised, 65534, 65535, 0, 1));

    [Fact]
    public void Stranger_WhileTheAdvertisedAddressIsQuiet_Latches()
    {
        Assert.Equal("RRRL", Judge(Stranger, 10, 11, 12, 13));
        Assert.Equal(Stranger, _latch.Destination);
    }

    [Fact]
    public void Stranger_AfterAnyPacketFromTheAdvertisedAddress_NeverLatches()
    {
        Judge(SameHost, 500);

        Assert.Equal("RRRRRRRR", Judge(Stranger, 10, 11, 12, 13, 14, 15, 16, 17));
    }

    [Fact]
    public void Stranger_FloodsInOrder_DoesNotLatch()
    {
        for (ushort i = 0; i < 1000; i++)
        {
            Assert.Equal(LatchVerdict.Refused, _latch.Judge(Stranger, 1, i, _now));
            _now += TimeSpan.FromMilliseconds(1);
        }
    }

    [Fact]
    public void Strangers_FloodBeforeTheLatch_DoNotHinderTheAdvertisedAddress()
    {
        var verdicts = "";
        for (ushort i = 0; i < 4; i++)
        {
            for (var flood = 0; flood < 200; flood++)
            {
                Assert.Equal(LatchVerdict.Refused, _latch.Judge(flood % 2 == 0 ? Stranger : OtherStranger, 1, (ushort)flood, _now));
            }

            verdicts += Judge(Advertised, i);
        }

        Assert.Equal("RRRL", verdicts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void Strangers_ThatNeverPause_DoNotKeepTheCallerBehindNatFromBeingBelieved(int others)
    {
        // Each sends 50 packets a second that lead nowhere.
        for (ushort i = 0; i < 500 && !_latch.IsLatched; i++)
        {
            for (ushort other = 0; other < others; other++)
            {
                Assert.Equal(LatchVerdict.Refused, _latch.Judge(Peer($"198.51.100.{other + 1}:9999"), 1, (ushort)(i * 2), _now));
            }

            Judge(Stranger, i);
        }

        Assert.Equal(Stranger, _latch.Destination);
    }

    [Fact]
    public void MayTake_IsWhatCouldStillBeAccepted()
    {
        Assert.True(_latch.MayTake(Stranger, _now));
        Judge(SameHost, 500);
        Assert.False(_latch.MayTake(Stranger, _now)); // the advertised address was heard
        Assert.True(_latch.MayTake(SameHost, _now));

        Judge(Advertised, 10, 11, 12, 13);
        Assert.True(_latch.MayTake(Advertised, _now));
        Assert.False(_latch.MayTake(SameHost, _now));
        Assert.False(_latch.MayTake(Stranger, _now));

        _latch.Renew(_now);
        Assert.False(_latch.MayTake(SameHost, _now));
        Assert.True(_latch.MayTake(SameHost, _now + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void MayTake_WhileAStrangerIsLatched_LetsTheAdvertisedAddressAlone()
    {
        Judge(Stranger, 10, 11, 12, 13);

        Assert.True(_latch.MayTake(Advertised, _now));
        Assert.False(_latch.MayTake(OtherStranger, _now));
    }

    [Fact]
    public void OtherPortOfTheSameHost_DoesNotPushTheAdvertisedPortOut() =>
        Assert.Equal("RRRL", string.Concat(Enumerable.Range(0, 4).Select(i =>
        {
            Judge(SameHost, (ushort)(100 + (i * 7)));
            return Judge(Advertised, (ushort)i);
        })));

    [Fact]
    public void Strangers_FloodAfterTheLatch_AreRefused()
    {
        Judge(Advertised, 10, 11, 12, 13);
        var random = new SeededRandom(5);
        for (var i = 0; i < 10_000; i++)
        {
            var from = new SocketPeer(0, (ulong)random.Next(int.MaxValue), (ushort)random.Next(65536));
            Assert.Equal(LatchVerdict.Refused, _latch.Judge(from, 1, (ushort)i, _now));
            _now += TimeSpan.FromMilliseconds(20);
        }

        Assert.Equal("RRRRR", Judge(SameHost, 14, 15, 16, 17, 18)); // not even another port of the same host
        Assert.Equal("A", Judge(Advertised, 14));
    }

    [Fact]
    public void Latched_NewSsrcOfTheSameSource_IsAccepted()
    {
        Judge(Advertised, 10, 11, 12, 13);

        Assert.Equal(LatchVerdict.Accepted, _latch.Judge(Advertised, ssrc: 99, 7000, _now));
    }

    [Theory]
    [InlineData("203.0.113.66:4000")]
    [InlineData("192.0.2.10:61000")]
    public void LatchedStrangerOrOtherPort_AdvertisedPortWakesUp_TakesTheLatchBack(string source)
    {
        Judge(Peer(source), 10, 11, 12, 13);

        Assert.True(_latch.MayTake(Advertised, _now));
        Assert.Equal("RRRL", Judge(Advertised, 1, 2, 3, 4));
        Assert.Equal("RRRRRR", Judge(Peer(source), 14, 15, 16, 17, 18, 19));
        Assert.Equal(Advertised, _latch.Destination);
    }

    [Fact]
    public void LatchedOtherPort_GoesOnWhileTheAdvertisedPortIsHeard_TheLatchIsTakenBack()
    {
        Judge(SameHost, 10, 11, 12, 13);

        Assert.Equal("ARARARAL", string.Concat(Enumerable.Range(1, 4).Select(n => Judge(SameHost, (ushort)(13 + n)) + Judge(Advertised, (ushort)n))));
        Assert.Equal("RRRRRR", Judge(SameHost, 18, 19, 20, 21, 22, 23));
    }

    [Fact]
    public void StreamThatMovedToAnotherPort_LateOnesOfTheAdvertisedPort_DoNotTakeItBack()
    {
        Judge(Advertised, 10, 11, 12, 13);
        _latch.Move(SameHost);

        Assert.False(_latch.MayTake(Advertised, _now));
        Assert.Equal("RRRRRR", Judge(Advertised, 14, 15, 16, 17, 18, 19));
        Assert.Equal("A", Judge(SameHost, 20));
    }

    [Fact]
    public void LatchedOtherPort_YetAnotherPort_NeverTakesIt()
    {
        Judge(SameHost, 10, 11, 12, 13);

        var another = SameHost with { Port = 61002 };
        Assert.False(_latch.MayTake(another, _now));
        Assert.Equal("RRRRRR", Judge(another, 1, 2, 3, 4, 5, 6));
        Assert.Equal("A", Judge(SameHost, 14));
    }

    [Fact]
    public void LatchedStranger_OtherStrangers_NeverTakeIt()
    {
        Judge(Stranger, 10, 11, 12, 13);

        Assert.Equal("RRRRRR", Judge(OtherStranger, 1, 2, 3, 4, 5, 6));
    }

    [Fact]
    public void Renewed_SourceGoesOn_NobodyElseGetsIn()
    {
        Judge(Stranger, 10, 11, 12, 13);
        _latch.Renew(_now);
        Assert.Equal("A", Judge(Stranger, 14));
        _now += TimeSpan.FromMinutes(1);

        Assert.Equal("RRRRRR", Judge(OtherStranger, 1, 2, 3, 4, 5, 6));
        Assert.Equal(Stranger, _latch.Destination);
    }

    [Fact]
    public void Renewed_SourceIsSilentForASecond_AnotherOneLatches()
    {
        Judge(Stranger, 10, 11, 12, 13);
        _latch.Renew(_now);
        Assert.Equal("RRRRR", Judge(OtherStranger, 1, 2, 3, 4, 5)); // within the second
        _now += TimeSpan.FromSeconds(1);

        Assert.Equal("RRRL", Judge(OtherStranger, 100, 101, 102, 103));
        Assert.Equal("RRRRRR", Judge(Stranger, 14, 15, 16, 17, 18, 19)); // once, and no more
    }

    [Fact]
    public void Renewed_AdvertisedAddressHasAnotherPort_ItLatchesAndNoStranger()
    {
        Judge(Advertised, 10, 11, 12, 13);
        _latch.Renew(_now);
        _now += TimeSpan.FromSeconds(2);

        Assert.Equal("R", Judge(SameHost, 1));
        Assert.Equal("RRRRRR", Judge(Stranger, 1, 2, 3, 4, 5, 6));
        Assert.Equal("RRL", Judge(SameHost, 2, 3, 4));
    }

    [Fact]
    public void Exact_TakesTheAdvertisedAddressAlone()
    {
        _latch = new SourceLatch(Advertised, Exact: true);

        Assert.Equal("RRRRRR", Judge(SameHost, 1, 2, 3, 4, 5, 6));
        Assert.Equal("RRRRRR", Judge(Stranger, 1, 2, 3, 4, 5, 6));
        Assert.Equal("LAA", Judge(Advertised, 1, 5, 3));
    }

    [Fact]
    public void Restore_ContinuesWithTheSource()
    {
        _latch.Restore(SameHost);

        Assert.Equal("A", Judge(SameHost, 1));
        Assert.Equal("RRRRR", Judge(Stranger, 1, 2, 3, 4, 5));
    }

    private static SocketPeer Peer(string endPoint) => SocketPeer.From(IPEndPoint.Parse(endPoint));

    private string Judge(SocketPeer from, params ushort[] sequences) => string.Concat(sequences.Select(sequence =>
    {
        _now += TimeSpan.FromMilliseconds(20);
        return _latch.Judge(from, 1, sequence, _now).ToString()[0];
    }));
}
