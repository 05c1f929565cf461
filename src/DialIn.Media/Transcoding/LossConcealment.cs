namespace DialIn.Media.Transcoding;

//              |<-------------- history, 48.75 ms -------------->|
//  received    ...........................................aaaabb| lost      | lost      | ccc...
//                                        repeated: last period  |bb bbb bbb | bb' ...   | fades in over
//                                                                the joint of repetition and past is cross-faded
//  put out     ............................................ | 3.75 ms late, so that the end of what was received can be cross-faded, too

/// <summary>
/// Packet loss concealment of ITU-T G.711 Appendix I, at 8 kHz: what is lost is replaced by the last pitch period, over and over;
/// after 10 ms by the last two, after 20 ms by the last three, lest it buzz. It fades from 10 ms on and is silence after 60 ms. Where
/// audio goes on, the two are cross-faded. Costs 3.75 ms of delay. One instance for one stream; allocates nothing.
/// </summary>
internal sealed class LossConcealment
{
    /// <summary>Delay of the audio, in samples: a quarter of the longest period.</summary>
    public const int Delay = LongestPeriod / 4;

    /// <summary>Samples after which nothing is heard any more.</summary>
    public const int Audible = 6 * Step;

    private const int Step = 80;
    private const int ShortestPeriod = 40;
    private const int LongestPeriod = 120;
    private const int MostPeriods = 3;
    private const int Compared = 160;
    private const int History = (MostPeriods * LongestPeriod) + Delay;
    private const int LongerFadePerStep = 32;
    private const float FadePerStep = 0.2f;

    // Below this power everything is as good as silence, and similarity says nothing.
    private const float LeastPower = 250;

    private readonly float[] _history = new float[History];
    private readonly float[] _past = new float[History];
    private readonly float[] _end = new float[Delay];
    private readonly float[] _piece = new float[Step];
    private readonly float[] _made = new float[Step];
    private readonly float[] _other = new float[Step];
    private int _concealed;
    private int _period;
    private int _quarter;
    private int _periods;
    private int _at;

    /// <summary>Audio that came.</summary>
    /// <param name="pcm">The samples, of any number.</param>
    /// <param name="output">Takes as many: the samples of 3.75 ms before to 3.75 ms before the end. May be <paramref name="pcm"/> itself.</param>
    public void Take(ReadOnlySpan<short> pcm, Span<short> output)
    {
        var fade = _concealed == 0 ? 0 : Math.Min(_quarter + (((_concealed - 1) / Step) * LongerFadePerStep), Step);
        for (var i = 0; i < pcm.Length;)
        {
            var piece = _piece.AsSpan(0, Math.Min(Step, pcm.Length - i));
            for (var j = 0; j < piece.Length; j++)
            {
                piece[j] = pcm[i + j];
            }

            if (i == 0 && fade > 0)
            {
                FadeIn(piece[..Math.Min(fade, piece.Length)]);
            }

            PutOut(piece, output.Slice(i, piece.Length));
            i += piece.Length;
        }
    }

    /// <summary>Audio that did not come.</summary>
    /// <param name="output">Takes what is heard instead, of any length; late by 3.75 ms as well.</param>
    public void Conceal(Span<short> output)
    {
        while (!output.IsEmpty)
        {
            var position = _concealed % Step;
            if (position == 0)
            {
                Make(_made);
            }

            var piece = _made.AsSpan(position, Math.Min(Step - position, output.Length));
            PutOut(piece, output[..piece.Length]);
            _concealed += piece.Length;
            output = output[piece.Length..];
        }
    }

    // One step, with what it takes from the one before.
    private void Make(Span<float> piece)
    {
        if (_concealed >= Audible)
        {
            piece.Clear();
            return;
        }

        var joint = 0;
        if (_concealed == 0)
        {
            Begin();
        }
        else if (_periods < MostPeriods)
        {
            joint = _quarter;
            RepeatOneMore(_other.AsSpan(0, joint));
        }

        Repeat(piece);
        CrossFade(_other.AsSpan(0, joint), piece);
        var gain = Gain(_concealed);
        for (var i = 0; i < piece.Length && _concealed >= Step; i++)
        {
            piece[i] *= gain - (i * FadePerStep / Step);
        }
    }

    // The history's end is what the period is cut from; its joint with the period before it is smoothed, in what is still to be put out as well.
    private void Begin()
    {
        _history.CopyTo(_past, 0);
        _period = FindPeriod(_past);
        _quarter = _period / 4;
        _past.AsSpan(^_quarter..).CopyTo(_end);
        (_periods, _at) = (1, 0);
        SmoothJoint();
        _past.AsSpan(^_quarter..).CopyTo(_history.AsSpan(^_quarter..));
    }

    private void RepeatOneMore(Span<float> goesOn)
    {
        // The old repetition goes on for the length of the joint, then the longer one has taken over at the same place of the period.
        var at = _at;
        Repeat(goesOn);
        _at = at % _period;
        _periods++;
        SmoothJoint();
    }

    private void SmoothJoint()
    {
        var start = History - (_periods * _period);
        for (var i = 0; i < _quarter; i++)
        {
            var right = (i + 1f) / _quarter;
            _past[History - _quarter + i] = ((1 - right) * _end[i]) + (right * _past[start - _quarter + i]);
        }
    }

    private void Repeat(Span<float> piece)
    {
        var length = _periods * _period;
        for (var i = 0; i < piece.Length; i++)
        {
            piece[i] = _past[History - length + _at];
            _at = _at + 1 == length ? 0 : _at + 1;
        }
    }

    private void FadeIn(Span<float> piece)
    {
        // What the last step made and nobody heard yet, then the repetition at the gain that it has reached.
        var before = _other.AsSpan(0, piece.Length);
        var made = _concealed % Step is > 0 and var position ? _made.AsSpan(position) : [];
        made = made[..Math.Min(made.Length, before.Length)];
        made.CopyTo(before);
        var gain = Gain(_concealed);
        Repeat(before[made.Length..]);
        for (var i = made.Length; i < before.Length; i++)
        {
            before[i] *= gain;
        }

        CrossFade(before, piece);
        _concealed = 0;
    }

    private void PutOut(ReadOnlySpan<float> piece, Span<short> output)
    {
        // What is late comes first: the last samples of the history, then as much of the piece as there is room for.
        _history.AsSpan(piece.Length).CopyTo(_history);
        piece.CopyTo(_history.AsSpan(History - piece.Length));
        var late = _history.AsSpan(History - piece.Length - Delay, piece.Length);
        for (var i = 0; i < late.Length; i++)
        {
            output[i] = Filter.Sample(late[i]);
        }
    }

    private static void CrossFade(ReadOnlySpan<float> outgoing, Span<float> incoming)
    {
        for (var i = 0; i < outgoing.Length; i++)
        {
            var right = (i + 1f) / outgoing.Length;
            incoming[i] = ((1 - right) * outgoing[i]) + (right * incoming[i]);
        }
    }

    // Whole for the first 10 ms, then straight down to nothing at 60 ms.
    private static float Gain(int concealed) => concealed < Step ? 1 : Math.Max(0, 1 - ((concealed - Step) * FadePerStep / Step));

    // The lag at which the last 20 ms are most like what was before them; by every second sample first, then exactly.
    private static int FindPeriod(ReadOnlySpan<float> past)
    {
        var coarse = BestLag(past, ShortestPeriod, LongestPeriod, stride: 2);
        return BestLag(past, Math.Max(coarse - 1, ShortestPeriod), Math.Min(coarse + 1, LongestPeriod), stride: 1);
    }

    private static int BestLag(ReadOnlySpan<float> past, int first, int last, int stride)
    {
        var recent = past[^Compared..];
        var (best, bestLag) = (float.MinValue, first);
        for (var lag = first; lag <= last; lag += stride)
        {
            var before = past.Slice(past.Length - Compared - lag, Compared);
            var (correlation, power) = (0f, 0f);
            for (var i = 0; i < Compared; i += stride)
            {
                correlation += recent[i] * before[i];
                power += before[i] * before[i];
            }

            var likeness = correlation / MathF.Sqrt(Math.Max(power, LeastPower));
            if (likeness > best)
            {
                (best, bestLag) = (likeness, lag);
            }
        }

        return bestLag;
    }
}
