using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DialIn.Media.Rtp;

namespace DialIn.Media.Tests.Relay;

/// <summary>Calls of G.711 both ways whose packets carry their stream and number. All callers share one socket, all conferences another.</summary>
internal sealed class SoakLoad : IDisposable
{
    private const int PayloadLength = 160;
    private const int FrameTicks = 160;
    private const uint Mark = 0x50A4_50A4;
    private const int Idle = 25;
    private const int WantedBuffer = 8 << 20;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly Socket _callers;
    private readonly Socket _conferences;
    private readonly SocketAddress[] _targets;
    private readonly int[] _next;
    private readonly int[] _last;
    private readonly HashSet<int> _ports = [];
    private readonly byte[] _packet = new byte[RtpPacket.HeaderLength + PayloadLength];
    private readonly byte[] _payload = new byte[PayloadLength];
    private readonly byte[] _received = new byte[2048];
    private int _frames;
    private long _arrived;
    private long _dropsBefore;

    public SoakLoad(int calls)
    {
        (_callers, _conferences) = (Open(), Open());
        (_targets, _next, _last) = (new SocketAddress[2 * calls], new int[2 * calls], new int[2 * calls]);
        _ports.UnionWith([Callers.Port, Conferences.Port]);
    }

    /// <summary>An address of its own, so that no other test's ports are in the way.</summary>
    public IPAddress Address { get; } = LoopbackAddress.Next();

    public IPEndPoint Callers => (IPEndPoint)_callers.LocalEndPoint!;

    public IPEndPoint Conferences => (IPEndPoint)_conferences.LocalEndPoint!;

    /// <summary>Packets that count.</summary>
    public long Sent { get; private set; }

    /// <summary>Of them, those that came through.</summary>
    public long Received { get; private set; }

    /// <summary>Packets that came after one with a higher number of their stream, or twice.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>What the kernel says that it dropped at any socket of these calls, since <see cref="SettleAsync"/>.</summary>
    public long KernelDrops => AllKernelDrops - _dropsBefore;

    private long AllKernelDrops => File.ReadLines("/proc/net/udp").Skip(1)
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => _ports.Contains(int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)))
        .Sum(static fields => long.Parse(fields[^1], CultureInfo.InvariantCulture));

    /// <summary>Where the relay takes a call's two streams.</summary>
    public void Use(int call, IPEndPoint trunk, IPEndPoint conference)
    {
        (_targets[2 * call], _targets[(2 * call) + 1]) = (trunk.Serialize(), conference.Serialize());
        _ports.UnionWith([trunk.Port, conference.Port]);
    }

    /// <summary>Sends frames at their pace, and reads what comes.</summary>
    public async Task SendAsync(int frames, bool isCounted)
    {
        using var pace = new PeriodicTimer(Frame, TimeProvider.System);
        for (var frame = 0; frame < frames; frame++)
        {
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            _frames++;
            for (var stream = 0; stream < _targets.Length; stream++)
            {
                Send(stream, isCounted);
            }

            Drain();
        }
    }

    /// <summary>Reads until all that count are accounted for, or nothing more comes.</summary>
    public async Task DrainAsync()
    {
        using var pace = new PeriodicTimer(Frame, TimeProvider.System);
        for (var (before, idle) = (-1L, 0); Received + KernelDrops < Sent && idle < 4 * Idle; idle = Received == before ? idle + 1 : 0)
        {
            before = Received;
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Drain();
        }
    }

    /// <summary>Reads until nothing more is on its way; what was dropped so far counts for nothing.</summary>
    public async Task SettleAsync()
    {
        using var pace = new PeriodicTimer(Frame, TimeProvider.System);
        for (var (before, idle) = (-1L, 0); idle < Idle; idle = _arrived == before ? idle + 1 : 0)
        {
            before = _arrived;
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Drain();
        }

        _dropsBefore = AllKernelDrops;
    }

    public void Dispose()
    {
        _callers.Dispose();
        _conferences.Dispose();
    }

    private Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = WantedBuffer };
        socket.Bind(new IPEndPoint(Address, 0));
        return socket;
    }

    private void Send(int stream, bool isCounted)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_payload, Mark);
        BinaryPrimitives.WriteInt32BigEndian(_payload.AsSpan(4), stream);
        BinaryPrimitives.WriteInt32BigEndian(_payload.AsSpan(8), isCounted ? ++_next[stream] : 0);
        var length = RtpPacket.Write(_packet, marker: false, payloadType: 8, (ushort)_frames, (uint)(_frames * FrameTicks), (uint)stream + 1, _payload);
        (stream % 2 == 0 ? _callers : _conferences).SendTo(_packet.AsSpan(0, length), SocketFlags.None, _targets[stream]);
        Sent += isCounted ? 1 : 0;
    }

    private void Drain()
    {
        Drain(_callers);
        Drain(_conferences);
    }

    private void Drain(Socket socket)
    {
        while (socket.Available > 0)
        {
            var length = socket.Receive(_received);
            if (!RtpPacket.TryParse(_received.AsSpan(0, length), out var packet) || packet.Payload.Length != PayloadLength || BinaryPrimitives.ReadUInt32BigEndian(packet.Payload) != Mark)
            {
                continue;
            }

            _arrived++;
            var (stream, number) = (BinaryPrimitives.ReadInt32BigEndian(packet.Payload[4..]), BinaryPrimitives.ReadInt32BigEndian(packet.Payload[8..]));
            if (number == 0)
            {
                continue;
            }

            Received++;
            OutOfOrder += number > _last[stream] ? 0 : 1;
            _last[stream] = Math.Max(number, _last[stream]);
        }
    }
}
