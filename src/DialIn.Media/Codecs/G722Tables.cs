namespace DialIn.Media.Codecs;

/// <summary>The constants of ITU-T G.722, under the names of its tables. All are integers scaled by powers of two.</summary>
internal static class G722Tables
{
    /// <summary>Q6, decision levels of the 60-level lower quantizer; entry 0 is never compared.</summary>
    public static ReadOnlySpan<short> LowerDecisionLevels =>
    [
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650,
        714, 786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
    ];

    /// <summary>QQ6, output of the lower quantizer for each six-bit code. The first four codes are never sent.</summary>
    public static ReadOnlySpan<short> LowerOutput6 =>
    [
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
        -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
        24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
    ];

    /// <summary>QQ4, output for the upper four bits of the code: all that the predictor learns from.</summary>
    public static ReadOnlySpan<short> LowerOutput4 =>
    [
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0,
    ];

    /// <summary>WL through RL42: what a four-bit code adds to the logarithm of the lower step size.</summary>
    public static ReadOnlySpan<short> LowerStepLogarithms =>
    [
        -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60,
    ];

    /// <summary>QQ2, output of the upper quantizer for each two-bit code.</summary>
    public static ReadOnlySpan<short> UpperOutput => [-7408, -1616, 7408, 1616];

    /// <summary>WH through RH2: what a two-bit code adds to the logarithm of the upper step size.</summary>
    public static ReadOnlySpan<short> UpperStepLogarithms => [798, -214, 798, -214];

    /// <summary>ILB, the mantissas of 2 to the power of n/32, from 2048 on.</summary>
    public static ReadOnlySpan<short> InverseLogarithm =>
    [
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
        2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
    ];

    /// <summary>Every other of the 24 coefficients of the quadrature mirror filter; the others are these in reverse.</summary>
    public static ReadOnlySpan<short> QuadratureMirror => [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];
}
