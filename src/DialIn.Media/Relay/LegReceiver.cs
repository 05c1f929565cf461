using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Quality;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;

namespace DialIn.Media.Relay;

/// <summary>What a packet turned out to be.</summary>
internal enum Reception
{
    /// <summary>Of no use: counted.</summary>
    Nothing,

    /// <summary>Audio that may be passed on.</summary>
    Audio,

    /// <summary>The peer describes its silence. RFC 3389 §4.</summary>
    Noise,

    /// <summary>From the right source, but not to be passed on.</summary>
    KeptBack,

    /// <summary>Kept back, and the first of a key press.</summary>
    Digit,

    /// <summary>Kept back, and a gateway's word that a fax machine calls.</summary>
    CallingTone,
}

/// <summary>
/// The incoming half of a leg: only what the latched source sends in a negotiated format gets through. Belongs to the loop's
/// thread. Never throws whatever arrives.
/// </summary>
/// <param name="options">The leg's options.</param>
internal sealed class LegReceiver(MediaLegOptions options)
{
    // What fits an Ethernet frame. Longer datagrams are no telephone audio.
    private const int MaxDatagram = 1500;

    // RFC 3389 §4: static payload type of comfort noise, which peers send also without having offered it.
    private const byte ComfortNoise = 13;

    // At least so many packets of a source come before the one that makes it believed: they were no stranger's.
    private const int OnProbation = SourceProbation.Length - 1;

    // Some trunks send the key's tone as audio as well: it is muted until a little after the event's end.
    internal static readonly TimeSpan MuteAfterEvent = TimeSpan.FromMilliseconds(50);

    // RFC 3264 §8.3.2: what the peer sent before it knew of another codec comes as long as it may be on its way, or in a gateway's buffer.
    private static readonly TimeSpan FormerFor = TimeSpan.FromSeconds(2);

    // What was encrypted before the peer heard that it need not be. Played as plain audio it would be loud noise.
    private static readonly TimeSpan EncryptedInFlight = TimeSpan.FromMilliseconds(200);

    private readonly SourceNetworks? _sources = SourceNetworks.Parse(options.Sources);
    private readonly ReceptionStatistics _statistics = new(TelephoneEvent.ClockRate);
    private SourceLatch _latch;
    private SourceHandover _handover;
    private StreamMeter _meter;
    private RateCap _rate = new(options.MostPacketsPerSecond);
    private TelephoneEventReceiver _events;
    private NegotiatedAudio? _negotiated;
    private AudioFormat? _former;
    private TimeSpan _formerUntil;
    private byte _payloadType;
    private byte _noisePayloadType = ComfortNoise;
    private byte? _eventPayloadType;
    private byte? _offeredEventPayloadType;
    private bool _mayReceive;
    private uint _ssrc;
    private TimeSpan _mutedUntil;
    private TimeSpan _plainFrom;

    /// <summary>Where the peer sends from, so far as known.</summary>
    public ref readonly SourceLatch Latch => ref _latch;

    /// <summary>What was negotiated, or null before that.</summary>
    public NegotiatedAudio? Negotiated => _negotiated;

    /// <summary>Packets of the latched source.</summary>
    public long Received { get; private set; }

    /// <summary>The SSRC of the source that is heard now, or null before that.</summary>
    public uint? Ssrc => _statistics.Ssrc;

    /// <summary>What RTCP reports of the source.</summary>
    public ReceptionStatistics Statistics => _statistics;

    /// <summary>Packets refused because of their source. Those of a source on probation count until it is believed.</summary>
    public long Strangers { get; private set; }

    /// <summary>How well the stream comes in.</summary>
    public ref readonly StreamMeter Meter => ref _meter;

    /// <summary>Packets of the peer beyond the rate that it may have.</summary>
    public long OverRate { get; private set; }

    /// <summary>How often the stream went on from another address.</summary>
    public long Handovers { get; private set; }

    /// <summary>Datagrams that are no RTP.</summary>
    public long Malformed { get; private set; }

    /// <summary>Packets of a payload type that was not negotiated.</summary>
    public long OtherPayloadTypes { get; private set; }

    /// <summary>Opens what comes; null while the peer does not encrypt.</summary>
    public LegOpener? Opener { get; set; }

    /// <summary>Loss and jitter of the latched source.</summary>
    public ReceptionReport Reception => _statistics.Snapshot();

    /// <summary>
    /// Takes what was negotiated. The source is learnt anew when the peer's address changed, and when it does not send from the
    /// old one any more although it should. Hold changes nothing.
    /// </summary>
    public void Start(NegotiatedAudio negotiated, TimeSpan now)
    {
        _mayReceive = negotiated.Direction is Direction.SendReceive or Direction.ReceiveOnly;
        var advertised = SocketPeer.From(negotiated.RemoteRtp);
        if (_negotiated is null || (advertised.IsSpecified && advertised != _latch.Advertised))
        {
            _latch = new SourceLatch(advertised, options.Connected);
        }
        else if (_mayReceive && advertised.IsSpecified)
        {
            _latch.Renew(now);
        }

        _plainFrom = negotiated.Srtp is null && _negotiated?.Srtp is not null ? now + EncryptedInFlight : negotiated.Srtp is null ? _plainFrom : default;
        if (_negotiated?.Format is { } former && former.PayloadType != negotiated.Format.PayloadType)
        {
            (_former, _formerUntil) = (former, now + FormerFor);
        }

        (_negotiated, _payloadType) = (negotiated, negotiated.Format.PayloadType);
        _noisePayloadType = negotiated.Format.ComfortNoisePayloadType ?? ComfortNoise;
        (_eventPayloadType, _offeredEventPayloadType) = (negotiated.Format.TelephoneEventPayloadType, negotiated.Format.OfferedTelephoneEventPayloadType);
    }

    /// <summary>The codec of a packet that is <see cref="Relay.Reception.Audio"/>.</summary>
    public AudioCodec CodecOf(in RtpPacket packet) =>
        packet.PayloadType != _payloadType && _former is { } former && packet.PayloadType == former.PayloadType ? former.Codec : _negotiated!.Format.Codec;

    /// <summary>Continues with a source that was latched in another process.</summary>
    public void Restore(in SocketPeer source) => _latch.Restore(source);

    /// <summary>Takes one datagram.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="from">Its source.</param>
    /// <param name="now">When it came.</param>
    /// <param name="packet">The packet read from it; not for <see cref="Relay.Reception.Nothing"/>.</param>
    /// <param name="digit">The digit, for <see cref="Relay.Reception.Digit"/>.</param>
    /// <param name="latched">Whether this packet latched its source.</param>
    public Reception Receive(
        ReadOnlySpan<byte> datagram, in SocketPeer from, TimeSpan now, out RtpPacket packet, out char digit, out bool latched)
    {
        (digit, latched) = ('\0', false);
        if (!MayCome(from))
        {
            Strangers++;
            packet = default;
            return Relay.Reception.Nothing;
        }

        if (Opener is not null && !MayBeOfUse(from, now))
        {
            // Without this a flood of forged packets would cost the authentication of each.
            Strangers++;
            packet = default;
            return Relay.Reception.Nothing;
        }

        if (Opener is { } opener && datagram.Length <= MaxDatagram && !opener.TryOpen(datagram, out datagram))
        {
            packet = default;
            return Relay.Reception.Nothing;
        }

        if (datagram.Length > MaxDatagram || !RtpPacket.TryParse(datagram, out packet))
        {
            Malformed++;
            packet = default;
            return Relay.Reception.Nothing;
        }

        if (_negotiated is null)
        {
            Strangers++;
            return Relay.Reception.Nothing;
        }

        var isEvent = packet.PayloadType == _eventPayloadType || packet.PayloadType == _offeredEventPayloadType;
        var isAudio = packet.PayloadType == _payloadType || (packet.PayloadType == _former?.PayloadType && now < _formerUntil);
        var isKnown = isEvent || isAudio || packet.PayloadType == _noisePayloadType;
        if (!IsFromPeer(packet, from, now, isKnown, out latched))
        {
            return Relay.Reception.Nothing;
        }

        if (!_rate.Takes(now))
        {
            OverRate++;
            return Relay.Reception.Nothing;
        }

        Received++;
        if (_statistics.Receive(packet.Ssrc, packet.SequenceNumber, packet.Timestamp, now, isTimed: !isEvent))
        {
            _meter.Receive(packet.Ssrc, packet.SequenceNumber, packet.Timestamp, isAudio: !isEvent, now);
        }

        if (now < _plainFrom)
        {
            return Relay.Reception.KeptBack;
        }

        if (isEvent)
        {
            return ReceiveEvent(packet, now, out digit);
        }

        return !_mayReceive || now < _mutedUntil ? Relay.Reception.KeptBack
            : packet.PayloadType == _noisePayloadType && packet.PayloadType != _payloadType ? Relay.Reception.Noise
            : isAudio && !packet.Payload.IsEmpty ? Relay.Reception.Audio // an empty one keeps a NAT binding open
            : Relay.Reception.KeptBack;
    }

    /// <summary>Whether anything may come from an address.</summary>
    public bool MayCome(in SocketPeer from) => _sources?.Contains(from) ?? true;

    private bool MayBeOfUse(in SocketPeer from, TimeSpan now) => _latch.MayTake(from, now) || (!options.Connected && _handover.IsDue(now));

    private bool IsFromPeer(in RtpPacket packet, in SocketPeer from, TimeSpan now, bool isKnown, out bool latched)
    {
        latched = false;
        if (!isKnown)
        {
            // Such packets prove nothing of their source, but a latched one's numbers go on with them.
            var isPeer = _latch.IsLatched && from == _latch.Source;
            OtherPayloadTypes += isPeer ? 1 : 0;
            Strangers += isPeer ? 0 : 1;
            return isPeer;
        }

        switch (_latch.Judge(from, packet.Ssrc, packet.SequenceNumber, now))
        {
            case LatchVerdict.Refused when !options.Connected && _handover.Passes(from, packet, now):
                _latch.Move(from);
                Handovers++;
                Strangers -= OnProbation;
                latched = true;
                break;
            case LatchVerdict.Refused:
                Strangers++;
                return false;
            case LatchVerdict.Latched:
                Strangers -= options.Connected ? 0 : OnProbation;
                latched = true;
                break;
        }

        _handover.Heard(packet, now);
        if (packet.Ssrc != _ssrc)
        {
            (_ssrc, _events) = (packet.Ssrc, default);
        }

        return true;
    }

    private Reception ReceiveEvent(in RtpPacket packet, TimeSpan now, out char digit)
    {
        var wasOver = _events.IsOver;
        var pressed = _events.Receive(packet.Timestamp, packet.Payload);

        // The end is sent three times (RFC 4733 §2.5.1.4): the key's tone has ended at the first.
        if (!wasOver || !_events.IsOver || pressed is not null)
        {
            _mutedUntil = now + MuteAfterEvent;
        }

        digit = pressed ?? '\0';
        return !_mayReceive || !options.ReportDigits ? Relay.Reception.KeptBack
            : pressed is not null ? Relay.Reception.Digit
            : TelephoneEvent.TryParse(packet.Payload, out var told) && told.Code == TelephoneEvent.CallingTone ? Relay.Reception.CallingTone
            : Relay.Reception.KeptBack;
    }
}
