using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;
using DialIn.Media.Tests.Srtp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>
/// Calls both ways: of ten, three are encrypted, and one is G.711 on the caller's side and G.722 on the other. The packets of the others carry their
/// stream and number; those of the transcoded ones are counted. All callers share one socket, all conferences another.
/// </summary>
internal sealed class SoakLoad : IDisposable
{
    private const int PayloadLength = 160;
    private const int FrameTicks = 160;
    private const uint Mark = 0x50A4_50A4;
    private const int MostFrames = 3000; // a minute
    private const int QuietRounds = 2;
    private const int WantedBuffer = 8 << 20;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private static readonly CryptoSuite Suite = CryptoSuite.AesCm128Sha80;
    private static readonly EncodedAudio NarrowTone = EncodedAudio.Encode(Tone.Sine(440, TimeSpan.FromSeconds(1), AudioCodec.Pcma.SampleRate), AudioCodec.Pcma);
    private static readonly EncodedAudio WideTone = EncodedAudio.Encode(Tone.Sine(440, TimeSpan.FromSeconds(1), AudioCodec.G722.SampleRate), AudioCodec.G722);

    private readonly Socket _callers;
    private readonly Socket _conferences;
    private readonly SocketAddress[] _targets;
    private readonly SrtpSender?[] _senders;
    private readonly SrtpReceiver?[] _receivers;
    private readonly Dictionary<int, int> _streams = [];
    private readonly int[] _next;
    private readonly int[] _last;
    private readonly List<MediaLeg> _legs = [];
    private readonly List<CallMedia> _transcoded = [];
    private readonly SocketAddress _from = new(AddressFamily.InterNetwork);
    private readonly byte[] _packet = new byte[RtpPacket.HeaderLength + PayloadLength + SrtpSender.MostOverhead];
    private readonly byte[] _payload = new byte[PayloadLength];
    private readonly byte[] _received = new byte[2048];
    private readonly byte[] _opened = new byte[2048];
    private int _frames;
    private bool _isCounting;
    private long _came;
    private long _arrived;
    private long _dropsBefore;
    private long _concealedBefore;

    public SoakLoad(int calls)
    {
        (_callers, _conferences) = (Open(), Open());
        (_targets, _next, _last) = (new SocketAddress[2 * calls], new int[2 * calls], new int[2 * calls]);
        (_senders, _receivers) = (new SrtpSender?[2 * calls], new SrtpReceiver?[2 * calls]);
    }

    /// <summary>An address of its own, so that no other test's ports are in the way.</summary>
    public IPAddress Address { get; } = LoopbackAddress.Next();

    public IPEndPoint Callers => (IPEndPoint)_callers.LocalEndPoint!;

    public IPEndPoint Conferences => (IPEndPoint)_conferences.LocalEndPoint!;

    /// <summary>Packets that count.</summary>
    public long Sent { get; private set; }

    /// <summary>Of them, those that came through; what was made up for lost ones is none.</summary>
    public long Received => _came - (AllConcealed - _concealedBefore);

    /// <summary>Packets that came after one with a higher number of their stream, or twice.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>What the kernel says that it dropped at any socket of these calls, since <see cref="SettleAsync"/>.</summary>
    public long KernelDrops => AllKernelDrops - _dropsBefore;

    private long AllKernelDrops => (long)UdpSockets.DroppedAt(_callers) + UdpSockets.DroppedAt(_conferences) + _legs.Sum(static leg => (long)UdpSockets.DroppedAt(leg.Ports.Rtp));

    private long AllConcealed => _transcoded.Sum(static call => call.Legs.Sum(static leg => leg.Statistics.Transcoding.Concealed));

    /// <summary>Whether a call's two sides speak different codecs.</summary>
    public static bool IsTranscoded(int call) => call % 10 == 1;

    /// <summary>Whether a call is encrypted, on both sides.</summary>
    public static bool IsEncrypted(int call) => call % 10 is 2 or 5 or 8;

    /// <summary>A call's two legs are started, and used from now on.</summary>
    public void Use(int call, CallMedia media, MediaLeg trunk, MediaLeg conference)
    {
        var (fromCaller, fromConference) = (2 * call, (2 * call) + 1);
        var serverCodec = IsTranscoded(call) ? AudioCodec.G722 : AudioCodec.Pcma;
        trunk.Start(LegHarness.Negotiated(remote: Callers.ToString()) with { Srtp = Protect(call, fromCaller, fromConference, key: 10) });
        conference.Start(LegHarness.Negotiated(serverCodec, remote: Conferences.ToString()) with { Srtp = Protect(call, fromConference, fromCaller, key: 20) });
        (_targets[fromCaller], _targets[fromConference]) = (trunk.LocalRtp.Serialize(), conference.LocalRtp.Serialize());
        (_streams[conference.LocalRtp.Port], _streams[trunk.LocalRtp.Port]) = (fromCaller, fromConference);
        _legs.AddRange([trunk, conference]);
        if (IsTranscoded(call))
        {
            _transcoded.Add(media);
        }
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

    /// <summary>Reads until all that count are accounted for, for a minute at most.</summary>
    public async Task DrainAsync()
    {
        using var pace = new PeriodicTimer(Frame, TimeProvider.System);
        for (var frame = 0; frame < MostFrames && Received + KernelDrops < Sent; frame++)
        {
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Drain();
        }
    }

    /// <summary>Reads until nothing more is on its way, for a minute at most; what was dropped so far counts for nothing.</summary>
    public async Task SettleAsync()
    {
        using var pace = new PeriodicTimer(Frame, TimeProvider.System);
        var frames = 0;

        // What the loop has sent may come to our sockets after it has answered: one round without any is not enough.
        for (var quiet = 0; quiet < QuietRounds;)
        {
            var before = _arrived;
            do
            {
                Assert.True(frames++ < MostFrames, "packets are still on their way, or at sockets that the loop does not read");
                await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
            while (_legs.Exists(static leg => leg.Ports.Rtp.Available > 0));

            // What a thread of the loop had read when it was asked, it has passed on when it answers.
            await Task.WhenAll(_legs.Select(static leg => leg.MeasureAsync(TestContext.Current.CancellationToken))).WaitAsync(LoopFixture.Patience, TestContext.Current.CancellationToken);
            Drain();
            quiet = _arrived == before ? quiet + 1 : 0;
        }

        (_dropsBefore, _concealedBefore, _isCounting) = (AllKernelDrops, AllConcealed, true);
    }

    public void Dispose()
    {
        foreach (var srtp in _senders.Concat<IDisposable?>(_receivers))
        {
            srtp?.Dispose();
        }

        _callers.Dispose();
        _conferences.Dispose();
    }

    private Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = WantedBuffer };
        socket.Bind(new IPEndPoint(Address, 0));
        return socket;
    }

    // One side of a call: what its peer sends and gets, as the leg has the keys.
    private SrtpKeys? Protect(int call, int sent, int got, byte key)
    {
        if (!IsEncrypted(call))
        {
            return null;
        }

        var keys = SrtpPackets.Keys(Suite, key, (byte)(key + 1));
        (_senders[sent], _receivers[got]) = (new SrtpSender(keys.Remote), new SrtpReceiver(keys.Local));
        return keys;
    }

    private void Send(int stream, bool isCounted)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_payload, Mark);
        BinaryPrimitives.WriteInt32BigEndian(_payload.AsSpan(4), stream);
        BinaryPrimitives.WriteInt32BigEndian(_payload.AsSpan(8), isCounted ? ++_next[stream] : 0);
        var codec = IsTranscoded(stream / 2) && stream % 2 == 1 ? AudioCodec.G722 : AudioCodec.Pcma;
        if (IsTranscoded(stream / 2))
        {
            var tone = codec == AudioCodec.G722 ? WideTone : NarrowTone;
            tone.Payload.Slice(_frames % tone.FrameCount * PayloadLength, PayloadLength).CopyTo(_payload);
        }

        var length = RtpPacket.Write(_packet, marker: false, codec.StaticPayloadType, (ushort)_frames, (uint)(_frames * FrameTicks), (uint)stream + 1, _payload);
        length = _senders[stream]?.Protect(_packet, length) ?? length;
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
            var length = socket.ReceiveFrom(_received, SocketFlags.None, _from);
            if (_streams.TryGetValue(BinaryPrimitives.ReadUInt16BigEndian(_from.Buffer.Span[2..]), out var stream))
            {
                Take(stream, _received.AsSpan(0, length));
            }
        }
    }

    private void Take(int stream, ReadOnlySpan<byte> datagram)
    {
        if (_receivers[stream] is { } srtp)
        {
            Assert.Equal(SrtpVerdict.Accepted, srtp.Unprotect(datagram, _opened, out var length));
            datagram = _opened.AsSpan(0, length);
        }

        // What is silent is the relay's own.
        if (!RtpPacket.TryParse(datagram, out var packet) || packet.Payload.Length != PayloadLength || packet.Payload.IndexOfAnyExcept(packet.Payload[0]) < 0)
        {
            return;
        }

        _arrived++;
        var number = !IsTranscoded(stream / 2) ? Marked(stream, packet.Payload)
            : _isCounting ? _last[stream] + (short)(packet.SequenceNumber - (ushort)_last[stream]) // the first one is below 2^15
            : 0;
        if (number == 0)
        {
            return;
        }

        _came++;
        OutOfOrder += number > _last[stream] ? 0 : 1;
        _last[stream] = Math.Max(number, _last[stream]);
    }

    private static int Marked(int stream, ReadOnlySpan<byte> payload)
    {
        Assert.Equal((Mark, stream), (BinaryPrimitives.ReadUInt32BigEndian(payload), BinaryPrimitives.ReadInt32BigEndian(payload[4..])));
        return BinaryPrimitives.ReadInt32BigEndian(payload[8..]);
    }
}
