using DialIn.Media.Audio;

namespace DialIn.Media.Dtmf;

/// <summary>Makes the tones of telephone keys, for proof calls, the simulator and tests.</summary>
public static class KeySound
{
    // The levels that telephones send with: the high tone 2 dB stronger, since lines weaken it more.
    private const double LowLevel = -13;
    private const double HighLevel = -11;

    /// <summary>Keys one after the other, each with a pause before and after it.</summary>
    /// <param name="keys">Of <c>0</c>-<c>9</c> <c>*</c> <c>#</c> <c>A</c>-<c>D</c>; an <see cref="ArgumentException"/> for others.</param>
    /// <param name="press">How long each sounds.</param>
    /// <param name="pause">How long it is silent before and after each.</param>
    /// <param name="sampleRate">Samples in a second, more than 3300.</param>
    public static PcmClip Of(string keys, TimeSpan press, TimeSpan pause, int sampleRate)
    {
        var silence = new short[(int)(pause.TotalSeconds * sampleRate)];
        var samples = new List<short>();
        foreach (var key in keys)
        {
            if (!KeyTones.TryGetHertz(key, out var low, out var high))
            {
                throw new ArgumentException("not a key of a telephone", nameof(keys));
            }

            var (first, second) = (Tone.Sine(low, press, sampleRate, LowLevel).Samples, Tone.Sine(high, press, sampleRate, HighLevel).Samples);
            samples.AddRange(silence);
            for (var i = 0; i < first.Length; i++)
            {
                samples.Add((short)(first[i] + second[i]));
            }

            samples.AddRange(silence);
        }

        return new PcmClip(sampleRate, samples.ToArray());
    }
}
