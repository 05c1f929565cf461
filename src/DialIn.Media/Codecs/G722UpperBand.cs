namespace DialIn.Media.Codecs;

/// <summary>The upper sub-band of G.722, 4 to 8 kHz: two bits a sample (blocks 1H to 5H of ITU-T G.722).</summary>
internal sealed class G722UpperBand
{
    private const int LargestLogarithm = 22528;
    private const int DecisionLevel = 564;
    private readonly G722Predictor _predictor = new();
    private int _step = 8;
    private int _logarithm;

    public int Encode(int sample)
    {
        var difference = Math.Clamp(sample - _predictor.Estimate, short.MinValue, short.MaxValue);
        var magnitude = difference < 0 ? ~difference : difference;
        var large = magnitude >= (DecisionLevel * _step) >> 12;
        var code = (difference < 0 ? 0 : 2) | (large ? 0 : 1);
        Adapt(code);
        return code;
    }

    public int Decode(int code)
    {
        var sample = _predictor.Estimate + Difference(code);
        Adapt(code);
        return Math.Clamp(sample, -16384, 16383);
    }

    private void Adapt(int code)
    {
        _predictor.Update(Difference(code));
        _logarithm = Math.Clamp(((_logarithm * 127) >> 7) + G722Tables.UpperStepLogarithms[code], 0, LargestLogarithm);
        _step = G722StepSize.Of(_logarithm, 10);
    }

    private int Difference(int code) => (_step * G722Tables.UpperOutput[code]) >> 15;
}
