using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Rtp;
using DialIn.Media.Tests.Audio;
using DialIn.Testing;

namespace DialIn.Media.Tests.Dtmf;

/// <summary>The values of ITU-T T.30 §4.1.2: 1100 Hz and 38 Hz more or less, 0.5 s of tone and 3 s of pause, each 15 % more or less.</summary>
public class CallingToneTests
{
    public static TheoryData<string> Codecs { get; } = ["PCMA", "PCMU", "G722"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void TwoTones_AreAFaxMachine(string codec) => Assert.Equal(1, Hear(codec));

    [Theory]
    [MemberData(nameof(Codecs))]
    public void OneTone_IsNothingYet(string codec) => Assert.Equal(0, Hear(codec, calls: 1));

    [Theory]
    [InlineData(425, 2550)]
    [InlineData(425, 3450)]
    [InlineData(575, 2550)]
    [InlineData(575, 3450)]
    public void Rhythm_AtEachCornerOfTheStandard_IsKnown(double tone, double pause) => Assert.All(Codecs, codec => Assert.Equal(1, Hear(codec.Data, tone: tone, pause: pause)));

    [Theory]
    [InlineData(350, 3000)]
    [InlineData(250, 3000)]
    [InlineData(660, 3000)]
    [InlineData(1000, 3000)]
    [InlineData(500, 500)]
    [InlineData(500, 2000)]
    [InlineData(500, 4000)]
    public void OtherRhythms_OfTheSameTone_AreNot(double tone, double pause) => Assert.Equal(0, Hear("PCMA", calls: 6, tone: tone, pause: pause));

    [Theory]
    [InlineData(1062)]
    [InlineData(1138)]
    public void Frequency_WithinTheTolerance_IsKnown(double hertz) => Assert.All(Codecs, codec => Assert.Equal(1, Hear(codec.Data, hertz: hertz)));

    [Theory]
    [InlineData(440)]
    [InlineData(1000)]
    [InlineData(1040)]
    [InlineData(1160)]
    [InlineData(1200)]
    [InlineData(1209)]
    [InlineData(1300)]
    [InlineData(2100)]
    public void OtherTones_InTheSameRhythm_AreNot(double hertz) => Assert.All(Codecs, codec => Assert.Equal(0, Hear(codec.Data, calls: 4, hertz: hertz)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-25, 1)]
    [InlineData(-38, 1)]
    [InlineData(-46, 0)]
    public void Level_OfALineThatCarriesAFax_IsKnown(double level, int heard) => Assert.All(["PCMA", "PCMU"], codec => Assert.Equal(heard, Hear(codec, level: level)));

    [Theory]
    [InlineData("PCMA", 20)]
    [InlineData("PCMA", 12)]
    [InlineData("PCMU", 12)]
    [InlineData("G722", 20)]
    public void Tones_InNoise_AreKnown(string codec, double decibelsBelow)
    {
        var rate = Codec(codec).SampleRate;
        var sound = FaxSound.Make(rate);
        var noise = Sox.Noise(rate, (sound.Length + 1.0) / rate, KeySounds.Amplitude(-13 - decibelsBelow) * Math.Sqrt(rate / 8000.0));

        Assert.Equal(1, FaxSound.Hear(sound.With(noise[..sound.Length]), Codec(codec)));
    }

    [Theory]
    [InlineData(0, -40)]
    [InlineData(-13, -30)]
    public void Tones_WithAWeakSecondOne_AreKnown(double level, double other)
    {
        // Hum and the line's own products beside the tone.
        var sound = FaxSound.Make(8000, level: level).With(FaxSound.Make(8000, hertz: 700, level: other));

        Assert.Equal(1, FaxSound.Hear(sound, AudioCodec.Pcma));
    }

    [Theory]
    [InlineData(697)]
    [InlineData(1300)]
    [InlineData(2200)]
    public void TwoEqualTones_AreNot(double hertz) =>
        Assert.Equal(0, FaxSound.Hear(FaxSound.Make(8000, calls: 4).With(FaxSound.Make(8000, calls: 4, hertz: hertz)), AudioCodec.Pcma));

    [Theory]
    [MemberData(nameof(Codecs))]
    public void LostPackets_DoNotHideIt(string codec)
    {
        Assert.Equal(1, FaxSound.Hear(FaxSound.Make(Codec(codec).SampleRate), Codec(codec), frame => frame % 12 == 5));
        Assert.Equal(1, FaxSound.Hear(FaxSound.Make(Codec(codec).SampleRate), Codec(codec), frame => frame % 30 is 5 or 6 or 7));
    }

    [Fact]
    public void Pauses_ThatAreNotSent_ArePauses() =>
        Assert.Equal(1, FaxSound.Hear(FaxSound.Make(8000), AudioCodec.Pcma, frame => frame % 175 is > 40 and < 165));

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Keys_AndNoise_AreNot(string codec)
    {
        var rate = Codec(codec).SampleRate;
        var keys = new KeySounds { Milliseconds = 500, Pause = 3000 }.Make(KeySounds.AllKeys, rate);

        Assert.Equal(0, FaxSound.Hear(keys, Codec(codec)));
        Assert.Equal(0, FaxSound.Hear(Sox.Noise(rate, 60, 10_000), Codec(codec)));
    }

    [Theory]
    [InlineData("de")]
    [InlineData("en-gb")]
    [InlineData("de+f5")]
    [InlineData("en-us+f4")]
    public void Speech_IsNot(string voice)
    {
        const string Text = "Wir üben jetzt, wie man die Geheimzahl eintippt: null, eins, zwei, drei, vier. Iii, eee, aaa, ooo, uuu. You see, we need to keep these keys easy to reach.";
        foreach (var codec in AudioCodec.All)
        {
            var speech = Sox.Speak(codec.SampleRate, voice, 120, 80, Text);
            Assert.Equal(0, FaxSound.Hear([.. speech, .. speech, .. speech], codec));
        }
    }

    [Fact]
    public void Music_IsNot()
    {
        // Scales of strings and of pure tones, up and down through 1100 Hz, at several speeds.
        foreach (var note in new[] { 0.125, 0.25, 0.5, 1 })
        {
            var hertz = Enumerable.Range(0, 24).Select(step => 550 * Math.Pow(2, step / 12.0)).Concat(Enumerable.Range(0, 24).Select(step => 2200 / Math.Pow(2, step / 12.0)));
            foreach (var kind in new[] { "pluck", "sine", "triangle", "sawtooth" })
            {
                // sox plucks at 48 kHz alone.
                var effects = string.Join(" : ", hertz.Select(one => FormattableString.Invariant($"synth {note} {kind} {one:F1} vol 0.4")));
                short[] music = [.. Sox.Make(48_000, effects).Chunk(6).Select(static chunk => chunk[0])];
                Assert.Equal(0, FaxSound.Hear([.. music, .. music], AudioCodec.Pcma));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Hearing_InSteadyState_AllocatesNothing(string codec)
    {
        var made = Codec(codec);
        var listener = new ToneListener(made) { Fax = new CallingTone(made) };
        var payload = new byte[160];
        made.CreateEncoder().Encode(FaxSound.Make(made.SampleRate).AsSpan(made.SampleRate / 4, made.SamplesPerFrame), payload);
        Hear(10);

        Assert.Equal(0, Allocations.Of(() => Hear(500)));

        void Hear(int packets)
        {
            for (var i = 0u; i < packets; i++)
            {
                listener.Hear(new RtpPacket(false, 8, (ushort)i, i * 160, 1, payload));
            }
        }
    }

    private static AudioCodec Codec(string name) => AudioCodec.All.Single(codec => codec.EncodingName == name);

    private static int Hear(string codec, int calls = 2, double tone = 500, double pause = 3000, double hertz = 1100, double level = -13) =>
        FaxSound.Hear(FaxSound.Make(Codec(codec).SampleRate, calls, tone, pause, hertz, level), Codec(codec));
}
