namespace DialIn.Media.Dtmf;

//        ┌──────┐                                            ┌──────┐
//   ─────┘ 0.5 s└──────────────────── 3 s ───────────────────┘ 0.5 s└─── ...   each 15 % more or less
//                                                                    ▲ known

/// <summary>
/// Knows the rhythm of a fax machine's calling tone: 0.5 s of tone every 3.5 s, each 15 % more or less (ITU-T T.30 §4.1.2).
/// Once may be anything, a whistle or a beep; twice at the right distance is a machine. A plain value: a copy is a snapshot.
/// </summary>
internal record struct CallingToneReceiver
{
    // In looks of 5 ms. A tone is seen for about 9 ms less than it lasts, since the window has to be in it, and a pause for as much more.
    private const int ShortestTone = 78;
    private const int LongestTone = 120;
    private const int ShortestPause = 490;
    private const int LongestPause = 720;

    // A click in the tone does not end it.
    private const int LooksOfAnEnd = 10;

    // What is shorter is a moment of speech that looks like the tone, and says nothing in either direction.
    private const int LooksOfASlip = 20;

    private bool _isOpen;
    private int _length;
    private int _missed;
    private int _sinceTone;
    private bool _hasTone;

    /// <summary>Takes one look.</summary>
    /// <param name="isTone">Whether the tone was seen; null where nobody knows, as for lost packets.</param>
    /// <returns>True when this look makes it a calling tone.</returns>
    public bool Next(bool? isTone)
    {
        // Nothing depends on a pause that is longer than any.
        _sinceTone = Math.Min(_sinceTone + 1, LongestPause * 2);
        switch (isTone)
        {
            case true:
                _length = _isOpen ? Math.Min(_length + _missed + 1, LongestTone + 1) : 1;
                (_isOpen, _missed) = (true, 0);
                return false;
            case false when _isOpen && ++_missed >= LooksOfAnEnd:
                return Close();
            case null when _isOpen:
                _missed = Math.Min(_missed + 1, LooksOfAnEnd - 1);
                return false;
            default:
                return false;
        }
    }

    private bool Close()
    {
        var (length, before) = (_length, _sinceTone - _missed - _length);
        (_isOpen, _length, _missed) = (false, 0, 0);
        if (length < LooksOfASlip)
        {
            return false;
        }

        var isTone = length is >= ShortestTone and <= LongestTone;
        var isSecond = isTone && _hasTone && before is >= ShortestPause and <= LongestPause;
        (_hasTone, _sinceTone) = (isTone, LooksOfAnEnd);
        return isSecond;
    }
}
