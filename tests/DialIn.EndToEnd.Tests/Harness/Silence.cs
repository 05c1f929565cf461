using DialIn.Media.Audio;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>Measures how long a line was dead.</summary>
internal static class Silence
{
    private const int WindowsPerSecond = 50;

    // Prompts and the hold tone are 20 dB and more above it; coded silence is far below.
    private const double LoudestSquare = 100 * 100;

    /// <summary>The longest stretch without any sound.</summary>
    public static TimeSpan Longest(PcmClip heard)
    {
        var (run, longest) = (0, 0);
        foreach (var window in Windows(heard, WindowsPerSecond))
        {
            run = IsSilent(window.Span) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return TimeSpan.FromSeconds((double)longest / WindowsPerSecond);
    }

    /// <summary>How long there was sound, in total.</summary>
    public static TimeSpan SoundIn(PcmClip heard) =>
        TimeSpan.FromSeconds((double)Windows(heard, WindowsPerSecond).Count(static window => !IsSilent(window.Span)) / WindowsPerSecond);

    /// <summary>Whether nothing is to be heard in a piece.</summary>
    public static bool IsSilent(ReadOnlySpan<short> piece)
    {
        var squares = 0.0;
        foreach (var sample in piece)
        {
            squares += (double)sample * sample;
        }

        return squares / piece.Length < LoudestSquare;
    }

    /// <summary>A clip in pieces of equal length; what is left over at the end is left out.</summary>
    public static IEnumerable<ReadOnlyMemory<short>> Windows(PcmClip clip, int perSecond)
    {
        var samples = clip.Samples.ToArray();
        var length = clip.SampleRate / perSecond;
        for (var start = 0; start + length <= samples.Length; start += length)
        {
            yield return samples.AsMemory(start, length);
        }
    }
}
