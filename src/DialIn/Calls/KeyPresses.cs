using DialIn.Ivr;

namespace DialIn.Calls;

/// <summary>
/// A gateway may tell of one press twice, by telephone-event and by INFO. Whoever speaks telephone-events is believed by them alone;
/// INFO counts until the first of them comes. Owned by the call's mailbox.
/// </summary>
internal sealed class KeyPresses(TimeProvider time)
{
    // An INFO goes out at the end of a press, or at its beginning; a press is hardly ever longer.
    private static readonly TimeSpan LongestPress = TimeSpan.FromSeconds(1);

    private bool _hasEvents;
    private (TelephoneKey Key, long At)? _lastInfo;

    /// <summary>Whether a key that came as telephone-event counts.</summary>
    public bool TakeEvent(TelephoneKey key)
    {
        var isToldAlready = !_hasEvents && _lastInfo is { } info && info.Key == key && time.GetElapsedTime(info.At) <= LongestPress;
        _hasEvents = true;
        return !isToldAlready;
    }

    /// <summary>Whether a key that came by INFO counts.</summary>
    public bool TakeInfo(TelephoneKey key)
    {
        _lastInfo = (key, time.GetTimestamp());
        return !_hasEvents;
    }
}
