using DialIn.Ivr;

namespace DialIn.Calls;

/// <summary>
/// A gateway may tell of one press in several ways: by telephone-event, by INFO, and by the tones themselves. Each way tells a press
/// once, so the first to tell it counts, and the same key by another way soon after is the same press. A way that is known to be
/// worse than one that the call has used counts no more. Owned by the call's mailbox.
/// </summary>
/// <param name="tonesAlways">Whether tones count also when a better way was used.</param>
/// <param name="time">The clock.</param>
internal sealed class KeyPresses(TimeProvider time, bool tonesAlways = false)
{
    // An INFO goes out at the end of a press or at its beginning, tones are heard 40 ms after it; a press of unknown length is hardly ever longer than this.
    private static readonly TimeSpan LongestPress = TimeSpan.FromSeconds(2);

    // Whoever says how long a press lasted says so a little after its end.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    // Nobody holds a key for longer and means a digit.
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(20);

    private readonly List<(TelephoneKey Key, KeySource Told, long At)> _presses = [];
    private KeySource _best;

    /// <summary>Whether a key counts that was told in one way.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="source">The way.</param>
    /// <param name="lasted">How long the press lasted, where that is told with it: it may have begun so long ago.</param>
    public bool Take(TelephoneKey key, KeySource source, TimeSpan lasted = default)
    {
        var within = lasted + Late > LongestPress ? lasted + Late : LongestPress;
        if (source < _best && !(source == KeySource.Tones && tonesAlways))
        {
            return false;
        }

        _best = source > _best ? source : _best;
        _presses.RemoveAll(press => time.GetElapsedTime(press.At) > LongestHold);
        var told = _presses.FindIndex(press => press.Key == key && !press.Told.HasFlag(source) && time.GetElapsedTime(press.At) <= within);
        if (told >= 0)
        {
            _presses[told] = _presses[told] with { Told = _presses[told].Told | source };
            return false;
        }

        _presses.Add((key, source, time.GetTimestamp()));
        return true;
    }
}
