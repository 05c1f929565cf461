namespace DialIn.Media.Dtmf;

// A press as it arrives, every 20 ms, and what is made of it. Any of these packets may be lost, doubled or late.
//
//   ms   marker  timestamp  duration  E
//    0     1        8000       160         -> '5'
//   20     0        8000       320
//   40     0        8000       480
//   60     0        8000       640    1
//   80     0        8000       640    1
//  100     0        8000       640    1
//  400     1       11200       160         -> '5': a new timestamp, 320 ticks or more after the last press ended

/// <summary>
/// Turns telephone-event packets into digits, one for each press, at the first packet of the press that arrives. RFC 4733 §2.5.2.
/// A press is known by its RTP timestamp and never by the marker bit. It is a plain value: a copy is a snapshot.
/// </summary>
public record struct TelephoneEventReceiver
{
    /// <summary>A segment of a long event lasts this long before the next one starts. RFC 4733 §2.5.1.3.</summary>
    private const int SegmentDuration = 0xFFFF;

    // 40 ms: senders that move the timestamp within a press would press twice otherwise, and no thumb releases a key for less.
    private const int SameDigitGuard = TelephoneEvent.ClockRate * 40 / 1000;

    // A packet is late by fractions of a second. A timestamp much further back is a sender that started its clock anew.
    private const int Restart = TelephoneEvent.ClockRate * 5;

    private bool _seen;
    private bool _ended;
    private byte _code;
    private uint _pressTimestamp;
    private uint _timestamp;
    private ushort _duration;
    private ushort _codesAtTimestamp;

    /// <summary>Whether the press reported last has ended.</summary>
    internal readonly bool IsOver => _ended;

    /// <summary>Takes one packet of the negotiated payload type, from a source that is trusted.</summary>
    /// <param name="timestamp">The packet's RTP timestamp.</param>
    /// <param name="payload">The packet's payload.</param>
    /// <returns>The digit when this packet is the first of a press, else null.</returns>
    public char? Receive(uint timestamp, ReadOnlySpan<byte> payload)
    {
        if (!TelephoneEvent.TryParse(payload, out var received) || received.Digit is not { } digit)
        {
            return null;
        }

        if (!_seen)
        {
            return Begin(timestamp, received, digit);
        }

        var age = unchecked((int)(timestamp - _timestamp));
        if (age == 0)
        {
            return AtSameTimestamp(received, digit);
        }

        if (age < 0)
        {
            // Late packets of this press, or of the one before it, report nothing new.
            var sincePress = unchecked((int)(timestamp - _pressTimestamp));
            return sincePress < -Restart ? Begin(timestamp, received, digit) : null;
        }

        if (received.Code == _code && IsSamePress(age) && !IsNewPressOnASlowClock(age, received))
        {
            (_timestamp, _duration, _ended, _codesAtTimestamp) = (timestamp, received.Duration, received.End, Bit(received.Code));
            return null;
        }

        return Begin(timestamp, received, digit);
    }

    // RFC 4733 §2.5.2.3: the next segment of a long event starts where the last one reached its greatest duration. Segments whose
    // last updates were lost, or that were lost whole, are recognised by the distance.
    private readonly bool IsSamePress(int age) =>
        age < _duration + SameDigitGuard || (!_ended && age % SegmentDuration == 0);

    // Some senders, sipp among them, count timestamps in milliseconds and durations in ticks: by its timestamp the next press
    // of a key then begins before the last one ended. Within one press the duration never falls behind its end.
    private readonly bool IsNewPressOnASlowClock(int age, in TelephoneEvent received) =>
        _ended && !received.End && age < _duration && received.Duration < _duration;

    // Another key under the same timestamp is another event, once.
    private char? AtSameTimestamp(TelephoneEvent received, char digit)
    {
        if ((_codesAtTimestamp & Bit(received.Code)) == 0)
        {
            _codesAtTimestamp |= Bit(received.Code);
            (_code, _duration, _ended) = (received.Code, received.Duration, received.End);
            return digit;
        }

        if (received.Code == _code)
        {
            _duration = Math.Max(_duration, received.Duration);
            _ended |= received.End;
        }

        return null;
    }

    private char Begin(uint timestamp, TelephoneEvent received, char digit)
    {
        (_seen, _pressTimestamp, _timestamp) = (true, timestamp, timestamp);
        (_code, _duration, _ended, _codesAtTimestamp) = (received.Code, received.Duration, received.End, Bit(received.Code));
        return digit;
    }

    private static ushort Bit(byte code) => (ushort)(1 << code);
}
