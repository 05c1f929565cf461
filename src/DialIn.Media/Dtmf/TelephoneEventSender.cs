namespace DialIn.Media.Dtmf;

// A press of 100 ms as it is sent, and the gap after it. The timestamp is the same in all seven packets.
//
//   ms   marker  duration  E
//    0     1       160
//   20     0       320
//   40     0       480
//   60     0       640
//   80     0       800     1
//  100     0       800     1
//  120     0       800     1
//  200     a next press may begin

/// <summary>
/// The packets of one key press, one for each frame of 20 ms. RFC 4733 §2.5.1. A plain value that its owner asks for the next
/// payload; the owner keeps the RTP timestamp frozen and sends no audio as long as <see cref="IsSending"/>.
/// </summary>
public record struct TelephoneEventSender
{
    /// <summary>How often the end is told, so that losing one packet does not lose the end. RFC 4733 §2.5.1.4.</summary>
    public const int EndPackets = 3;

    /// <summary>How long a press lasts unless said otherwise.</summary>
    public static readonly TimeSpan DefaultPress = TimeSpan.FromMilliseconds(100);

    /// <summary>The shortest press that receivers must recognise.</summary>
    public static readonly TimeSpan ShortestPress = TimeSpan.FromMilliseconds(40);

    private const int FrameMilliseconds = 20;
    private const int TicksPerFrame = TelephoneEvent.ClockRate * FrameMilliseconds / 1000;
    private const int GapFrames = 100 / FrameMilliseconds;

    // A level that every receiver hears as a key: -10 dBm0.
    private const byte Volume = 10;

    private readonly byte _code;
    private readonly int _updates;
    private int _sent;

    private TelephoneEventSender(byte code, int updates) => (_code, _updates) = (code, updates);

    /// <summary>Whether there are packets left.</summary>
    public readonly bool IsSending => _updates > 0 && _sent < _updates - 1 + EndPackets;

    /// <summary>Frames from the first packet of this press to the first of the next one.</summary>
    public readonly int FramesToNextPress => _updates + GapFrames;

    /// <summary>Prepares a press.</summary>
    /// <param name="digit">One of <c>0</c>-<c>9</c> <c>*</c> <c>#</c> <c>A</c>-<c>D</c>.</param>
    /// <param name="press">How long it lasts, rounded up to whole frames; from 40 ms to 8 s, else it is brought into this range.</param>
    /// <param name="sender">The press.</param>
    /// <returns>False when the character is no key.</returns>
    public static bool TryCreate(char digit, TimeSpan press, out TelephoneEventSender sender)
    {
        sender = default;
        if (!TelephoneEvent.TryGetCode(digit, out var code))
        {
            return false;
        }

        var milliseconds = Math.Clamp(press.TotalMilliseconds, ShortestPress.TotalMilliseconds, 8000);
        sender = new TelephoneEventSender(code, (int)Math.Ceiling(milliseconds / FrameMilliseconds));
        return true;
    }

    /// <summary>Gives the next packet's payload.</summary>
    /// <param name="payload">The event as it stands in this frame.</param>
    /// <param name="marker">True on the first packet alone. RFC 4733 §2.5.1.2.</param>
    /// <returns>False when all packets were given.</returns>
    public bool TryNext(out TelephoneEvent payload, out bool marker)
    {
        (payload, marker) = (default, false);
        if (!IsSending)
        {
            return false;
        }

        marker = _sent == 0;
        _sent++;
        var frames = Math.Min(_sent, _updates);
        payload = new TelephoneEvent(_code, _sent >= _updates, Volume, (ushort)(frames * TicksPerFrame));
        return true;
    }
}
