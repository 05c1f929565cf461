using System.Net;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Rtcp;
using DialIn.Media.Sdp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Media.Tests.Relay;

/// <summary>A leg without sockets and with a clock of its own: what it sends and raises is collected.</summary>
internal sealed class LegHarness : IDatagramSender
{
    private readonly LegPath _path;

    public LegHarness(
        bool reportDigits = true, bool connected = false, ushort firstSequence = 100, ILogger? logger = null, Action<MediaEvent>? events = null, RtpRewriter? stream = null,
        Func<MediaLegOptions, MediaLegOptions>? options = null)
    {
        var plain = new MediaLegOptions { Name = "trunk", ReportDigits = reportDigits, Connected = connected };
        _path = new LegPath(options?.Invoke(plain) ?? plain, events ?? Events.Add, stream ?? new RtpRewriter(0xBEEF, firstSequence, 1000), new byte[2048], logger ?? NullLogger.Instance);
        _path.Attach(this, new RtcpPort(this), _ => Awakened++);
    }

    public static SocketPeer Remote { get; } = SocketPeer.From(IPEndPoint.Parse("192.0.2.10:4000"));

    public static SocketPeer RemoteRtcp { get; } = Remote with { Port = 4001 };

    public static SocketPeer Stranger { get; } = SocketPeer.From(IPEndPoint.Parse("203.0.113.66:4000"));

    public List<MediaEvent> Events { get; } = [];

    public List<SentPacket> Sent { get; } = [];

    /// <summary>The RTCP that was sent, from whichever port.</summary>
    public List<SentReport> Reports { get; } = [];

    /// <summary>The same as they went out.</summary>
    public List<byte[]> Raw { get; } = [];

    /// <summary>How often the leg asked for its frames.</summary>
    public int Awakened { get; private set; }

    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(50);

    public LegPath Path => _path;

    public string Digits => string.Concat(Events.OfType<DigitReceived>().Select(received => received.Digit));

    public static NegotiatedAudio Negotiated(
        AudioCodec? codec = null, byte? payloadType = null, byte? eventType = 101, Direction direction = Direction.SendReceive, string remote = "192.0.2.10:4000")
    {
        codec ??= AudioCodec.Pcma;
        var rtp = IPEndPoint.Parse(remote);
        var format = new AudioFormat(codec, payloadType ?? codec.StaticPayloadType, eventType, 20);
        return new NegotiatedAudio(format, rtp, new IPEndPoint(rtp.Address, rtp.Port + 1), direction);
    }

    /// <summary>A clip whose frames are filled with their own numbers.</summary>
    public static EncodedAudio Clip(int frames, byte first = 0) =>
        new(AudioCodec.Pcma, [.. Enumerable.Range(first, frames).SelectMany(number => Enumerable.Repeat((byte)number, 160))]);

    public LegHarness Started(NegotiatedAudio? negotiated = null)
    {
        _path.Start(negotiated ?? Negotiated(), Now);
        return this;
    }

    /// <summary>Latches a source with its first four packets, and forgets what was raised and sent meanwhile.</summary>
    public LegHarness Latched(SourceStream source)
    {
        for (var i = 0; i < 4; i++)
        {
            Receive(source.Audio());
        }

        Assert.Contains(Events, raised => raised is MediaStarted);
        Events.Clear();
        Sent.Clear();
        return this;
    }

    public void Play(int id, params EncodedAudio[] clips) => _path.Play(new Playback(new PlaybackId(id), clips, loop: false));

    public void Receive(byte[] datagram, SocketPeer? from = null) => _path.OnDatagram(datagram, from ?? Remote, Now);

    /// <summary>Does so many frames of 20 ms.</summary>
    public void Run(int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            Now += TimeSpan.FromMilliseconds(20);
            _path.Tick(Now);
        }
    }

    public void ReceiveRtcp(byte[] datagram, SocketPeer? from = null) => _path.Rtcp.OnDatagram(datagram, from ?? RemoteRtcp, Now);

    public bool Send(ReadOnlySpan<byte> datagram, in SocketPeer to)
    {
        if (RtcpCompound.IsRtcp(datagram))
        {
            Reports.Add(SentReport.Read(datagram, to, isMux: true));
            return true;
        }

        Sent.Add(SentPacket.Read(datagram, to));
        Raw.Add(datagram.ToArray());
        return true;
    }

    private sealed class RtcpPort(LegHarness leg) : IDatagramSender
    {
        public bool Send(ReadOnlySpan<byte> datagram, in SocketPeer to)
        {
            leg.Reports.Add(leg._path.Rtcp.Protection is null ? SentReport.Read(datagram, to, isMux: false) : SentReport.Encrypted(datagram, to));
            return true;
        }
    }
}
