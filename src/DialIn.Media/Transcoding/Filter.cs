using System.Numerics;
using System.Runtime.InteropServices;

namespace DialIn.Media.Transcoding;

/// <summary>The arithmetic of a filter.</summary>
internal static class Filter
{
    /// <summary>Sum of the products. The taps' length is a multiple of the machine's vector, whatever that is.</summary>
    public static float Sum(ReadOnlySpan<float> window, ReadOnlySpan<float> taps)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(window);
        var right = MemoryMarshal.Cast<float, Vector<float>>(taps);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < right.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return Vector.Sum(sum);
    }

    /// <summary>The nearest sample.</summary>
    public static short Sample(float value) => (short)Math.Clamp(MathF.Round(value), short.MinValue, short.MaxValue);
}
