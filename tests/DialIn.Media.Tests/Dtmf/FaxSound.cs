using System.Globalization;
using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Rtp;
using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Dtmf;

/// <summary>The calling tone of a fax machine, made by sox, and what is heard of it.</summary>
internal static class FaxSound
{
    /// <summary>So many tones, a pause before the first and after each.</summary>
    /// <param name="sampleRate">Samples in a second.</param>
    /// <param name="calls">How many tones.</param>
    /// <param name="tone">How long each is, in ms.</param>
    /// <param name="pause">How long the pauses are, in ms.</param>
    /// <param name="hertz">The frequency.</param>
    /// <param name="level">In dBm0.</param>
    public static short[] Make(int sampleRate, int calls = 2, double tone = 500, double pause = 3000, double hertz = 1100, double level = -13)
    {
        var one = string.Create(
            CultureInfo.InvariantCulture, $"synth {tone / 1000} sine {hertz} vol {KeySounds.Amplitude(level) / 32768:F6} pad 0 {pause / 1000}");
        return [.. new short[sampleRate / 5], .. Enumerable.Repeat(Sox.Make(sampleRate, one), calls).SelectMany(static samples => samples)];
    }

    /// <summary>Adds two sounds of one length.</summary>
    public static short[] With(this short[] sound, short[] other) =>
        [.. sound.Zip(other, static (a, b) => (short)Math.Clamp(a + b, short.MinValue, short.MaxValue))];

    /// <summary>Sends a sound through a codec in packets of 20 ms.</summary>
    /// <param name="sound">At the codec's sample rate.</param>
    /// <param name="codec">The codec.</param>
    /// <param name="isLost">Which packets do not come; none if null.</param>
    /// <returns>How often a fax machine was heard.</returns>
    public static int Hear(short[] sound, AudioCodec codec, Predicate<int>? isLost = null)
    {
        var listener = new ToneListener(codec) { Fax = new CallingTone(codec) };
        var encoder = codec.CreateEncoder();
        var payload = new byte[codec.BytesPerFrame];
        var heard = 0;
        for (var frame = 0; (frame + 1) * codec.SamplesPerFrame <= sound.Length; frame++)
        {
            encoder.Encode(sound.AsSpan(frame * codec.SamplesPerFrame, codec.SamplesPerFrame), payload);
            if (isLost?.Invoke(frame) != true)
            {
                heard += listener.Hear(new RtpPacket(false, codec.StaticPayloadType, (ushort)frame, 5000 + (uint)(frame * payload.Length), 7, payload)).IsFax ? 1 : 0;
            }
        }

        return heard;
    }
}
