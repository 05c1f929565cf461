namespace DialIn.Media.Dtmf;

/// <summary>
/// Turns what is seen every 5 ms into presses. ITU-T Q.24: 40 ms of tone are a press and 23 ms are none; a break of 10 ms does not
/// end a press, and a pause of 40 ms does. A plain value: a copy is a snapshot.
/// </summary>
internal record struct KeyToneReceiver
{
    // A tone is seen for about 9 ms less than it lasts: the window has to be in it.
    private const int LooksOfAPress = 5;
    private const int LooksOfAPause = 7;

    private char _candidate;
    private int _seen;
    private int _missed;
    private char _pressed;

    /// <summary>Takes one look.</summary>
    /// <param name="key">The key that was seen, or null.</param>
    /// <returns>The key when this look makes it a press, once for each press.</returns>
    public char? Next(char? key)
    {
        if (key is not { } seen)
        {
            Miss();
            return null;
        }

        if (seen != _candidate)
        {
            (_candidate, _seen) = (seen, 0);
        }

        (_seen, _missed) = (_seen + 1, 0);
        if (_seen < LooksOfAPress || seen == _pressed)
        {
            return null;
        }

        return _pressed = seen;
    }

    private void Miss()
    {
        _missed++;
        if (_missed >= LooksOfAPause)
        {
            this = default;
        }
    }
}
