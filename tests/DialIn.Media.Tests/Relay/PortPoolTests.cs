using System.Net;
using System.Net.Sockets;
using DialIn.Media.Relay;
using DialIn.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Media.Tests.Relay;

public sealed class PortPoolTests : IDisposable
{
    private readonly IPAddress _address = LoopbackAddress.Next();
    private readonly FakeTimeProvider _time = new();
    private readonly List<PortPair> _leased = [];
    private PortPool? _pool;

    [Fact]
    [Rfc(3550, "11")]
    public void Lease_BindsAnEvenPortAndTheNextOne()
    {
        var pair = Lease(Pool(20_000, 20_099));

        Assert.Equal(0, pair.LocalRtp.Port % 2);
        Assert.Equal(pair.LocalRtp.Port + 1, ((IPEndPoint)pair.Rtcp.LocalEndPoint!).Port);
        Assert.InRange(pair.LocalRtp.Port, 20_000, 20_098);
        Assert.Equal(_address, pair.LocalRtp.Address);
    }

    [Fact]
    [Rfc(4594, "4.1")]
    public void Lease_MarksItsPacketsAsVoice()
    {
        var pair = Lease(Pool(20_000, 20_099));

        Assert.All([pair.Rtp, pair.Rtcp], socket => Assert.Equal(46 << 2, socket.GetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService)));
    }

    [Fact]
    public void Lease_PicksAtRandom()
    {
        var pool = Pool(20_000, 29_999);
        var ports = Enumerable.Range(0, 20).Select(_ => Lease(pool).LocalRtp.Port).ToList();

        Assert.Equal(20, ports.Distinct().Count());
        Assert.NotEqual(ports.Order(), ports);
        Assert.True(ports.Max() - ports.Min() > 1000);
    }

    [Theory]
    [InlineData(20_000, 20_007, 4)]
    [InlineData(20_001, 20_007, 3)] // an odd start loses a port
    [InlineData(20_000, 20_006, 3)] // an even end has no room for RTCP
    public void Capacity_IsWholePairs(int first, int last, int pairs)
    {
        var pool = Pool(first, last);

        Assert.Equal(pairs, pool.Capacity);
        for (var i = 0; i < pairs; i++)
        {
            Lease(pool);
        }

        Assert.Equal(pairs, pool.InUse);
        Assert.Throws<PortsExhaustedException>(() => pool.Lease());
    }

    [Theory]
    [InlineData(20_001, 20_001)]
    [InlineData(20_001, 20_002)]
    [InlineData(0, 100)]
    [InlineData(65_000, 65_536)]
    [InlineData(30_000, 20_000)]
    public void Range_WithoutAPair_IsRefused(int first, int last) => Assert.Throws<ArgumentException>(() => Pool(first, last));

    [Fact]
    public void Exhausted_SaysHowThePortsAreUsed()
    {
        var pool = Pool(20_000, 20_003);
        Lease(pool);
        pool.Return(pool.Lease());

        var exception = Assert.Throws<PortsExhaustedException>(() => pool.Lease());

        Assert.Contains("20000-20003", exception.Message, StringComparison.Ordinal);
        Assert.Contains("1 pairs in calls, 1 closed", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(20_003)] // the neighbour's RTCP
    public void Lease_PortOfAnotherProgram_TakesAnotherPair(int taken)
    {
        using var other = Bind(taken);
        var pool = Pool(20_000, 20_003);

        Assert.Equal(taken == 20_000 ? 20_002 : 20_000, Lease(pool).LocalRtp.Port);
        Assert.Throws<PortsExhaustedException>(() => pool.Lease());
    }

    [Fact]
    public void Lease_PortOfAnotherProgram_IsTriedAgainLater()
    {
        var pool = Pool(20_000, 20_001);
        using (Bind(20_000))
        {
            Assert.Throws<PortsExhaustedException>(() => pool.Lease());
        }

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Throws<PortsExhaustedException>(() => pool.Lease());
        UdpSockets.WaitUntilFree(_address, 20_000, 20_001);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(20_000, Lease(pool).LocalRtp.Port);
    }

    [Fact]
    public void Returned_StaysBoundFor30Seconds_ThenIsFree()
    {
        var pool = Pool(20_000, 20_001);
        pool.Return(pool.Lease());

        Assert.Equal((0, 1), (pool.InUse, pool.Draining));
        _time.Advance(TimeSpan.FromSeconds(29.5));
        Assert.Throws<PortsExhaustedException>(() => pool.Lease());
        Assert.Throws<SocketException>(() => Bind(20_000));
        Assert.Throws<SocketException>(() => Bind(20_001));

        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(0, pool.Draining);
        UdpSockets.WaitUntilFree(_address, 20_000, 20_001);
        Assert.Equal(20_000, Lease(pool).LocalRtp.Port);
    }

    [Fact]
    public void Draining_WhatArrives_IsReadAndNeverReachesTheNextCall()
    {
        var pool = Pool(20_000, 20_001);
        var pair = pool.Lease();
        pool.Return(pair);
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.SendTo(new byte[172], new IPEndPoint(_address, 20_000));
        peer.SendTo(new byte[60], new IPEndPoint(_address, 20_001));
        Assert.True(SpinWait.SpinUntil(() => pair.Rtp.Available > 0 && pair.Rtcp.Available > 0, LoopFixture.Patience));

        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((0, 0), (pair.Rtp.Available, pair.Rtcp.Available));

        _time.Advance(TimeSpan.FromSeconds(30));
        UdpSockets.WaitUntilFree(_address, 20_000, 20_001);
        Assert.Equal(0, Lease(pool).Rtp.Available);
    }

    [Fact]
    public void Lease_PreferredPort_IsTakenIfFree()
    {
        var pool = Pool(20_000, 20_999);

        Assert.Equal(20_500, Lease(pool, 20_500).LocalRtp.Port);
        Assert.NotEqual(20_500, Lease(pool, 20_500).LocalRtp.Port);
        Assert.InRange(Lease(pool, 19_000).LocalRtp.Port, 20_000, 20_998);
        Assert.InRange(Lease(pool, 40_000).LocalRtp.Port, 20_000, 20_998);
    }

    [Fact]
    public void Disposed_UnbindsWhatDrains_AndWhatComesBackLater()
    {
        var pool = Pool(20_000, 20_003);
        var late = pool.Lease();
        pool.Return(pool.Lease());
        pool.Dispose();
        pool.Return(late);

        UdpSockets.WaitUntilFree(_address, 20_000, 20_001, 20_002, 20_003);
        Assert.Throws<ObjectDisposedException>(() => pool.Lease());
    }

    [Fact]
    public void Churn_ManyThreads_NeverHandsAPairOutTwice()
    {
        var pool = Pool(20_000, 20_199);
        var held = new HashSet<int>();
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                var pair = pool.Lease();
                lock (held)
                {
                    Assert.True(held.Add(pair.LocalRtp.Port));
                }

                pool.Return(pair);
            }
        });

        Assert.Equal((0, 80), (pool.InUse, pool.Draining));
    }

    [Fact]
    public void Ipv6_Binds()
    {
        _pool = new PortPool(new PortPoolOptions { Address = IPAddress.IPv6Loopback, First = 20_000, Last = 60_000 }, _time);

        Assert.Equal(AddressFamily.InterNetworkV6, Lease(_pool).LocalRtp.AddressFamily);
    }

    [Fact]
    public void Lease_OfAFamily_IsOnThatAddress_AndTheRangeIsOne()
    {
        // An address of IPv6 that no other test has, to count its ports: the loopback's own is everybody's. It is IPv4 on the wire.
        var other = LoopbackAddress.Next().MapToIPv6();
        _pool = new PortPool(new PortPoolOptions { Address = _address, OtherAddress = other, First = 20_000, Last = 20_007 }, _time);

        Assert.Equal(_address, Lease(_pool).LocalRtp.Address);
        Assert.Equal(_address, Lease(_pool, family: AddressFamily.InterNetwork).LocalRtp.Address);
        Assert.Equal(other, Lease(_pool, family: AddressFamily.InterNetworkV6).LocalRtp.Address);
        Assert.Equal(other, Lease(_pool, family: AddressFamily.InterNetworkV6).LocalRtp.Address);
        Assert.Throws<PortsExhaustedException>(() => _pool.Lease(0, AddressFamily.InterNetworkV6));
    }

    [Fact]
    public void Lease_OfTheOtherFamily_BindsAnAddressOfIpv6()
    {
        _pool = new PortPool(new PortPoolOptions { Address = _address, OtherAddress = IPAddress.IPv6Loopback, First = 20_000, Last = 20_099 }, _time);

        Assert.Equal(IPAddress.IPv6Loopback, Lease(_pool, family: AddressFamily.InterNetworkV6).LocalRtp.Address);
    }

    [Fact]
    public void Lease_OfAFamilyThatThePoolHasNot_IsOnItsOnlyAddress() =>
        Assert.Equal(_address, Lease(Pool(20_000, 20_099), family: AddressFamily.InterNetworkV6).LocalRtp.Address);

    public void Dispose()
    {
        _leased.ForEach(pair => pair.Dispose());
        _pool?.Dispose();
    }

    private PortPool Pool(int first, int last) => _pool = new PortPool(new PortPoolOptions { Address = _address, First = first, Last = last }, _time);

    private PortPair Lease(PortPool pool, int preferred = 0, AddressFamily? family = null)
    {
        var pair = pool.Lease(preferred, family);
        _leased.Add(pair);
        return pair;
    }

    private Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(_address, port));
        return socket;
    }
}
