using System.Numerics;

namespace DialIn.Media.Dtmf;

/// <summary>What is computed once for a sample rate: a window of 20 ms, and each of some frequencies seen through it.</summary>
internal sealed class ToneFilters
{
    /// <summary>The window lasts this long.</summary>
    public const int WindowMilliseconds = 20;

    /// <summary>The window moves on by this much from look to look.</summary>
    public const int StepMilliseconds = 5;

    private readonly int[] _hertz;
    private readonly float[] _window;
    private readonly float[][] _cosines;
    private readonly float[][] _sines;
    private readonly (float Cosine, float Sine)[] _turns;

    /// <param name="sampleRate">Samples in a second: 8000 or 16000.</param>
    /// <param name="hertz">The frequencies, in Hz.</param>
    public ToneFilters(int sampleRate, ReadOnlySpan<int> hertz)
    {
        if (sampleRate is not (8000 or 16000))
        {
            throw new ArgumentOutOfRangeException(nameof(sampleRate), sampleRate, "8000 or 16000");
        }

        _hertz = hertz.ToArray();
        SampleRate = sampleRate;
        Length = sampleRate * WindowMilliseconds / 1000;
        Step = sampleRate * StepMilliseconds / 1000;

        // Hann: far frequencies do not leak in, so a strong tone of one group leaves the weak one of the other alone.
        _window = [.. Enumerable.Range(0, Length).Select(i => 0.5f - (0.5f * MathF.Cos(2 * MathF.PI * (i + 0.5f) / Length)))];
        _cosines = new float[_hertz.Length][];
        _sines = new float[_hertz.Length][];
        _turns = new (float, float)[_hertz.Length];
        for (var tone = 0; tone < _turns.Length; tone++)
        {
            var angle = 2 * Math.PI * _hertz[tone] / sampleRate;
            _cosines[tone] = [.. Enumerable.Range(0, Length).Select(i => (float)(_window[i] * Math.Cos(angle * i)))];
            _sines[tone] = [.. Enumerable.Range(0, Length).Select(i => (float)(_window[i] * Math.Sin(angle * i)))];
            _turns[tone] = ((float)Math.Cos(angle * Step), (float)Math.Sin(angle * Step));
        }
    }

    /// <summary>Samples in a second.</summary>
    public int SampleRate { get; }

    /// <summary>Samples in the window.</summary>
    public int Length { get; }

    /// <summary>Samples from look to look.</summary>
    public int Step { get; }

    /// <summary>How a tone stands to the window that begins at <paramref name="sound"/>: amplitude and phase.</summary>
    public (float Real, float Imaginary) Correlate(ReadOnlySpan<float> sound, int tone) => (Product(sound, _cosines[tone]), -Product(sound, _sines[tone]));

    /// <summary>Energy of the sound as the window weighs it.</summary>
    public float Energy(ReadOnlySpan<float> sound)
    {
        var sum = 0f;
        for (var i = 0; i < _window.Length; i++)
        {
            var weighed = sound[i] * _window[i];
            sum += weighed * weighed;
        }

        return sum;
    }

    /// <summary>By how many Hz a tone is off its nominal frequency, from how it turned between two looks; 100 Hz is the most that can be told.</summary>
    public float OffsetHertz((float Real, float Imaginary) before, (float Real, float Imaginary) now, int tone)
    {
        var (turnCosine, turnSine) = _turns[tone];
        var (real, imaginary) = ((before.Real * turnCosine) - (before.Imaginary * turnSine), (before.Real * turnSine) + (before.Imaginary * turnCosine));
        var (differenceReal, differenceImaginary) = ((now.Real * real) + (now.Imaginary * imaginary), (now.Imaginary * real) - (now.Real * imaginary));
        return MathF.Atan2(differenceImaginary, differenceReal) * SampleRate / (2 * MathF.PI * Step);
    }

    /// <summary>The part of a tone's energy that is seen when it is off by so many Hz: 1 at its nominal frequency.</summary>
    public float Visible(float offsetHertz)
    {
        // The Hann window's own spectrum.
        var bins = offsetHertz * Length / SampleRate;
        var angle = MathF.PI * bins;
        var gain = MathF.Abs(bins) < 0.01f ? 1 : MathF.Sin(angle) / (angle * (1 - (bins * bins)));
        return gain * gain;
    }

    private static float Product(ReadOnlySpan<float> sound, float[] filter)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < filter.Length; i += Vector<float>.Count)
        {
            sum += new Vector<float>(sound[i..]) * new Vector<float>(filter, i);
        }

        return Vector.Sum(sum);
    }
}
