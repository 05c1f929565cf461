using DialIn.Media.Rtcp;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;

namespace DialIn.Media.Relay;

/// <summary>
/// The reports of a leg: says what was sent and received, hears what the peer says of that, and measures the way there and
/// back. It has an identity of its own, which no other leg shares. RFC 3550 §6. Belongs to the loop's thread; allocates
/// nothing and never throws whatever arrives.
/// </summary>
internal sealed class LegRtcp : IDatagramReceiver
{
    // G.711 and G.722 both ways, 50 packets a second with their headers: RFC 3550 §6.2 gives RTCP 5 % of it.
    private const double SessionBandwidth = 2 * 50 * (160 + 12 + 28);

    private readonly MediaLegOptions _options;
    private readonly LegReceiver _receiver;
    private readonly LegSender _sender;
    private readonly byte[] _scratch;
    private IDatagramSender? _ownPort;
    private IDatagramSender? _rtpPort;
    private RtcpLatch _latch;
    private RtcpSchedule _schedule;
    private RoundTrip _roundTrip;
    private CanonicalName _name;
    private uint _random;
    private TimeSpan? _origin;
    private bool _isMux;
    private bool _isReducedSize;
    private bool _goesOnElsewhere;
    private PeerLoss _loss;
    private long _packetsBefore;
    private long _octetsBefore;
    private long _sentAtLast;
    private long _sentAtLastButOne;
    private long _receivedAtLast;
    private uint _reportOf;
    private uint _lastReport;
    private TimeSpan _lastReportAt;

    public LegRtcp(MediaLegOptions options, LegReceiver receiver, LegSender sender, byte[] scratch)
    {
        (_options, _receiver, _sender, _scratch, _name) = (options, receiver, sender, scratch, CanonicalName.Create());

        // The SSRC is random; zero alone would stay zero for ever.
        _random = sender.Ssrc | 1;
    }

    /// <summary>The leg's SRTP: with it no report goes out in the clear, and none that came so is read.</summary>
    public SrtpSession? Protection { get; set; }

    /// <summary>The time as a report leaves, which may be later than its deadline; the deadline counts without it.</summary>
    public Func<TimeSpan>? Clock { get; set; }

    /// <summary>What was counted so far.</summary>
    public RtcpStatistics Statistics => new(Sent, Received, Strangers, Malformed);

    /// <summary>The way to the peer and back.</summary>
    public RoundTrip RoundTrip => _roundTrip;

    /// <summary>What the peer said last of our stream.</summary>
    public ReportBlock? PeerReport { get; private set; }

    /// <summary>When it said so.</summary>
    public TimeSpan? PeerReportAt { get; private set; }

    /// <summary>What the peer has lost of our stream.</summary>
    public ref readonly PeerLoss Loss => ref _loss;

    /// <summary>Packets sent in all, in other processes too.</summary>
    public long PacketsSent => _packetsBefore + _sender.Sent;

    /// <summary>What the peer's telephone measured of our stream.</summary>
    public VoipMetrics? PeerMetrics { get; private set; }

    /// <summary>When it said so.</summary>
    public TimeSpan? PeerMetricsAt { get; private set; }

    /// <summary>When the peer's last report came, or null.</summary>
    public TimeSpan? HeardAt { get; private set; }

    private long Sent { get; set; }

    private long Received { get; set; }

    private long Strangers { get; set; }

    private long Malformed { get; set; }

    // RFC 3550 §6.4: a sender is who has sent since the report before the last one.
    private bool IsSending => _sender.Sent > _sentAtLastButOne;

    private bool IsReceiving => _receiver.Received > _receivedAtLast;

    /// <summary>Gives the ways out.</summary>
    /// <param name="ownPort">The socket above that of RTP.</param>
    /// <param name="rtpPort">The socket of RTP.</param>
    public void Attach(IDatagramSender ownPort, IDatagramSender rtpPort) => (_ownPort, _rtpPort) = (ownPort, rtpPort);

    /// <summary>Takes what was negotiated, at first and again.</summary>
    public void Start(NegotiatedAudio negotiated, TimeSpan now)
    {
        var advertised = SocketPeer.From(negotiated.RemoteRtcp);
        if (_origin is null)
        {
            // A second on it: a report at time zero would read as "none came".
            _origin = now - TimeSpan.FromSeconds(1);
        }

        if (!_schedule.IsStarted)
        {
            _schedule = new RtcpSchedule(SessionBandwidth, now, Random());
        }

        if (advertised != _latch.Advertised)
        {
            _latch = new RtcpLatch(advertised, _options.Connected);
        }

        (_isMux, _isReducedSize) = (negotiated.RtcpMux, negotiated.RtcpReducedSize);
    }

    /// <summary>Continues what another process has begun.</summary>
    public void Restore(RtcpState state, TimeSpan takenAt)
    {
        (_name, _packetsBefore, _octetsBefore) = (CanonicalName.Parse(state.CanonicalName), state.Packets, state.Octets);
        _origin = takenAt - state.Clock;
        _loss.Restore(state.Gaps);
    }

    /// <summary>The leg's identity as plain data. The stream goes on elsewhere: closing this leg says no goodbye.</summary>
    public RtcpState Snapshot(TimeSpan now)
    {
        _goesOnElsewhere = true;
        return new RtcpState(_name.ToString(), PacketsSent, _octetsBefore + _sender.Octets, ClockAt(now)) { Gaps = _loss.GapsInAll(_sender.Gaps) };
    }

    /// <summary>Sends a report if one is due.</summary>
    public void Tick(TimeSpan due)
    {
        if (due >= _schedule.Next && _schedule.IsDue(due, IsSending, IsReceiving, Random()))
        {
            // Lateness of our own must not read as a longer way.
            var length = Send(Clock?.Invoke() ?? due, isGoodbye: false);
            _schedule.Sent(length, due, IsSending, IsReceiving, Random());
            (_sentAtLastButOne, _sentAtLast, _receivedAtLast) = (_sentAtLast, _sender.Sent, _receiver.Received);
        }
    }

    /// <summary>Says goodbye, if the peer has ever heard of us. RFC 3550 §6.3.7.</summary>
    public void Close(TimeSpan now)
    {
        if (!_goesOnElsewhere && _origin is not null && (_sender.Sent > 0 || Sent > 0))
        {
            Send(now, isGoodbye: true);
        }
    }

    /// <summary>Whether a datagram on the port of RTP is for us. RFC 5761 §4.</summary>
    public bool Takes(ReadOnlySpan<byte> datagram) => _isMux && RtcpCompound.IsRtcp(datagram);

    /// <summary>Takes a datagram from the port of RTP.</summary>
    public void OnMultiplexed(ReadOnlySpan<byte> datagram, in SocketPeer from, TimeSpan now)
    {
        if (!_receiver.Latch.IsLatched || from != _receiver.Latch.Source)
        {
            Strangers++;
        }
        else if (TryRead(datagram, out var digest))
        {
            Take(digest, datagram.Length, now);
        }
    }

    /// <inheritdoc/>
    public void OnDatagram(ReadOnlySpan<byte> datagram, in SocketPeer from, TimeSpan now)
    {
        if (_isMux || !_receiver.MayCome(from) || !_latch.MayBe(from, _receiver.Latch))
        {
            Strangers++;
        }
        else if (TryRead(datagram, out var digest))
        {
            if (_latch.Takes(from, digest.Sender is { } sender && sender == _receiver.Ssrc))
            {
                Take(digest, datagram.Length, now);
            }
            else
            {
                Strangers++;
            }
        }
    }

    /// <inheritdoc/>
    public void OnSocketError()
    {
        // Many peers have no RTCP port: their machine's refusal says nothing of the call.
    }

    private bool TryRead(ReadOnlySpan<byte> datagram, out RtcpDigest digest)
    {
        if (Protection is { } protection)
        {
            // Read at once, before anything else is put together there.
            datagram = datagram.Length <= RtcpCompound.MaxLength && protection.UnprotectRtcp(datagram, _scratch, out var length) == SrtpVerdict.Accepted
                ? _scratch.AsSpan(0, length)
                : default;
        }

        if (!RtcpCompound.TryParse(datagram, _isReducedSize, out var compound))
        {
            Malformed++;
            digest = default;
            return false;
        }

        digest = RtcpDigest.Read(compound, _sender.Ssrc);
        return true;
    }

    private void Take(in RtcpDigest digest, int length, TimeSpan now)
    {
        Received++;
        HeardAt = now;
        _schedule.Received(length);
        if (digest is { SenderInfo: { } sent, Sender: { } sender })
        {
            (_reportOf, _lastReport, _lastReportAt) = (sender, NtpTime.Compact(sent.NtpTimestamp), now);
        }

        if (digest.OfOurs is { } report)
        {
            (PeerReport, PeerReportAt) = (report, now);
            _roundTrip.Take(report, ClockAt(now));
            _loss.Take(report, _sender.Sent, _sender.Gaps);
        }

        if (digest.VoipOfOurs is { } metrics)
        {
            (PeerMetrics, PeerMetricsAt) = (metrics, now);
        }
    }

    private int Send(TimeSpan now, bool isGoodbye)
    {
        var writer = new RtcpWriter(_scratch, _sender.Ssrc);
        var received = Block(now);
        if (IsSending)
        {
            var clock = NtpTime.From(ClockAt(now));
            writer.SenderReport(
                new SenderInfo(clock, _sender.TimestampAt(now), (uint)PacketsSent, (uint)(_octetsBefore + _sender.Octets)), received);
            _roundTrip.Sent(NtpTime.Compact(clock));
        }
        else
        {
            writer.ReceiverReport(received);
        }

        writer.SourceDescription(_name);
        if (isGoodbye)
        {
            writer.Goodbye();
        }

        var length = Protection is { } protection ? protection.ProtectRtcp(_scratch, writer.Length) : writer.Length;
        var (socket, to) = _isMux ? (_rtpPort, _latch.Advertised.IsSpecified ? _sender.Destination : default) : (_ownPort, _latch.Destination(_receiver.Latch));
        if (length > 0 && socket is not null && to.IsSpecified && socket.Send(_scratch.AsSpan(0, length), to))
        {
            Sent++;
        }

        return length;
    }

    // RFC 3550 §6.4.1: only of a source that was heard since the last report.
    private ReportBlock? Block(TimeSpan now)
    {
        if (!IsReceiving || _receiver.Ssrc is not { } ssrc || !_receiver.Statistics.IsValid)
        {
            return null;
        }

        var statistics = _receiver.Statistics;
        var hasReport = _lastReport != 0 && _reportOf == ssrc;
        return new ReportBlock(
            ssrc,
            statistics.TakeFractionLost(),
            statistics.CumulativeLost,
            statistics.ExtendedHighestSequenceNumber,
            statistics.InterarrivalJitter,
            hasReport ? _lastReport : 0,
            hasReport ? NtpTime.CompactDuration(now - _lastReportAt) : 0);
    }

    private TimeSpan ClockAt(TimeSpan now) => now - (_origin ?? now);

    // Xorshift: good enough to keep two sides from falling into step, and without allocation.
    private double Random()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return _random / (double)uint.MaxValue;
    }
}
