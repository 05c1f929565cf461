using DialIn.Media.Rtp;

namespace DialIn.Media.Quality;

/// <summary>
/// Puts the packets of a stream in order and finds those that never came. A packet may be overtaken by 63 others before it
/// counts as lost. A plain value: a copy is a snapshot.
/// </summary>
internal record struct LossPattern
{
    private const int Window = 64;

    private BurstGap _judged;
    private ushort _highest;
    private int _open;
    private ulong _came;
    private ulong _late;

    /// <summary>Packets that came twice.</summary>
    public long Duplicates { get; private set; }

    /// <summary>All packets of the stream so far, those that may still come counted as lost.</summary>
    public readonly BurstGap Total
    {
        get
        {
            var copy = this;
            copy.Restart();
            return copy._judged;
        }
    }

    /// <summary>A packet came.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="isLate">Whether it came too late to be heard.</param>
    public void Receive(ushort sequence, bool isLate)
    {
        int step = unchecked((short)(sequence - _highest));
        if (_open == 0 || step >= SequenceTracker.MaxDropout || step <= -SequenceTracker.MaxMisorder)
        {
            Restart();
            (_highest, _open, _came, _late) = (sequence, 1, 1, isLate ? 1u : 0);
            return;
        }

        for (; step > 0; step--)
        {
            Advance();
        }

        var place = unchecked((ushort)(_highest - sequence));
        if (place >= _open)
        {
            // Judged already, as lost; or from before the beginning.
            return;
        }

        var bit = 1UL << place;
        Duplicates += (_came & bit) != 0 ? 1 : 0;
        _late |= isLate && (_came & bit) == 0 ? bit : 0;
        _came |= bit;
    }

    /// <summary>The numbers begin anew, as with another source: what is open is judged, and no jump counts as loss.</summary>
    public void Restart()
    {
        while (_open > 0)
        {
            JudgeOldest();
            _open--;
        }

        _judged.Close();
    }

    private void Advance()
    {
        if (_open == Window)
        {
            JudgeOldest();
            _open--;
        }

        (_highest, _open, _came, _late) = ((ushort)(_highest + 1), _open + 1, _came << 1, _late << 1);
    }

    private void JudgeOldest()
    {
        var bit = 1UL << (_open - 1);
        _judged.Add((_came & bit) == 0 ? Arrival.Lost : (_late & bit) == 0 ? Arrival.InTime : Arrival.TooLate);
    }
}
