using DialIn.Media.Codecs;

namespace DialIn.Media.Relay;

/// <summary>
/// Puts frames of 20 ms that we make ourselves into packets of the length that the peer asks for, 10 to 60 ms. A packet of 30 ms
/// goes out with the frame that completes it. Belongs to the loop's thread.
/// </summary>
internal sealed class FramePacker
{
    private const int BytesPerMillisecond = 8;
    private const int Longest = 60 * BytesPerMillisecond;

    private static readonly int Frame = AudioCodec.Pcma.BytesPerFrame;

    private readonly byte[] _waiting = new byte[Longest + AudioCodec.FrameMilliseconds * BytesPerMillisecond];
    private readonly byte[] _packet = new byte[Longest];
    private int _length = Frame;
    private byte _silence = AudioCodec.Pcma.SilenceByte;
    private int _count;
    private TimeSpan _start;
    private bool _marker;

    /// <summary>Whether a frame is a packet, so that there is nothing to do.</summary>
    public bool IsIdle => _length == Frame;

    /// <summary>Whether no frame waits.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Sets the length of a packet, and what fills up the last one.</summary>
    public void Start(int milliseconds, byte silence) => (_length, _silence, _count) = (milliseconds * BytesPerMillisecond, silence, 0);

    /// <summary>Adds a frame.</summary>
    public void Add(ReadOnlySpan<byte> frame, TimeSpan due, bool startsTalkspurt)
    {
        if (_count == 0)
        {
            (_start, _marker) = (due, false);
        }

        frame.CopyTo(_waiting.AsSpan(_count));
        _count += frame.Length;
        _marker |= startsTalkspurt;
    }

    /// <summary>Takes a packet that is complete.</summary>
    /// <param name="packet">Its payload, valid until the next call.</param>
    /// <param name="start">When its first sample is due.</param>
    /// <param name="startsTalkspurt">Whether a prompt starts in it.</param>
    public bool TryTake(out ReadOnlySpan<byte> packet, out TimeSpan start, out bool startsTalkspurt) =>
        Take(_count >= _length ? _length : 0, out packet, out start, out startsTalkspurt);

    /// <summary>Takes what is left, filled up to a packet with silence: nothing follows.</summary>
    public bool TryTakeRest(out ReadOnlySpan<byte> packet, out TimeSpan start, out bool startsTalkspurt)
    {
        if (!IsEmpty && _count < _length)
        {
            _waiting.AsSpan(_count, _length - _count).Fill(_silence);
            _count = _length;
        }

        return TryTake(out packet, out start, out startsTalkspurt);
    }

    /// <summary>Something else goes out: what is left is not sent.</summary>
    public void Clear() => _count = 0;

    private bool Take(int length, out ReadOnlySpan<byte> packet, out TimeSpan start, out bool startsTalkspurt)
    {
        (start, startsTalkspurt) = (_start, _marker);
        packet = _packet.AsSpan(0, length);
        if (length == 0)
        {
            return false;
        }

        _waiting.AsSpan(0, length).CopyTo(_packet);
        _waiting.AsSpan(length, _count - length).CopyTo(_waiting);
        _count -= length;
        (_start, _marker) = (_start + TimeSpan.FromMilliseconds((double)length / BytesPerMillisecond), false);
        return true;
    }
}
