using DialIn.Media.Audio;
using DialIn.Media.Tests.Audio;
using DialIn.Media.Transcoding;

namespace DialIn.Media.Tests.Transcoding;

public class RateConversionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(3000)]
    public void Halve_WhatBothRatesCarry_StaysAsItIs(double hertz)
    {
        var narrow = Halve(Tone.Sine(hertz, Second, 16_000).Samples);

        Assert.InRange(Signal.Decibels(Signal.Rms(narrow.AsSpan(400)) / Signal.Rms(Tone.Sine(hertz, Second, 8_000).Samples.AsSpan(400))), -0.1, 0.1);
        Assert.InRange(ToneDetector.Power(narrow.AsSpan(400, 7200), 8_000, hertz), 0.9999, 1);
    }

    [Theory]
    [InlineData(4_300)]
    [InlineData(5_000)]
    [InlineData(7_000)]
    public void Halve_WhatTheLowerRateCannotCarry_DoesNotFoldBack(double hertz)
    {
        var tone = Tone.Sine(hertz, Second, 16_000).Samples;

        Assert.InRange(Signal.Decibels(Math.Max(Signal.Rms(Halve(tone).AsSpan(400)), 1e-3) / Signal.Rms(tone)), -200, -55);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(3000)]
    public void Double_GivesTheTone_WithoutItsImage(double hertz)
    {
        var wide = Double(Tone.Sine(hertz, Second, 8_000).Samples);
        var middle = wide.AsSpan(800, 14_400);

        Assert.InRange(Signal.Decibels(Signal.Rms(middle) / Signal.Rms(Tone.Sine(hertz, Second, 16_000).Samples)), -0.1, 0.1);
        Assert.InRange(ToneDetector.Power(middle, 16_000, hertz), 0.9999, 1);
        Assert.InRange(ToneDetector.Power(middle, 16_000, 8_000 - hertz), 0, 1e-5);
    }

    [Fact]
    public void Convert_InPieces_GivesTheSameAsInOne()
    {
        var speech = Signal.SpeechLike(Second, 16_000).Samples;
        var (halver, doubler) = (new RateHalver(), new RateDoubler());
        var narrow = new List<short>();
        var wide = new List<short>();
        foreach (var length in Enumerable.Range(0, 160).Select(i => 80 + ((i % 3) * 20)).TakeWhile(_ => narrow.Count * 2 < 15_000))
        {
            var piece = new short[length / 2];
            halver.Convert(speech.AsSpan(narrow.Count * 2, length), piece);
            narrow.AddRange(piece);
            var twice = new short[length];
            doubler.Convert(piece, twice);
            wide.AddRange(twice);
        }

        var whole = Halve(speech);
        Assert.Equal(whole[..narrow.Count], narrow);
        Assert.Equal(Double(whole)[..wide.Count], wide);
    }

    private static short[] Halve(short[] wide)
    {
        var narrow = new short[wide.Length / 2];
        new RateHalver().Convert(wide, narrow);
        return narrow;
    }

    private static short[] Double(short[] narrow)
    {
        var wide = new short[narrow.Length * 2];
        new RateDoubler().Convert(narrow, wide);
        return wide;
    }
}
