using DialIn.Media.Dtmf;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;
using Microsoft.Extensions.Logging;

namespace DialIn.Media.Relay;

/// <summary>
/// A leg as the loop sees it: datagrams and deadlines go in, packets and events come out. It knows no socket type, no clock and
/// no thread; all its calls come from the one thread that owns it.
/// </summary>
internal sealed class LegPath : IDatagramReceiver
{
    private readonly MediaLegOptions _options;
    private readonly Action<MediaEvent> _events;
    private readonly ILogger _logger;
    private readonly LegReceiver _receiver;
    private readonly LegSender _sender;
    private readonly LegRtcp _rtcp;
    private readonly LegEncryption _encryption = new();
    private readonly LegMeter _meter;
    private PolledSocket? _socket;
    private Action<LegPath>? _awaken;
    private OverflowWatch? _overflow;
    private PeerWatch _peer;
    private LegTones _tones;
    private LegPath? _other;
    private bool _started;
    private bool _muted;
    private bool _mediaStarted;
    private bool _closed;
    private TimeSpan _keptInUntil;

    public LegPath(MediaLegOptions options, Action<MediaEvent> events, RtpRewriter stream, byte[] scratch, ILogger logger)
    {
        (_options, _events, _logger) = (options, events, logger);
        _receiver = new LegReceiver(options);
        _sender = new LegSender(scratch, stream, (id, completed) => Raise(new PlaybackEnded(id) { Completed = completed }));
        _rtcp = new LegRtcp(options, _receiver, _sender, scratch);
        _meter = new LegMeter(_receiver, _rtcp);
        _peer = new PeerWatch(options);
    }

    /// <summary>Errors that the socket reported.</summary>
    public long SocketErrors { get; private set; }

    /// <summary>What was counted so far.</summary>
    public LegStatistics Statistics => new(
        _receiver.Received,
        _sender.Sent,
        _sender.Relayed,
        _receiver.Strangers,
        _receiver.Malformed,
        _receiver.OtherPayloadTypes,
        SocketErrors + _sender.Errors,
        _receiver.Latch.IsLatched ? _receiver.Latch.Source.ToEndPoint() : null,
        _receiver.Reception)
    {
        OverRate = _receiver.OverRate,
        Handovers = _receiver.Handovers,
        Rtcp = _rtcp.Statistics,
        Unauthentic = _encryption.Unauthentic,
        Replayed = _encryption.Replayed,
        Transcoding = _sender.Transcoding,
    };

    /// <summary>How well the leg is transported.</summary>
    public LegMeter Meter => _meter;

    /// <summary>Whether this leg has no frames of its own now: <see cref="Tick"/> may come less often, until it asks to be awakened.</summary>
    public bool Rests(TimeSpan now) =>
        _started && _other is { } other && _sender.Format?.Codec == other._sender.Format?.Codec && _sender.Rests(now);

    /// <summary>The leg's reports, and what comes on their port.</summary>
    public LegRtcp Rtcp => _rtcp;

    /// <summary>Gives the ways out.</summary>
    /// <param name="rtp">For RTP.</param>
    /// <param name="rtcp">For RTCP, unless it shares RTP's port.</param>
    /// <param name="awaken">Asks for a <see cref="Tick"/> in each frame again.</param>
    /// <param name="overflowed">Told of packets that found the socket's buffer full.</param>
    public void Attach(IDatagramSender rtp, IDatagramSender rtcp, Action<LegPath>? awaken = null, Action<long>? overflowed = null)
    {
        _awaken = awaken;
        _socket = rtp as PolledSocket;
        _overflow = _socket is not null && overflowed is not null ? new OverflowWatch(_socket, overflowed) : null;
        _sender.Attach(rtp);
        _rtcp.Attach(rtcp, rtp);
    }

    /// <summary>Takes what was negotiated, at first and again.</summary>
    public void Start(NegotiatedAudio negotiated, TimeSpan now)
    {
        if (_closed)
        {
            return;
        }

        (_receiver.Opener, _sender.Srtp) = _encryption.Start(negotiated.Srtp);
        _rtcp.Protection = _encryption.Session;
        _receiver.Start(negotiated, now);
        _sender.Start(negotiated, now);
        _tones.Start(negotiated.Format);
        _rtcp.Start(negotiated, now);
        _sender.Destination = _receiver.Latch.Destination;
        _started = true;
        StopUnplayable();
        _peer.Start(onHold: negotiated.Direction != Direction.SendReceive || !negotiated.MaySend, now);
        Awaken();
        _other?.Awaken();
        if (_options.Connected && _receiver.Latch.Advertised.IsSpecified)
        {
            _socket?.TryConnect(_receiver.Latch.Advertised);
        }
    }

    /// <summary>Continues with a source that was latched in another process.</summary>
    public void Restore(in SocketPeer source)
    {
        _receiver.Restore(source);
        _mediaStarted = true;
        _sender.Destination = source;
    }

    /// <summary>Continues with the packets that were encrypted in another process; before <see cref="Start"/>.</summary>
    public void Restore(SrtpState state) => _encryption.Restore(state);

    /// <summary>Plays instead of what plays now.</summary>
    public void Play(Playback playback)
    {
        _sender.Play(playback);
        Awaken();
        StopUnplayable();
    }

    /// <summary>Cuts short what plays.</summary>
    public void StopPlayback() => _sender.StopPlayback();

    /// <summary>Begins or ends to hear keys in the peer's audio.</summary>
    public void ListenForTones(ToneListening listening) => _tones.Listen(listening);

    /// <summary>Begins or ends to hear whether a fax machine calls.</summary>
    public void ListenForFax(bool isOn) => _tones.ListenForFax(isOn);

    /// <summary>
    /// A key is being pressed, or was, as is known from elsewhere: its tone in the audio is not passed on. It is listened to all the same: it may
    /// be another key's.
    /// </summary>
    /// <param name="lasts">For how long from now.</param>
    /// <param name="now">The time.</param>
    public void KeepToneOut(TimeSpan lasts, TimeSpan now)
    {
        if (now + lasts + LegReceiver.MuteAfterEvent is var until && until > _keptInUntil)
        {
            _keptInUntil = until;
        }
    }

    /// <summary>Keeps this leg's audio from the other one, which gets silence instead, or lets it through again.</summary>
    public void Mute(bool muted)
    {
        _muted = muted;
        if (_other is { } other)
        {
            other._sender.IsJoined = !muted;
            other.Awaken();
        }
    }

    /// <summary>Presses a key.</summary>
    public void SendDigit(TelephoneEventSender press)
    {
        _sender.SendDigit(press);
        Awaken();
    }

    /// <summary>Passes this leg's audio on to another one, and takes that one's.</summary>
    public void Join(LegPath other)
    {
        Part();
        other.Part();
        (_other, other._other) = (other, this);
        (_sender.IsJoined, other._sender.IsJoined) = (!other._muted, !_muted);
    }

    /// <summary>Ends the relay, both ways.</summary>
    public void Part()
    {
        if (_other is { } other)
        {
            (_other, other._other) = (null, null);
            (_sender.IsJoined, other._sender.IsJoined) = (false, false);
            Awaken();
            other.Awaken();
        }
    }

    /// <summary>Continues under the name that another process has given the leg.</summary>
    public void Restore(RtcpState rtcp, TimeSpan takenAt) => _rtcp.Restore(rtcp, takenAt);

    /// <summary>Nothing is sent and no event is raised any more, after RTCP's goodbye.</summary>
    public void Close(TimeSpan now)
    {
        if (!_closed)
        {
            _rtcp.Close(now);
            _overflow?.Look();
        }

        _closed = true;
        Part();
        (_receiver.Opener, _sender.Srtp, _rtcp.Protection) = (null, null, null);
        _encryption.Close();
    }

    /// <summary>The loop was held up, as when a whole virtual machine pauses: the peers of all its calls are not gone because of that.</summary>
    public void Forgive(TimeSpan stall, TimeSpan now) => _peer.Forgive(stall, now);

    /// <summary>Does what is due in one frame of 20 ms.</summary>
    /// <param name="due">The frame's deadline.</param>
    public void Tick(TimeSpan due)
    {
        if (!_started || _closed)
        {
            return;
        }

        _sender.Tick(due);
        _rtcp.Tick(due);
        if (_meter.Tick(due))
        {
            _overflow?.Look();
        }

        if (_peer.SilenceExpired(due, out var silence))
        {
            Raise(new MediaSilent(silence));
        }

        if (_peer.LifeExpired(_rtcp.HeardAt, due, out var absence))
        {
            Raise(new MediaTimedOut(absence));
        }
    }

    /// <inheritdoc/>
    public void OnDatagram(ReadOnlySpan<byte> datagram, in SocketPeer from, TimeSpan now)
    {
        if (_closed)
        {
            return;
        }

        if (_rtcp.Takes(datagram))
        {
            _rtcp.OnMultiplexed(datagram, from, now);
            return;
        }

        var reception = _receiver.Receive(datagram, from, now, out var packet, out var digit, out var latched);
        if (latched)
        {
            OnLatched();
        }

        switch (reception)
        {
            case Reception.Nothing:
                return;
            case Reception.Audio:
                _peer.Spoke();
                var codec = _receiver.CodecOf(packet);
                if (now < _keptInUntil)
                {
                    _other?._sender.Skip(packet);
                }
                else
                {
                    _other?._sender.Relay(packet, codec, now);
                }

                if (codec != _sender.Format!.Codec)
                {
                    break;
                }

                var (heard, isFax) = _tones.Hear(packet);
                if (heard is { } key)
                {
                    Press(new DigitReceived(key) { IsInBand = true });
                }

                if (isFax)
                {
                    Raise(new FaxHeard());
                }

                break;
            case Reception.Noise:
                _peer.FellQuiet();
                _other?._sender.RelayNoise(packet, now);
                _other?.Awaken();
                break;
            case Reception.KeptBack:
                _other?._sender.Skip(packet);
                break;
            case Reception.Digit:
                _other?._sender.Skip(packet);
                _tones.OnEvent();
                Press(new DigitReceived(digit));
                break;
            case Reception.CallingTone:
                _other?._sender.Skip(packet);
                if (_tones.TakeFax())
                {
                    Raise(new FaxHeard());
                }

                break;
        }

        if (_peer.Heard(now))
        {
            Raise(new MediaResumed());
        }
    }

    /// <inheritdoc/>
    public void OnSocketError() => SocketErrors++;

    /// <summary>The leg as plain data.</summary>
    public MediaLegState Snapshot(int localPort, TimeSpan now) => new(
        _options,
        localPort,
        _receiver.Negotiated is { } negotiated ? NegotiatedAudioState.From(negotiated) : null,
        _receiver.Latch.IsLatched ? _receiver.Latch.Source.ToEndPoint().ToString() : null,
        _sender.Snapshot(now))
    {
        Rtcp = _rtcp.Snapshot(now),
        Srtp = _encryption.State,
        IsMuted = _muted,
    };

    private void Awaken() => _awaken?.Invoke(this);

    private void OnLatched()
    {
        _sender.Destination = _receiver.Latch.Destination;
        if (!_receiver.Latch.Source.HasAddressOf(_receiver.Latch.Advertised))
        {
            MediaLog.LatchedElsewhere(_logger, _options.Name);
        }

        if (!_mediaStarted)
        {
            _mediaStarted = true;
            Raise(new MediaStarted());
        }
    }

    private void Press(DigitReceived pressed)
    {
        Raise(pressed);
        if (_sender.Playback is { IsInterruptible: true })
        {
            _sender.StopPlayback();
        }
    }

    private void StopUnplayable()
    {
        if (_sender is { Format: { } format, Playback: { } playback } && !playback.IsOf(format.Codec) && !playback.TryContinueIn(format.Codec))
        {
            MediaLog.ClipOfOtherCodec(_logger, _options.Name, format.Codec.EncodingName);
            _sender.StopPlayback();
        }
    }

    private void Raise(MediaEvent mediaEvent)
    {
        if (_closed)
        {
            return;
        }

        try
        {
            _events(mediaEvent);
        }
        catch (Exception exception)
        {
            // The loop's edge: a receiver that fails must not take the other calls with it.
            MediaLog.EventReceiverFailed(_logger, exception, _options.Name, mediaEvent.GetType().Name);
        }
    }
}
