using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;
using DialIn.Media.Tests.Srtp;
using DialIn.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Media.Tests.Relay;

/// <summary>A loop with real sockets, and peers to talk to. Each has loopback addresses of its own.</summary>
internal sealed class LoopFixture : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<IDisposable> _owned = [];

    public LoopFixture(bool portable = false, IPAddress? address = null, ILoggerFactory? logging = null, TimeProvider? time = null)
    {
        Address = address ?? LoopbackAddress.Next();
        Loop = new MediaLoop(new MediaLoopOptions { Threads = 1, Portable = portable }, time ?? TimeProvider.System, logging ?? NullLoggerFactory.Instance);
        Ports = new PortPool(new PortPoolOptions { Address = Address, First = 20_000, Last = 20_199 }, TimeProvider.System);
        Call = CallMedia.Create(Loop, Ports);
    }

    public IPAddress Address { get; }

    public MediaLoop Loop { get; }

    public PortPool Ports { get; }

    public CallMedia Call { get; set; }

    public static NegotiatedAudio Negotiate(LoopPeer peer, Direction direction = Direction.SendReceive) =>
        LegHarness.Negotiated(direction: direction, remote: peer.EndPoint.ToString());

    public LoopPeer Peer(IPAddress? address = null)
    {
        var peer = new LoopPeer(new IPEndPoint(address ?? LoopbackAddress.Next(), 0));
        _owned.Add(peer);
        return peer;
    }

    public LoopLeg Open(string name, bool connected = false, bool isCapped = true)
    {
        var events = Channel.CreateUnbounded<MediaEvent>();
        var options = new MediaLegOptions { Name = name, ReportDigits = !connected, Connected = connected };
        var leg = Call.OpenLeg(isCapped ? options : options with { MostPacketsPerSecond = 0 }, mediaEvent => events.Writer.TryWrite(mediaEvent));
        return new LoopLeg(leg, events.Reader);
    }

    public void Dispose()
    {
        Call.Dispose();
        Loop.Dispose();
        Ports.Dispose();
        _owned.ForEach(owned => owned.Dispose());
    }
}

/// <summary>A leg, and what it raised.</summary>
internal sealed record LoopLeg(MediaLeg Leg, ChannelReader<MediaEvent> Events)
{
    public async Task<T> NextAsync<T>()
        where T : MediaEvent
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(LoopFixture.Patience);
        return Assert.IsType<T>(await Events.ReadAsync(patience.Token));
    }
}

/// <summary>The other end of a leg: a socket that sends a stream and reads what comes.</summary>
internal sealed class LoopPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
    {
        ReceiveTimeout = (int)LoopFixture.Patience.TotalMilliseconds,
    };

    private readonly byte[] _buffer = new byte[2048];
    private SrtpSender? _srtp;

    public LoopPeer(IPEndPoint local)
    {
        _socket.Bind(local);
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public SourceStream Stream { get; init; } = new();

    public IPEndPoint EndPoint { get; }

    public int Available => _socket.Available;

    /// <summary>Encrypts from now on.</summary>
    /// <param name="suite">The name of a suite; null for none.</param>
    /// <returns>The keys as the leg has them.</returns>
    public SrtpKeys? Encrypt(string? suite)
    {
        if (suite is null)
        {
            return null;
        }

        var keys = SrtpPackets.Keys(CryptoSuite.Find(suite)!, 1, 2);
        _srtp = new SrtpSender(keys.Remote);
        return keys;
    }

    public void Send(MediaLeg to, byte[] packet) => _socket.SendTo(packet, to.LocalRtp);

    public void SendAudio(MediaLeg to, int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            Send(to, _srtp?.Protect(Stream.Audio()) ?? Stream.Audio());
        }
    }

    public SentPacket Receive() => SentPacket.Read(_buffer.AsSpan(0, _socket.Receive(_buffer)));

    /// <summary>Reads until a report fits, the third at the latest; this socket is that of the peer's RTCP.</summary>
    public SentReport ReceiveReport(Func<SentReport, bool> fits)
    {
        for (var read = 1; ; read++)
        {
            var report = SentReport.Read(_buffer.AsSpan(0, _socket.Receive(_buffer)), default, isMux: false);
            if (fits(report) || read == 3)
            {
                return report;
            }
        }
    }

    /// <summary>Sends a report to the port of a leg's RTCP.</summary>
    public void SendReport(MediaLeg to, ReadOnlySpan<byte> report) => _socket.SendTo(report, new IPEndPoint(to.LocalRtp.Address, to.LocalRtp.Port + 1));

    public int ReceiveLength() => _socket.Receive(_buffer);

    /// <summary>Reads until a packet fits; all that were read, that one the last.</summary>
    public List<SentPacket> ReceiveUntil(Func<SentPacket, bool> last)
    {
        List<SentPacket> packets = [Receive()];
        while (!last(packets[^1]))
        {
            packets.Add(Receive());
        }

        return packets;
    }

    public void Dispose() => _socket.Dispose();
}
