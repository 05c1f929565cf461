using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Rtp;
using DialIn.Media.Tests.Audio;
using DialIn.Testing;

namespace DialIn.Media.Tests.Dtmf;

/// <summary>The values of ITU-T Q.24, where the networks in its table differ those of AT&amp;T, with tones that sox makes.</summary>
public class InBandKeysTests
{
    public static TheoryData<string> Codecs { get; } = ["PCMA", "PCMU", "G722"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void EveryKey_OfTheShortestPressAndPauseThatMustCount_Counts(string codec) =>
        Assert.Equal(KeySounds.AllKeys, Hear(codec, new KeySounds { Milliseconds = 40, Pause = 40 }));

    [Theory]
    [MemberData(nameof(Codecs))]
    public void AnyKey_OfTheLongestPressThatMustNotCount_DoesNot(string codec) =>
        Assert.Equal("", Hear(codec, new KeySounds { Milliseconds = 23 }));

    [Theory]
    [MemberData(nameof(Codecs))]
    public void OneKey_ForSeconds_CountsOnce(string codec) => Assert.Equal("58", Hear(codec, new KeySounds { Milliseconds = 3000 }, "58"));

    [Theory]
    [InlineData("PCMA", 10, "3")]
    [InlineData("PCMA", 20, "3")]
    [InlineData("PCMA", 30, "33")]
    [InlineData("PCMA", 40, "33")]
    [InlineData("G722", 10, "3")]
    [InlineData("G722", 20, "3")]
    [InlineData("G722", 30, "33")]
    [InlineData("G722", 40, "33")]
    public void OneKey_WithAGap_IsOnePressOrTwo(string codec, double gap, string heard) =>
        Assert.Equal(heard, Hear(codec, new KeySounds { Milliseconds = 60, Pause = gap }, "33"));

    [Theory]
    [InlineData("PCMA", 0, 0)]
    [InlineData("PCMA", -25, -25)]
    [InlineData("PCMA", -27, -27)]
    [InlineData("G722", 0, 0)]
    [InlineData("G722", -25, -25)]
    [InlineData("PCMA", -10, -6)]
    [InlineData("PCMA", -10, -18)]
    [InlineData("G722", -10, -6)]
    [InlineData("G722", -10, -18)]
    public void EveryKey_WithinLevelAndTwist_Counts(string codec, double low, double high) =>
        Assert.Equal(KeySounds.AllKeys, Hear(codec, new KeySounds { Milliseconds = 40, Low = low, High = high }));

    [Theory]
    [InlineData(-35, -35)]
    [InlineData(-10, -2)]
    [InlineData(-6, -18)]
    [InlineData(-10, -60)]
    [InlineData(-60, -10)]
    public void AnyKey_OutsideOfLevelAndTwist_DoesNot(double low, double high) =>
        Assert.Equal("", Hear("PCMA", new KeySounds { Low = low, High = high }));

    [Theory]
    [InlineData("PCMA", 0.015)]
    [InlineData("PCMA", -0.015)]
    [InlineData("PCMA", 0.018)]
    [InlineData("PCMA", -0.018)]
    [InlineData("G722", 0.015)]
    [InlineData("G722", -0.015)]
    public void EveryKey_WithinTheToleranceOfFrequency_Counts(string codec, double offset) =>
        Assert.Equal(KeySounds.AllKeys, Hear(codec, new KeySounds { Milliseconds = 50, Offset = offset }));

    [Theory]
    [InlineData("PCMA", 0.035)]
    [InlineData("PCMA", -0.035)]
    [InlineData("PCMA", 0.03)]
    [InlineData("PCMA", -0.03)]
    [InlineData("G722", 0.035)]
    [InlineData("G722", -0.035)]
    public void AnyKey_OutsideOfTheToleranceOfFrequency_DoesNot(string codec, double offset) =>
        Assert.Equal("", Hear(codec, new KeySounds { Milliseconds = 200, Offset = offset }));

    [Theory]
    [InlineData("PCMA", 24)]
    [InlineData("PCMA", 15)]
    [InlineData("PCMA", 10)]
    [InlineData("PCMU", 15)]
    [InlineData("G722", 24)]
    [InlineData("G722", 15)]
    public void EveryKey_InNoise_CountsOnce(string codec, double decibelsBelow)
    {
        var made = Codec(codec);
        Assert.Equal(KeySounds.AllKeys, KeySounds.Hear(new KeySounds { Milliseconds = 50 }.MakeWithNoise(KeySounds.AllKeys, made.SampleRate, decibelsBelow), made));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Noise_OfAMinute_IsNoKey(string codec) =>
        Assert.Equal("", KeySounds.Hear(Sox.Noise(Codec(codec).SampleRate, 60, 10_000), Codec(codec)));

    [Theory]
    [MemberData(nameof(Codecs))]
    public void LostPackets_WithinAPress_DoNotMakeTwoOfIt(string codec)
    {
        var sound = new KeySounds { Milliseconds = 160, Pause = 80 }.Make("4711", Codec(codec).SampleRate);

        // A press and its pause are twelve packets; the fifth of each is in the middle of the press.
        Assert.Equal("4711", KeySounds.Hear(sound, Codec(codec), frame => frame % 12 == 5));
        Assert.Equal("4711", KeySounds.Hear(sound, Codec(codec), frame => frame % 12 is 5 or 6));
    }

    [Fact]
    public void APressAfterASilenceThatWasNotSent_IsAPressOfItsOwn()
    {
        var sound = new KeySounds { Milliseconds = 100, Pause = 200 }.Make("66", 8000);
        Assert.Equal("66", KeySounds.Hear(sound, AudioCodec.Pcma, frame => frame is >= 10 and < 20));
    }

    [Fact]
    public void LateAndRepeatedPackets_ChangeNothing()
    {
        var sound = new KeySounds { Milliseconds = 100, Pause = 100 }.Make("12", 8000);
        var listener = new ToneListener(AudioCodec.Pcma) { Keys = new InBandKeys(AudioCodec.Pcma) };
        var heard = "";
        for (var frame = 0; (frame + 1) * 160 <= sound.Length; frame++)
        {
            heard += Send(frame) + Send(frame) + (frame > 3 ? Send(frame - 3) : "");
        }

        Assert.Equal("12", heard);

        string Send(int frame)
        {
            var payload = new byte[160];
            AudioCodec.Pcma.CreateEncoder().Encode(sound.AsSpan(frame * 160, 160), payload);
            return $"{listener.Hear(new RtpPacket(false, 8, (ushort)frame, (uint)frame * 160, 1, payload)).Key}";
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Hearing_InSteadyState_AllocatesNothing(string codec)
    {
        var made = Codec(codec);
        var listener = new ToneListener(made) { Keys = new InBandKeys(made) };
        var payload = new byte[160];
        var sound = new KeySounds { Milliseconds = 2000, Pause = 0 }.Make("7", made.SampleRate);
        made.CreateEncoder().Encode(sound.AsSpan(0, made.SamplesPerFrame), payload);
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

    private static string Hear(string codec, KeySounds sounds, string keys = KeySounds.AllKeys) =>
        KeySounds.Hear(sounds.Make(keys, Codec(codec).SampleRate), Codec(codec));
}
