namespace DialIn.Media.Codecs;

/// <summary>The quantizer's step size from its logarithm (SCALEL and SCALEH of ITU-T G.722): eleven bits below the point.</summary>
internal static class G722StepSize
{
    /// <param name="logarithm">0 to 22528; 2048 doubles the step.</param>
    /// <param name="exponent">8 in the lower band, 10 in the upper.</param>
    public static int Of(int logarithm, int exponent)
    {
        int mantissa = G722Tables.InverseLogarithm[(logarithm >> 6) & 31];
        var shift = exponent - (logarithm >> 11);
        return (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
    }
}
