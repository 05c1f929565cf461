using System.Net.Sockets;
using DialIn.Media.Relay;

namespace DialIn.Media.Tests.Relay;

/// <summary>What is told of packets that found a socket's buffer full.</summary>
public sealed class OverflowWatchTests : IDisposable
{
    private readonly CountingSocket _socket = new();
    private readonly List<long> _told = [];

    public void Dispose() => _socket.Socket.Dispose();

    [Fact]
    public void Drops_AreToldOnce_AsManyAsThereWereSinceTheLastLook()
    {
        _socket.Dropped = 7;
        var watch = new OverflowWatch(_socket, _told.Add);
        watch.Look();
        _socket.Dropped = 10;
        watch.Look();
        watch.Look();
        _socket.Dropped = 11;
        watch.Look();

        Assert.Equal([3, 1], _told);
    }

    [Fact]
    public void Drops_OverTheEndOfTheKernelsCount_AreToldAsMany()
    {
        _socket.Dropped = uint.MaxValue - 1;
        var watch = new OverflowWatch(_socket, _told.Add);
        _socket.Dropped = 3;
        watch.Look();

        Assert.Equal([5], _told);
    }

    private sealed class CountingSocket() : PolledSocket(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp), new Nobody())
    {
        public uint Dropped { get; set; }

        public override uint ReadDropped() => Dropped;

        public override int Receive(Span<byte> buffer, out SocketPeer from) => throw new NotSupportedException();

        public override bool Send(ReadOnlySpan<byte> datagram, in SocketPeer to) => throw new NotSupportedException();

        public override bool TryConnect(in SocketPeer peer) => throw new NotSupportedException();
    }

    private sealed class Nobody : IDatagramReceiver
    {
        public void OnDatagram(ReadOnlySpan<byte> datagram, in SocketPeer from, TimeSpan now) => throw new NotSupportedException();

        public void OnSocketError() => throw new NotSupportedException();
    }
}
