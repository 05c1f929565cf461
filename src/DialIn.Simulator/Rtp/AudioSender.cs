using System.Security.Cryptography;
using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;

namespace DialIn.Simulator.Rtp;

/// <summary>Turns PCM frames and digits into the RTP packets of one stream. Owned by the media thread.</summary>
internal sealed class AudioSender
{
    private const int LargestPayload = 320;

    private readonly uint _ssrc = RandomNumber();
    private readonly uint _firstTimestamp = RandomNumber();
    private readonly Queue<(char Digit, TaskCompletionSource? Last)> _digits = [];
    private readonly byte[] _packet = new byte[RtpPacket.HeaderLength + LargestPayload];
    private AudioFormat _format;
    private IAudioEncoder _encoder;
    private ushort _sequenceNumber = (ushort)RandomNumber();
    private bool _begun;
    private TelephoneEventSender _press;
    private bool _pressing;
    private TaskCompletionSource? _pressDone;
    private uint _pressTimestamp;
    private int _framesToNextPress;

    /// <summary>Makes a sender with an SSRC, sequence number and timestamp of its own.</summary>
    public AudioSender(AudioFormat format) => (_format, _encoder) = (format, format.Codec.CreateEncoder());

    /// <summary>Packets made.</summary>
    public long Packets { get; private set; }

    /// <summary>Our audio looks different from now on. The stream goes on.</summary>
    public void Change(AudioFormat format)
    {
        if (format.Codec != _format.Codec)
        {
            _encoder = format.Codec.CreateEncoder();
        }

        _format = format;
    }

    /// <summary>Queues key presses; audio pauses for each of them.</summary>
    /// <param name="digits">The keys.</param>
    /// <param name="sent">Completed when the last packet of the last press is out.</param>
    public void Enqueue(string digits, TaskCompletionSource sent)
    {
        for (var i = 0; i < digits.Length; i++)
        {
            _digits.Enqueue((digits[i], i == digits.Length - 1 ? sent : null));
        }
    }

    /// <summary>Drops the presses that wait.</summary>
    public void Stop()
    {
        _pressDone?.TrySetCanceled();
        while (_digits.TryDequeue(out var waiting))
        {
            waiting.Last?.TrySetCanceled();
        }
    }

    /// <summary>Makes the packet of a frame.</summary>
    /// <param name="frameNumber">The frame's place in time; a gap in the numbers is a gap in the timestamps.</param>
    /// <param name="pcm">20 ms at the codec's sampling rate, not sent while a key is pressed.</param>
    /// <returns>The packet, valid until the next call.</returns>
    public ReadOnlySpan<byte> Next(long frameNumber, ReadOnlySpan<short> pcm)
    {
        var timestamp = unchecked(_firstTimestamp + (uint)(frameNumber * _format.Codec.BytesPerFrame));
        _framesToNextPress = Math.Max(0, _framesToNextPress - 1);
        if (!_pressing && _framesToNextPress == 0 && _digits.TryDequeue(out var next)
            && TelephoneEventSender.TryCreate(next.Digit, TelephoneEventSender.DefaultPress, out _press))
        {
            // RFC 4733 §2.5.1.2: all packets of one event carry the timestamp of its beginning.
            (_pressTimestamp, _pressDone, _framesToNextPress) = (timestamp, next.Last, _press.FramesToNextPress);
            _pressing = true;
        }

        return _pressing && _format.TelephoneEventPayloadType is { } payloadType && _press.TryNext(out var report, out var marker)
            ? Report(payloadType, marker, report)
            : Audio(timestamp, pcm);
    }

    private ReadOnlySpan<byte> Report(byte payloadType, bool marker, TelephoneEvent report)
    {
        Span<byte> payload = stackalloc byte[TelephoneEvent.Length];
        report.Write(payload);
        _pressing = _press.IsSending;
        if (!_pressing)
        {
            _pressDone?.TrySetResult();
            _pressDone = null;
        }

        return Write(payloadType, marker, _pressTimestamp, payload);
    }

    private ReadOnlySpan<byte> Audio(uint timestamp, ReadOnlySpan<short> pcm)
    {
        Span<byte> payload = stackalloc byte[LargestPayload];
        var length = _encoder.Encode(pcm, payload);
        // RFC 3551 §4.1: the marker shows the first packet after a silence; ours never pauses but before its beginning.
        var marker = !_begun;
        _begun = true;
        return Write(_format.PayloadType, marker, timestamp, payload[..length]);
    }

    private ReadOnlySpan<byte> Write(byte payloadType, bool marker, uint timestamp, scoped ReadOnlySpan<byte> payload)
    {
        Packets++;
        var length = RtpPacket.Write(_packet, marker, payloadType, _sequenceNumber++, timestamp, _ssrc, payload);
        return _packet.AsSpan(0, length);
    }

    private static uint RandomNumber() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
}
