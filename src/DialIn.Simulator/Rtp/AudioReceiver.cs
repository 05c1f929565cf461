using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;
using DialIn.Simulator.Audio;

namespace DialIn.Simulator.Rtp;

/// <summary>Turns the RTP packets of one peer into PCM frames and digits. Owned by the media thread.</summary>
internal sealed class AudioReceiver
{
    private readonly JitterBuffer _jitter = new();
    private readonly SampleQueue _decoded = new();
    private readonly Action<char> _digit;
    private AudioFormat _format;
    private IAudioDecoder _decoder;
    private TelephoneEventReceiver _events;
    private uint? _ssrc;
    private int _packetSamples;

    /// <summary>Makes a receiver.</summary>
    /// <param name="format">How the peer's audio looks.</param>
    /// <param name="digit">Told of each key press, on the media thread.</param>
    public AudioReceiver(AudioFormat format, Action<char> digit)
    {
        (_format, _digit) = (format, digit);
        _decoder = format.Codec.CreateDecoder();
        _packetSamples = format.Codec.SamplesPerFrame;
    }

    /// <summary>Audio packets taken in.</summary>
    public long Packets { get; private set; }

    /// <summary>Audio packets missing when their time had come.</summary>
    public long Lost => _jitter.Lost;

    /// <summary>The peer's audio looks different from now on.</summary>
    public void Change(AudioFormat format)
    {
        if (format.Codec != _format.Codec)
        {
            _decoder = format.Codec.CreateDecoder();
            _jitter.Reset();
            _decoded.Clear();
        }

        _format = format;
    }

    /// <summary>Takes in a packet.</summary>
    public void Receive(RtpPacket packet)
    {
        if (packet.PayloadType == _format.TelephoneEventPayloadType)
        {
            if (_events.Receive(packet.Timestamp, packet.Payload) is { } digit)
            {
                _digit(digit);
            }

            return;
        }

        if (packet.PayloadType != _format.PayloadType || packet.Payload.IsEmpty)
        {
            return;
        }

        if (packet.Ssrc != _ssrc)
        {
            _ssrc = packet.Ssrc;
            _jitter.Reset();
        }

        Packets++;
        _jitter.Add(packet.SequenceNumber, packet.Payload);
    }

    /// <summary>Gives the next 20 ms at the codec's sampling rate; what is missing is silence.</summary>
    public void Read(Span<short> frame)
    {
        // Packets may be shorter or longer than a frame: the queue lies between them.
        while (_decoded.Count < frame.Length)
        {
            var taken = _jitter.Take(out var payload);
            if (taken == JitterTake.Waiting)
            {
                break;
            }

            if (taken == JitterTake.Lost)
            {
                _decoded.Append(_packetSamples).Clear();
                continue;
            }

            var room = payload.Length * _format.Codec.SamplesPerFrame / _format.Codec.BytesPerFrame;
            _packetSamples = _decoder.Decode(payload.Span, _decoded.Append(room));
            _decoded.TrimEnd(room - _packetSamples);
        }

        _decoded.Read(frame);
    }
}
