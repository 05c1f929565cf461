using DialIn.Media.Audio;

namespace DialIn.Media.Tests.Audio;

public class ToneTests
{
    [Theory]
    [InlineData(8000, 440)]
    [InlineData(16000, 440)]
    [InlineData(48000, 3000)]
    public void Power_PureTone_IsOneAtItsFrequencyAndNothingBesides(int sampleRate, double hertz)
    {
        var clip = Tone.Sine(hertz, TimeSpan.FromSeconds(0.2), sampleRate);

        Assert.InRange(ToneDetector.Power(clip.Samples, sampleRate, hertz), 0.999, 1);
        Assert.InRange(ToneDetector.Power(clip.Samples, sampleRate, hertz + 100), 0, 0.001);
        Assert.InRange(ToneDetector.Power(clip.Samples, sampleRate, hertz / 2), 0, 0.001);
    }

    [Fact]
    public void Power_TwoEqualTones_IsHalfAtEach()
    {
        var first = Tone.Sine(500, TimeSpan.FromSeconds(0.5), 8000);
        var second = Tone.Sine(900, TimeSpan.FromSeconds(0.5), 8000);
        short[] sum = [.. first.Samples.Zip(second.Samples, (a, b) => (short)(a + b))];

        Assert.Equal(0.5, ToneDetector.Power(sum, 8000, 500), 0.01);
        Assert.Equal(0.5, ToneDetector.Power(sum, 8000, 900), 0.01);
    }

    [Fact]
    public void Power_SpeechLikeNoise_IsNearNothing() =>
        Assert.InRange(ToneDetector.Power(Signal.SpeechLike(TimeSpan.FromSeconds(1), 8000).Samples, 8000, 440), 0, 0.02);

    [Fact]
    public void Power_ToneInNoise_IsItsPartOfTheEnergy()
    {
        var random = new SeededRandom(5);
        short[] mixed = [.. Tone.Sine(440, TimeSpan.FromSeconds(1), 8000, -10).Samples.Select(sample => (short)(sample + (random.NextGaussian() * 7327)))];

        Assert.Equal(0.5, ToneDetector.Power(mixed, 8000, 440), 0.05);
    }

    [Fact]
    public void Power_SilenceOrNothing_IsZero()
    {
        Assert.Equal(0, ToneDetector.Power(new short[160], 8000, 440));
        Assert.Equal(0, ToneDetector.Power([], 8000, 440));
    }

    [Theory]
    [InlineData(0, 32767)]
    [InlineData(-6.0206, 16384)]
    [InlineData(-20, 3277)]
    [InlineData(6, 32767)]
    public void Sine_Level_IsThatOfItsPeak(double decibels, int peak)
    {
        var clip = Tone.Sine(1000, TimeSpan.FromMilliseconds(10), 8000, decibels);

        Assert.Equal(80, clip.Samples.Length);
        Assert.Equal(TimeSpan.FromMilliseconds(10), clip.Duration);
        Assert.Equal(0, clip.Samples[0]);
        Assert.InRange(clip.Samples.Max(), peak - 1, peak);
        Assert.InRange((int)clip.Samples.Min(), -peak, -peak + 1);
    }
}
