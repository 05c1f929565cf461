using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;
using DialIn.Media.Transcoding;

namespace DialIn.Media.Relay;

/// <summary>
/// The outgoing half of a leg: decides what goes out in each frame of 20 ms, and numbers it as one stream. In order of
/// precedence: a digit, a prompt, the other leg's audio, silence. Belongs to the loop's thread.
/// </summary>
/// <param name="scratch">Where packets are put together; shared by the legs of a thread.</param>
/// <param name="stream">The outgoing stream's numbers.</param>
/// <param name="playbackEnded">Hears of every playback's end.</param>
internal sealed class LegSender(byte[] scratch, RtpRewriter stream, Action<PlaybackId, bool> playbackEnded)
{
    // Beyond this a relayed source counts as gone, and silence keeps NAT bindings and the carrier's media supervision alive.
    private static readonly TimeSpan RelayPause = TimeSpan.FromSeconds(1);

    private const int MostDigits = 32;

    private readonly Queue<TelephoneEventSender> _digits = [];
    private readonly byte[] _silence = new byte[AudioCodec.Pcma.BytesPerFrame];
    private readonly FrameCutter _cutter = new();
    private readonly FramePacker _packer = new();
    private readonly RelayTranscoding _transcoding = new();
    private readonly ComfortNoise _noise = new();
    private RtpRewriter _stream = stream;
    private IDatagramSender? _socket;
    private AudioFormat? _format;
    private bool _maySend;
    private Playback? _playback;
    private TelephoneEventSender _press;
    private int _framesToNextPress;
    private TimeSpan? _lastRelayed;
    private TimeSpan _lastNoise;

    /// <summary>Where packets go.</summary>
    public SocketPeer Destination { get; set; }

    /// <summary>Whether the other leg's audio is to be heard here.</summary>
    public bool IsJoined { get; set; }

    /// <summary>What was agreed with the peer, or null before that.</summary>
    public AudioFormat? Format => _format;

    /// <summary>What plays, or null.</summary>
    public Playback? Playback => _playback;

    /// <summary>The stream's SSRC.</summary>
    public uint Ssrc => _stream.Ssrc;

    /// <summary>Packets sent.</summary>
    public long Sent { get; private set; }

    /// <inheritdoc cref="RtpRewriter.Gaps"/>
    public long Gaps => _stream.Gaps;

    /// <summary>Bytes of payload sent.</summary>
    public long Octets { get; private set; }

    /// <summary>Packets sent that came from the other leg.</summary>
    public long Relayed { get; private set; }

    /// <summary>What was counted while the other leg's audio was transcoded.</summary>
    public TranscodingCounts Transcoding => _transcoding.Counts;

    /// <summary>Packets that the system did not take.</summary>
    public long Errors { get; private set; }

    /// <summary>Protects what goes out; null while nothing is encrypted.</summary>
    public SrtpSession? Srtp { get; set; }

    /// <summary>Whether nothing of our own goes out: no digit, no prompt, no noise, and no silence while the other leg is heard.</summary>
    public bool Rests(TimeSpan now) =>
        IsJoined && now - _lastRelayed < RelayPause && _playback is null && _digits.Count == 0 && !_press.IsSending && _framesToNextPress <= 0
        && !_noise.IsActive && _packer.IsEmpty;

    /// <summary>Gives the socket.</summary>
    public void Attach(IDatagramSender socket) => _socket = socket;

    /// <summary>Takes what was negotiated. On hold, nothing is sent, while prompts run on unheard.</summary>
    public void Start(NegotiatedAudio negotiated, TimeSpan now)
    {
        if (_format is { } before && before.Codec != negotiated.Format.Codec)
        {
            // What still waits in order is encoded for the old one.
            _transcoding.End();
        }

        if (negotiated.Format.TelephoneEventPayloadType is null)
        {
            // A press that cannot be sent any more would keep the audio back for ever.
            _digits.Clear();
            _press = default;
        }

        (_format, _maySend) = (negotiated.Format, negotiated.MaySend);
        if (_stream.IsRelaying && _lastRelayed is null)
        {
            // Continued from another process: its source is expected to go on.
            _lastRelayed = now;
        }

        _silence.AsSpan().Fill(_format.Codec.SilenceByte);
        _packer.Start(_format.PacketTimeMilliseconds, _format.Codec.SilenceByte);
        _cutter.Start(_format.PacketTimeMilliseconds, _format.Codec.SilenceByte);
        if (!_maySend)
        {
            _stream.Pause();
        }
    }

    /// <summary>Plays from the next frame on, instead of what plays now.</summary>
    public void Play(Playback playback)
    {
        StopPlayback();
        _playback = playback;
    }

    /// <summary>Cuts short what plays.</summary>
    public void StopPlayback() => EndPlayback(completed: false);

    /// <summary>Presses a key after those that wait already; beyond a bound it is dropped.</summary>
    public void SendDigit(TelephoneEventSender press)
    {
        if (_digits.Count < MostDigits)
        {
            _digits.Enqueue(press);
        }
    }

    /// <summary>Sends what is due in one frame.</summary>
    /// <param name="due">The frame's deadline.</param>
    public void Tick(TimeSpan due)
    {
        if (_format is null)
        {
            return;
        }

        _framesToNextPress--;
        if (TryPress(due))
        {
            return;
        }

        var startsTalkspurt = _playback is { IsAtStart: true };
        if (_playback?.TryNext(out var frame) == true)
        {
            SendFrame(due, frame, startsTalkspurt);
            return;
        }

        EndPlayback(completed: true);
        if (!IsJoined)
        {
            _noise.End();
            _transcoding.Break();
        }

        RelayTranscoded(due);
        if (_noise.IsActive)
        {
            SendNoise(due);
        }
        else if (!IsJoined || _lastRelayed is not { } last || due - last >= RelayPause)
        {
            SendFrame(due, _silence, startsTalkspurt: false);
        }
        else if (_packer.TryTakeRest(out var rest, out var start, out var marker))
        {
            SendPacket(start, rest, marker);
        }
    }

    /// <summary>Passes on a packet of the other leg, unless something of our own goes out here.</summary>
    /// <param name="packet">The packet as it came.</param>
    /// <param name="codec">Its codec; from another one than ours it is transcoded.</param>
    /// <param name="now">When it came.</param>
    public void Relay(in RtpPacket packet, AudioCodec codec, TimeSpan now)
    {
        _noise.End();
        if (!CanRelay())
        {
            _transcoding.Break();
            return;
        }

        if (_format!.Codec == codec)
        {
            _transcoding.End();
            RelayAny(packet, now);
            return;
        }

        _transcoding.Push(packet, codec, _format.Codec, now);
        RelayTranscoded(now);
    }

    /// <summary>The other leg's peer describes its silence: passed on where our peer knows comfort noise, else made here. RFC 3389 §4.</summary>
    public void RelayNoise(in RtpPacket packet, TimeSpan now)
    {
        Skip(packet);
        _noise.Begin(packet.Payload);
        if (CanRelay() && _format!.ComfortNoisePayloadType is { } payloadType)
        {
            DescribeNoise(now, payloadType);
        }
    }

    /// <summary>A packet of the other leg is kept back, such as a telephone-event.</summary>
    public void Skip(in RtpPacket packet)
    {
        _transcoding.Skip(packet);
        if (_cutter.IsCutting(packet))
        {
            _cutter.Skip(packet);
        }
        else
        {
            _stream.Skip(packet);
        }
    }

    /// <summary>The stream's timestamp of this moment.</summary>
    public uint TimestampAt(TimeSpan now) => _stream.TimestampAt(now);

    /// <summary>The stream as plain data.</summary>
    /// <remarks>Where frames are cut, the source's numbers are not those that the stream knows: its next packet begins anew.</remarks>
    public OutgoingStreamState Snapshot(TimeSpan now) => _cutter.IsInUse ? _stream.Snapshot(now) with { Source = null } : _stream.Snapshot(now);

    private bool CanRelay()
    {
        if (!IsJoined || _format is null || _playback is not null || _press.IsSending)
        {
            return false;
        }

        if (!_maySend)
        {
            _stream.Pause();
        }

        return _maySend;
    }

    private void RelayTranscoded(TimeSpan now)
    {
        while (_transcoding.TryNext(now, out var packet))
        {
            RelayAny(packet, now);
        }
    }

    private void RelayAny(in RtpPacket packet, TimeSpan now)
    {
        if (!_cutter.Takes(packet))
        {
            RelayFrame(packet, now);
            return;
        }

        if (_cutter.TryPass(packet, out var whole))
        {
            RelayFrame(whole, now);
            return;
        }

        var rest = _cutter.Begin(packet, out var hole);
        while (_cutter.TryCut(ref rest, ref hole, packet, out var frame))
        {
            // The beginning of a longer one came earlier.
            RelayFrame(frame, now - TimeSpan.FromMilliseconds(Math.Max(0, frame.Payload.Length - packet.Payload.Length) / 8.0));
        }
    }

    private void RelayFrame(in RtpPacket packet, TimeSpan now)
    {
        if (_stream.TryRelay(packet, now, out var header))
        {
            _lastRelayed = now;
            _packer.Clear();
            Relayed++;
            Send(header, _format!.PayloadType, packet.Payload);
        }
    }

    // A peer that knows comfort noise makes it by itself; once a second it is told that we are still there.
    private void SendNoise(TimeSpan due)
    {
        if (_format!.ComfortNoisePayloadType is not { } payloadType)
        {
            SendFrame(due, _noise.Next(_format.Codec), startsTalkspurt: false);
        }
        else if (due - _lastNoise >= RelayPause)
        {
            DescribeNoise(due, payloadType);
        }
    }

    private void DescribeNoise(TimeSpan due, byte payloadType)
    {
        if (_maySend)
        {
            // RFC 3551 §4.1: the marker is for the first packet of a talkspurt, and this is its end.
            _lastNoise = due;
            Send(_stream.Frame(due, startsTalkspurt: false) with { Marker = false }, payloadType, _noise.Description);
        }
    }

    private bool TryPress(TimeSpan due)
    {
        if (!_press.IsSending && _framesToNextPress <= 0 && _digits.TryDequeue(out _press))
        {
            _framesToNextPress = _press.FramesToNextPress;
        }

        if (_format!.TelephoneEventPayloadType is not { } payloadType || !_press.TryNext(out var pressed, out var first))
        {
            return false;
        }

        _packer.Clear();
        if (_maySend)
        {
            Span<byte> payload = stackalloc byte[TelephoneEvent.Length];
            pressed.Write(payload);
            Send(_stream.Event(due, first), payloadType, payload);
        }

        return true;
    }

    private void SendFrame(TimeSpan due, ReadOnlySpan<byte> frame, bool startsTalkspurt)
    {
        if (_packer.IsIdle)
        {
            SendPacket(due, frame, startsTalkspurt);
            return;
        }

        _packer.Add(frame, due, startsTalkspurt);
        while (_packer.TryTake(out var packet, out var start, out var marker))
        {
            SendPacket(start, packet, marker);
        }
    }

    private void SendPacket(TimeSpan due, ReadOnlySpan<byte> payload, bool startsTalkspurt)
    {
        if (_maySend)
        {
            Send(_stream.Frame(due, startsTalkspurt, payload.Length), _format!.PayloadType, payload);
        }
    }

    private void Send(in OutgoingHeader header, byte payloadType, ReadOnlySpan<byte> payload)
    {
        var length = RtpPacket.Write(scratch, header.Marker, payloadType, header.SequenceNumber, header.Timestamp, header.Ssrc, payload);
        length = Srtp is { } srtp ? srtp.Protect(scratch, length) : length;
        if (length > 0 && _socket is not null && Destination.IsSpecified && _socket.Send(scratch.AsSpan(0, length), Destination))
        {
            Sent++;
            Octets += payload.Length;
        }
        else
        {
            Errors++;
        }
    }

    private void EndPlayback(bool completed)
    {
        if (_playback is { } playback)
        {
            _playback = null;
            playbackEnded(playback.Id, completed);
        }
    }
}
