using DialIn.Media.Audio;

namespace DialIn.Media.Tests.Audio;

public class ResamplerTests
{
    private static readonly TimeSpan HalfASecond = TimeSpan.FromSeconds(0.5);

    [Theory]
    [InlineData(48000, 16000, 100)]
    [InlineData(48000, 16000, 3000)]
    [InlineData(48000, 16000, 7000)]
    [InlineData(48000, 8000, 100)]
    [InlineData(48000, 8000, 1000)]
    [InlineData(48000, 8000, 3500)]
    [InlineData(16000, 8000, 300)]
    [InlineData(16000, 8000, 3400)]
    [InlineData(8000, 16000, 300)]
    [InlineData(8000, 16000, 3400)]
    public void To_ToneInThePassband_KeepsItsLevelWithinATenthOfADecibel(int from, int to, double hertz)
    {
        var clip = Tone.Sine(hertz, HalfASecond, from);

        var resampled = Resampler.To(clip, to);

        Assert.InRange(Signal.Decibels(Signal.Rms(Signal.Middle(resampled)) / Signal.Rms(Signal.Middle(clip))), -0.1, 0.1);
        Assert.InRange(ToneDetector.Power(Signal.Middle(resampled), to, hertz), 0.9999, 1);
    }

    [Theory]
    [InlineData(48000, 16000, 8100)]
    [InlineData(48000, 16000, 12000)]
    [InlineData(48000, 8000, 4100)]
    [InlineData(48000, 8000, 5000)]
    [InlineData(48000, 8000, 7000)]
    [InlineData(48000, 8000, 20000)]
    [InlineData(16000, 8000, 4100)]
    [InlineData(16000, 8000, 6000)]
    public void To_ToneAboveTheNewBand_IsGone(int from, int to, double hertz)
    {
        var clip = Tone.Sine(hertz, HalfASecond, from, 0);

        var resampled = Resampler.To(clip, to);

        Assert.InRange(Signal.Decibels((Signal.Rms(Signal.Middle(resampled)) + 1e-9) / Signal.Rms(Signal.Middle(clip))), double.NegativeInfinity, -75);
    }

    [Fact]
    public void To_Upwards_LeavesNoMirrorImage()
    {
        var resampled = Resampler.To(Tone.Sine(3000, HalfASecond, 8000, 0), 16000);

        Assert.InRange(ToneDetector.Power(Signal.Middle(resampled), 16000, 5000), 0, 1e-7);
    }

    [Theory]
    [InlineData(48000, 8000, 4801, 801)]
    [InlineData(48000, 16000, 4800, 1600)]
    [InlineData(16000, 8000, 3, 2)]
    [InlineData(8000, 16000, 800, 1600)]
    [InlineData(8000, 16000, 0, 0)]
    public void To_AnyClip_KeepsItsDuration(int from, int to, int samples, int expected) =>
        Assert.Equal(expected, Resampler.To(new PcmClip(from, new short[samples]), to).Samples.Length);

    [Theory]
    [InlineData(48000, 8000)]
    [InlineData(16000, 8000)]
    [InlineData(8000, 16000)]
    public void To_AnyClip_DoesNotShiftIt(int from, int to)
    {
        var clip = Tone.Sine(500, HalfASecond, from);
        var expected = Tone.Sine(500, HalfASecond, to);

        var resampled = Resampler.To(clip, to);

        Assert.InRange(Signal.SignalToNoise(Signal.Middle(expected), Signal.Middle(resampled), 0), 60, double.PositiveInfinity);
    }

    [Fact]
    public void To_Constant_StaysConstant()
    {
        var clip = new PcmClip(8000, [.. Enumerable.Repeat((short)10000, 4000)]);

        Assert.All(Signal.Middle(Resampler.To(clip, 16000)).ToArray(), sample => Assert.Equal(10000, sample));
    }

    [Fact]
    public void To_FullScaleSquareWave_IsClippedNotWrapped()
    {
        var clip = new PcmClip(16000, [.. Enumerable.Range(0, 1600).Select(i => i / 40 % 2 == 0 ? short.MaxValue : short.MinValue)]);

        var resampled = Resampler.To(clip, 8000).Samples;

        Assert.All(Enumerable.Range(5, 10), i => Assert.Equal(short.MaxValue / 1000, resampled[i] / 1000, 5.0));
        Assert.Contains(short.MaxValue, resampled);
    }

    [Fact]
    public void To_SameRate_IsTheSameClip()
    {
        var clip = new PcmClip(8000, [1, 2, 3]);

        Assert.Same(clip, Resampler.To(clip, 8000));
    }

    [Fact]
    public void To_RateOfCompactDiscs_WorksAsWell()
    {
        var resampled = Resampler.To(Tone.Sine(1000, HalfASecond, 44100), 8000);

        Assert.Equal(4000, resampled.Samples.Length);
        Assert.InRange(ToneDetector.Power(Signal.Middle(resampled), 8000, 1000), 0.9999, 1);
    }

    [Fact]
    public void To_NoRate_IsTheCallersMistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.To(new PcmClip(8000, []), 0));
}
