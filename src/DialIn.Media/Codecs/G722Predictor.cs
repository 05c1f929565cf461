namespace DialIn.Media.Codecs;

/// <summary>
/// The adaptive predictor of one sub-band, the same in encoder and decoder (block 4 of ITU-T G.722): two poles and six
/// zeros, moved a little after each difference by the signs of what went before. Arithmetic saturates at 16 bits as the
/// recommendation has it, so both sides stay in step to the last bit.
/// </summary>
internal sealed class G722Predictor
{
    private const int Zeros = 6;

    // Index 0 is the present sample, higher ones lie further back.
    private readonly int[] _difference = new int[Zeros + 1];
    private readonly int[] _zeroCoefficient = new int[Zeros + 1];
    private int _pole1;
    private int _pole2;
    private int _reconstructed1;
    private int _partial1;
    private int _partial2;
    private int _zeroSection;

    /// <summary>What the predictor expects the next sample of the band to be.</summary>
    public int Estimate { get; private set; }

    /// <summary>Takes the quantized difference between the sample and <see cref="Estimate"/>, and predicts the next.</summary>
    public void Update(int difference)
    {
        var reconstructed = Saturate(Estimate + difference);
        var partial = Saturate(_zeroSection + difference);
        AdaptPoles(partial);
        AdaptZeros(difference);

        var poleSection = Saturate(
            ((_pole1 * Saturate(2 * reconstructed)) >> 15) + ((_pole2 * Saturate(2 * _reconstructed1)) >> 15));
        _zeroSection = ZeroSection();
        (_reconstructed1, _partial2, _partial1) = (reconstructed, _partial1, partial);
        Estimate = Saturate(poleSection + _zeroSection);
    }

    private void AdaptPoles(int partial)
    {
        // UPPOL2, UPPOL1: the second pole first, since it bounds the first and keeps the filter stable.
        var sameSign1 = (partial < 0) == (_partial1 < 0);
        var sameSign2 = (partial < 0) == (_partial2 < 0);
        var pull = Saturate(4 * _pole1);
        pull = sameSign1 ? Saturate(-pull) : pull;
        var pole2 = Math.Clamp((sameSign2 ? 128 : -128) + (pull >> 7) + ((_pole2 * 32512) >> 15), -12288, 12288);
        var bound = 15360 - pole2;
        _pole1 = Math.Clamp(Saturate((sameSign1 ? 192 : -192) + ((_pole1 * 32640) >> 15)), -bound, bound);
        _pole2 = pole2;
    }

    private void AdaptZeros(int difference)
    {
        // UPZERO, DELAYA.
        _difference[0] = difference;
        var step = difference == 0 ? 0 : 128;
        for (var i = Zeros; i > 0; i--)
        {
            var sameSign = (difference < 0) == (_difference[i] < 0);
            _zeroCoefficient[i] = Saturate((sameSign ? step : -step) + ((_zeroCoefficient[i] * 32640) >> 15));
        }

        Array.Copy(_difference, 0, _difference, 1, Zeros);
    }

    private int ZeroSection()
    {
        // FILTEZ; the delay line has moved already: entry 1 is the difference of this sample.
        var sum = 0;
        for (var i = Zeros; i > 0; i--)
        {
            sum += (_zeroCoefficient[i] * Saturate(2 * _difference[i])) >> 15;
        }

        return Saturate(sum);
    }

    private static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);
}
