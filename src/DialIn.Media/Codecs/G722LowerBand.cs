namespace DialIn.Media.Codecs;

/// <summary>
/// The lower sub-band of G.722, 0 to 4 kHz: six bits a sample, of which the predictor and the step size follow only the
/// upper four (blocks 1L to 5L of ITU-T G.722).
/// </summary>
internal sealed class G722LowerBand
{
    private const int LargestLogarithm = 18432;
    private readonly G722Predictor _predictor = new();
    private int _step = 32;
    private int _logarithm;

    public int Encode(int sample)
    {
        var difference = Math.Clamp(sample - _predictor.Estimate, short.MinValue, short.MaxValue);
        var magnitude = difference < 0 ? ~difference : difference;
        var levels = G722Tables.LowerDecisionLevels;
        var interval = 1;
        while (interval < levels.Length && magnitude >= (levels[interval] * _step) >> 12)
        {
            interval++;
        }

        var code = (difference < 0, interval) switch
        {
            (false, _) => 62 - interval,
            (true, <= 2) => 64 - interval,
            (true, _) => 34 - interval,
        };
        Adapt(code);
        return code;
    }

    public int Decode(int code)
    {
        var sample = _predictor.Estimate + ((_step * G722Tables.LowerOutput6[code]) >> 15);
        Adapt(code);
        return Math.Clamp(sample, -16384, 16383);
    }

    private void Adapt(int code)
    {
        var upper = code >> 2;
        _predictor.Update((_step * G722Tables.LowerOutput4[upper]) >> 15);
        _logarithm = Math.Clamp(((_logarithm * 127) >> 7) + G722Tables.LowerStepLogarithms[upper], 0, LargestLogarithm);
        _step = G722StepSize.Of(_logarithm, 8);
    }
}
