using System.Net;
using DialIn.Media.Codecs;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;

namespace DialIn.Simulator.Rtp;

/// <summary>The RTP session of one call: its ports, what comes in and what goes out.</summary>
/// <remarks>Everything but <see cref="Local"/> and <see cref="Close"/> belongs to the media thread.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Close wipes the keys.")]
internal sealed class AudioPath(RtpPortPair ports, Action<char> digit)
{
    // As FreeSWITCH does: a peer whose packets come from elsewhere than its description says is believed after some of them.
    private const int ProbationPackets = 10;
    private const int LargestDatagram = 2048;

    private readonly byte[] _datagram = new byte[LargestDatagram];
    private readonly byte[] _opened = new byte[LargestDatagram];
    private readonly byte[] _outgoing = new byte[LargestDatagram];
    private readonly SocketAddress _source = new(ports.Local.AddressFamily);
    private NegotiatedAudio? _negotiated;
    private AudioReceiver? _receiver;
    private AudioSender? _sender;
    private SrtpSession? _srtp;
    private SocketAddress? _remote;
    private SocketAddress? _candidate;
    private int _candidatePackets;
    private bool _heardRemote;

    /// <summary>Where RTP is received.</summary>
    public IPEndPoint Local => ports.Local;

    /// <summary>The codec, once something is agreed.</summary>
    public AudioCodec? Codec => _negotiated?.Format.Codec;

    /// <summary>Audio packets taken in.</summary>
    public long PacketsReceived => _receiver?.Packets ?? 0;

    /// <summary>Packets sent.</summary>
    public long PacketsSent => _sender?.Packets ?? 0;

    /// <summary>Packets from somebody who is not the peer.</summary>
    public long Strangers { get; private set; }

    /// <summary>Packets that were not encrypted as they should have been, or came twice.</summary>
    public long Unauthentic { get; private set; }

    /// <summary>The suite that is used now; null for none.</summary>
    public string? Encryption => _negotiated?.Srtp?.Suite.Name;

    /// <summary>Begins, or goes on as newly agreed.</summary>
    public void Start(NegotiatedAudio negotiated)
    {
        if (_receiver is null || _sender is null)
        {
            _receiver = new AudioReceiver(negotiated.Format, digit);
            _sender = new AudioSender(negotiated.Format);
        }
        else
        {
            _receiver.Change(negotiated.Format);
            _sender.Change(negotiated.Format);
        }

        if (_negotiated is null || !_negotiated.RemoteRtp.Equals(negotiated.RemoteRtp))
        {
            _remote = negotiated.RemoteRtp.Serialize();
            (_candidate, _candidatePackets, _heardRemote) = (null, 0, false);
        }

        if (negotiated.Srtp is { } keys && _srtp is null)
        {
            _srtp = new SrtpSession(keys);
        }
        else if (negotiated.Srtp is { } next)
        {
            _srtp!.Change(next);
        }

        _negotiated = negotiated;
    }

    /// <summary>Takes in all packets that wait.</summary>
    public void Receive()
    {
        ports.DrainRtcp(_datagram, _source);
        while (ports.TryReceive(_datagram, _source, out var length))
        {
            if (_receiver is not null && TryOpen(length, out var datagram) && RtpPacket.TryParse(datagram, out var packet) && IsPeer())
            {
                _receiver.Receive(packet);
            }
        }
    }

    /// <summary>Gives what the peer says in the next 20 ms, at the codec's sampling rate.</summary>
    public void Read(Span<short> frame)
    {
        if (_receiver is null)
        {
            frame.Clear();
            return;
        }

        _receiver.Read(frame);
    }

    /// <summary>Sends 20 ms, unless the peer wants nothing now.</summary>
    /// <param name="frameNumber">The frame's place in time.</param>
    /// <param name="frame">PCM at the codec's sampling rate.</param>
    public void Send(long frameNumber, ReadOnlySpan<short> frame)
    {
        if (_sender is not null && _remote is not null && _negotiated is { MaySend: true })
        {
            var packet = _sender.Next(frameNumber, frame);
            packet.CopyTo(_outgoing);
            ports.Send(_outgoing.AsSpan(0, Srtp?.Protect(_outgoing, packet.Length) ?? packet.Length), _remote);
        }
    }

    /// <summary>Sends key presses as telephone-events.</summary>
    /// <param name="digits">The keys.</param>
    /// <param name="sent">Completed when the last one is out.</param>
    public void SendDigits(string digits, TaskCompletionSource sent)
    {
        if (_sender is null || digits.Length == 0)
        {
            sent.TrySetResult();
            return;
        }

        _sender.Enqueue(digits, sent);
    }

    /// <summary>Drops the digits that wait.</summary>
    public void StopDigits() => _sender?.Stop();

    /// <summary>Closes the ports.</summary>
    public void Close()
    {
        ports.Dispose();
        _srtp?.Dispose();
    }

    private SrtpSession? Srtp => _negotiated?.Srtp is null ? null : _srtp;

    private bool TryOpen(int length, out ReadOnlySpan<byte> packet)
    {
        packet = _datagram.AsSpan(0, length);
        if (Srtp is not { } srtp)
        {
            return true;
        }

        var isAuthentic = srtp.Unprotect(packet, _opened, out var opened) == SrtpVerdict.Accepted;
        packet = _opened.AsSpan(0, isAuthentic ? opened : 0);
        Unauthentic += isAuthentic ? 0 : 1;
        return isAuthentic;
    }

    private bool IsPeer()
    {
        if (_source.Equals(_remote))
        {
            _heardRemote = true;
            return true;
        }

        Strangers++;
        if (_heardRemote)
        {
            return false;
        }

        if (!_source.Equals(_candidate))
        {
            _candidate = Copy(_source);
            _candidatePackets = 0;
        }

        if (++_candidatePackets < ProbationPackets)
        {
            return false;
        }

        _remote = _candidate;
        return true;
    }

    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer.Span[..address.Size].CopyTo(copy.Buffer.Span);
        return copy;
    }
}
