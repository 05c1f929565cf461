namespace DialIn.Simulator.Audio;

/// <summary>Sums the voices of one 20 ms frame and gives each listener the sum without their own voice (mix-minus).</summary>
/// <remarks>Owned by one thread. The sum is kept in 32 bits, so that a listener's own voice can be taken out again
/// exactly; only what leaves the mixer is clamped to 16 bits.</remarks>
internal sealed class ConferenceMixer(int samplesPerFrame)
{
    private readonly int[] _sum = new int[samplesPerFrame];

    /// <summary>Starts a new frame of silence.</summary>
    public void Begin() => Array.Clear(_sum);

    /// <summary>Adds one voice to the frame.</summary>
    /// <param name="voice">Exactly one frame of PCM.</param>
    public void Add(ReadOnlySpan<short> voice)
    {
        for (var i = 0; i < _sum.Length; i++)
        {
            _sum[i] += voice[i];
        }
    }

    /// <summary>Writes what everybody says together.</summary>
    /// <param name="output">Room for one frame.</param>
    public void WriteAll(Span<short> output)
    {
        for (var i = 0; i < _sum.Length; i++)
        {
            output[i] = Clamp(_sum[i]);
        }
    }

    /// <summary>Writes what everybody but one says.</summary>
    /// <param name="own">The voice to leave out, as it was given to <see cref="Add"/>.</param>
    /// <param name="output">Room for one frame.</param>
    public void WriteWithout(ReadOnlySpan<short> own, Span<short> output)
    {
        for (var i = 0; i < _sum.Length; i++)
        {
            output[i] = Clamp(_sum[i] - own[i]);
        }
    }

    private static short Clamp(int sample) => (short)Math.Clamp(sample, short.MinValue, short.MaxValue);
}
