using System.Globalization;
using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Rtp;
using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Dtmf;

/// <summary>Keys as a telephone without telephone-events sends them, made by sox, and what is heard of them.</summary>
internal sealed record KeySounds
{
    public const string AllKeys = "0123456789*#ABCD";

    // Full scale of G.711 is +3.14 dBm0: ITU-T G.711.
    private const double AmplitudeOfZeroDbm0 = 22_470;

    public double Milliseconds { get; init; } = 70;

    public double Pause { get; init; } = 70;

    /// <summary>Level of the low tone in dBm0.</summary>
    public double Low { get; init; } = -10;

    /// <summary>Level of the high tone in dBm0.</summary>
    public double High { get; init; } = -8;

    /// <summary>By which part both tones are off their nominal frequency.</summary>
    public double Offset { get; init; }

    public static double Amplitude(double dbm0) => AmplitudeOfZeroDbm0 * Math.Pow(10, dbm0 / 20);

    /// <summary>The keys one after the other, a pause before and after each.</summary>
    public short[] Make(string keys, int sampleRate) => Sox.Make(sampleRate, string.Join(" : ", keys.Select(Effects)), channels: 2);

    /// <summary>The keys, with white noise through all of it that is so many dB below a key's two tones together, as a telephone's band hears it.</summary>
    public short[] MakeWithNoise(string keys, int sampleRate, double decibelsBelow)
    {
        var sound = Make(keys, sampleRate);
        var power = (Math.Pow(Amplitude(Low), 2) + Math.Pow(Amplitude(High), 2)) * Math.Pow(10, -decibelsBelow / 10) * sampleRate / 8000;
        var noise = Sox.Noise(sampleRate, (sound.Length + 1.0) / sampleRate, Math.Sqrt(power));
        return [.. sound.Select((sample, i) => (short)Math.Clamp(sample + noise[i], short.MinValue, short.MaxValue))];
    }

    /// <summary>Sends a sound through a codec in packets of 20 ms.</summary>
    /// <param name="sound">At the codec's sample rate.</param>
    /// <param name="codec">The codec.</param>
    /// <param name="isLost">Which packets are lost on the way; none if null.</param>
    /// <returns>What is heard.</returns>
    public static string Hear(short[] sound, AudioCodec codec, Predicate<int>? isLost = null)
    {
        var listener = new ToneListener(codec) { Keys = new InBandKeys(codec) };
        var encoder = codec.CreateEncoder();
        var payload = new byte[codec.BytesPerFrame];
        var heard = "";
        for (var frame = 0; (frame + 1) * codec.SamplesPerFrame <= sound.Length; frame++)
        {
            encoder.Encode(sound.AsSpan(frame * codec.SamplesPerFrame, codec.SamplesPerFrame), payload);
            if (isLost?.Invoke(frame) != true)
            {
                heard += listener.Hear(new RtpPacket(false, codec.StaticPayloadType, (ushort)frame, 5000 + (uint)(frame * payload.Length), 7, payload)).Key;
            }
        }

        return heard;
    }

    private string Effects(char key)
    {
        Assert.True(KeyTones.TryGetHertz(key, out var low, out var high));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"synth {Milliseconds / 1000} sine {low * (1 + Offset)} sine {high * (1 + Offset)} remix 1v{Amplitude(Low) / 32768:F6},2v{Amplitude(High) / 32768:F6} pad {Pause / 2000} {Pause / 2000}");
    }
}
