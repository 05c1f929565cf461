using System.Net;
using System.Net.Sockets;
using DialIn.Media.Relay;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>What every poller does; each implementation runs all of it.</summary>
public abstract class PollerContract : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly IPAddress _address = LoopbackAddress.Next();
    private readonly List<Socket> _sockets = [];
    private readonly PolledSocket[] _ready = new PolledSocket[4];
    private readonly byte[] _buffer = new byte[2048];
    private readonly IPoller _poller;

    private protected PollerContract(IPoller poller) => _poller = poller;

    [Fact]
    public void Wait_NothingHappens_EndsWithTheTimeout() => Assert.Equal(0, Wait(TimeSpan.FromMilliseconds(1)));

    [Fact]
    public void Wait_Datagram_GivesItsSocket()
    {
        var (first, second) = (Polled(), Polled());
        var peer = Open();
        peer.SendTo("hello"u8, second.Socket.LocalEndPoint!);

        Assert.Equal(1, Wait(Long));
        Assert.Same(second, _ready[0]);
        Assert.Equal(5, second.Receive(_buffer, out var from));
        Assert.Equal("hello"u8, _buffer.AsSpan(0, 5));
        Assert.Equal(peer.LocalEndPoint, from.ToEndPoint());
        Assert.Equal(PolledSocket.Nothing, second.Receive(_buffer, out _));
        Assert.Equal(PolledSocket.Nothing, first.Receive(_buffer, out _));
    }

    [Fact]
    public void Dropped_SaysHowManyFoundTheBufferFull_AndAllocatesNothing()
    {
        const int Sent = 300;
        var (socket, peer) = (Polled(), Open());
        socket.Socket.ReceiveBufferSize = 64 * 1024;
        for (var i = 0; i < Sent; i++)
        {
            peer.SendTo(_buffer, socket.Socket.LocalEndPoint!);
        }

        var read = 0;
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                while (socket.Receive(_buffer, out _) != PolledSocket.Nothing)
                {
                    read++;
                }

                return read + socket.ReadDropped() == Sent;
            },
            Long));
        Assert.InRange(read, 1, Sent - 1);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                _ = socket.ReadDropped();
            }
        }));
    }

    [Fact]
    public void Wait_DatagramNotRead_GivesTheSocketAgain()
    {
        var socket = Polled();
        Open().SendTo("1"u8, socket.Socket.LocalEndPoint!);

        Assert.Equal(1, Wait(Long));
        Assert.Equal(1, Wait(Long));
        Assert.Equal(1, socket.Receive(_buffer, out _));
        Assert.Equal(0, Wait(TimeSpan.Zero));
    }

    [Fact]
    public void Wait_MoreSocketsThanRoom_GivesTheRestLater()
    {
        var peer = Open();
        var waiting = new HashSet<PolledSocket>(Enumerable.Range(0, 10).Select(_ => Polled()));
        foreach (var socket in waiting)
        {
            peer.SendTo("x"u8, socket.Socket.LocalEndPoint!);
        }

        for (var round = 0; round < 10 && waiting.Count > 0; round++)
        {
            var count = Wait(Long);
            Assert.InRange(count, 1, 4);
            foreach (var socket in _ready.Take(count))
            {
                Assert.Equal(1, socket.Receive(_buffer, out _));
                Assert.True(waiting.Remove(socket));
            }
        }

        Assert.Empty(waiting);
    }

    [Fact]
    public void Pause_LosesNeitherDatagramNorWake()
    {
        var socket = Polled();
        Open().SendTo("x"u8, socket.Socket.LocalEndPoint!);
        _poller.Pause(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, Wait(Long));
        Assert.Equal(1, socket.Receive(_buffer, out _));

        _poller.Wake();
        _poller.Pause(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, Wait(Long));
    }

    [Fact]
    public void Wake_BeforeTheWait_EndsIt_Once()
    {
        _poller.Wake();
        _poller.Wake();

        Assert.Equal(0, Wait(TimeSpan.MaxValue));
        Assert.Equal(0, Wait(TimeSpan.Zero));
    }

    [Fact]
    public async Task Wake_FromAnotherThread_EndsTheWait()
    {
        var waiting = Task.Run(() => Wait(TimeSpan.MaxValue), TestContext.Current.CancellationToken);
        _poller.Wake();

        Assert.Equal(0, await waiting.WaitAsync(Long, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Removed_IsNotGivenAnyMore_AndItsPlaceIsUsedAgain()
    {
        var (removed, kept) = (Polled(), Polled());
        var peer = Open();
        _poller.Remove(removed);
        var added = Polled();
        peer.SendTo("x"u8, removed.Socket.LocalEndPoint!);
        Assert.Equal(0, Wait(TimeSpan.Zero));

        peer.SendTo("x"u8, added.Socket.LocalEndPoint!);
        Assert.Equal(1, Wait(Long));
        Assert.Same(added, _ready[0]);
        Assert.NotSame(kept, _ready[0]);
    }

    [Fact]
    public void Send_ReachesThePeer()
    {
        var (socket, peer) = (Polled(), Open());

        Assert.True(socket.Send("ping"u8, SocketPeer.From((IPEndPoint)peer.LocalEndPoint!)));
        Assert.Equal(4, peer.Receive(_buffer));
        Assert.Equal("ping"u8, _buffer.AsSpan(0, 4));
    }

    [Fact]
    public void Send_ToAClosedPort_EndsNothing()
    {
        var (socket, peer) = (Polled(), Open());
        var nobody = SocketPeer.From(new IPEndPoint(LoopbackAddress.Next(), 9));
        var connected = socket.TryConnect(nobody);
        for (var i = 0; i < 5; i++)
        {
            socket.Send("x"u8, nobody);
            Assert.InRange(socket.Receive(_buffer, out _), PolledSocket.Failed, PolledSocket.Nothing);
        }

        var to = SocketPeer.From((IPEndPoint)peer.LocalEndPoint!);
        Assert.Equal(connected, connected && socket.TryConnect(to));

        // The system may tell of the closed port later, at any call, once for each datagram.
        Assert.True(SpinWait.SpinUntil(() => socket.Send("ping"u8, to), Long));
        Assert.Equal(4, peer.Receive(_buffer));
        peer.SendTo("pong"u8, socket.Socket.LocalEndPoint!);
        Assert.True(SpinWait.SpinUntil(() => Wait(Long) == 1 && socket.Receive(_buffer, out _) == 4, Long));
    }

    [Fact]
    public void Send_ToNowhere_IsFalse() => Assert.False(Polled().Send("x"u8, default));

    [Fact]
    public void Connected_WhereThatIsPossible_OthersAreDroppedByTheSystem()
    {
        var (socket, peer, stranger) = (Polled(), Open(), Open());
        if (!socket.TryConnect(SocketPeer.From((IPEndPoint)peer.LocalEndPoint!)))
        {
            Assert.IsType<SelectPoller>(_poller);
            return;
        }

        stranger.SendTo("no"u8, socket.Socket.LocalEndPoint!);
        peer.SendTo("yes"u8, socket.Socket.LocalEndPoint!);

        Assert.Equal(1, Wait(Long));
        Assert.Equal(3, socket.Receive(_buffer, out _));
        Assert.Equal(PolledSocket.Nothing, socket.Receive(_buffer, out _));
    }

    [Fact]
    public void Receive_EmptyAndOverlongDatagrams_EndNothing()
    {
        var (socket, peer) = (Polled(), Open());
        peer.SendTo([], socket.Socket.LocalEndPoint!);
        Assert.Equal(1, Wait(Long));
        Assert.Equal(0, socket.Receive(_buffer, out _));

        peer.SendTo(new byte[9000], socket.Socket.LocalEndPoint!);
        Assert.Equal(1, Wait(Long));
        Assert.True(socket.Receive(_buffer, out _) is PolledSocket.Failed or 2048);
        Assert.Equal(PolledSocket.Nothing, socket.Receive(_buffer, out _));
    }

    [Fact]
    public void Ipv6_SocketForBothFamilies_SpeaksToIpv4()
    {
        var own = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, DualMode = true };
        _sockets.Add(own);
        own.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        var socket = _poller.Add(own, IgnoringReceiver.Instance);
        var peer = Open();

        Assert.True(socket.Send("ping"u8, SocketPeer.From((IPEndPoint)peer.LocalEndPoint!)));
        Assert.Equal(4, peer.Receive(_buffer));
        peer.SendTo("pong"u8, new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)own.LocalEndPoint!).Port));
        Assert.Equal(1, Wait(Long));
        Assert.Equal(4, socket.Receive(_buffer, out var from));
        Assert.Equal(peer.LocalEndPoint, from.ToEndPoint());
    }

    public void Dispose()
    {
        _poller.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
        GC.SuppressFinalize(this);
    }

    private int Wait(TimeSpan timeout) => _poller.Wait(_ready, TimeSpan.Zero, timeout);

    private protected PolledSocket Polled() => _poller.Add(Open(blocking: false), IgnoringReceiver.Instance);

    private Socket Open(bool blocking = true)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = blocking, ReceiveTimeout = (int)Long.TotalMilliseconds };
        _sockets.Add(socket);
        socket.Bind(new IPEndPoint(_address, 0));
        return socket;
    }
}
