using DialIn.Media.Audio;
using DialIn.Simulator.Audio;

namespace DialIn.Simulator.Tests.Audio;

public class RateConverterTests
{
    [Theory]
    [InlineData(8000, 16000, 440)]
    [InlineData(8000, 16000, 3000)]
    [InlineData(16000, 8000, 440)]
    [InlineData(16000, 8000, 3000)]
    [InlineData(8000, 8000, 440)]
    public void Tone_Converted_KeepsItsPitchAndLevel(int from, int to, int hz)
    {
        var input = Tone.Sine(hz, TimeSpan.FromSeconds(1), from, -10).Samples;
        var output = ConvertInFrames(input, from, to);

        var middle = output.AsSpan(output.Length / 4, output.Length / 2);
        Assert.InRange(ToneDetector.Power(middle, to, hz), 0.98, 1.001);
        Assert.InRange(SoundLevel.Of(middle) - SoundLevel.Of(input), -0.5, 0.5);
    }

    [Fact]
    public void ToneAboveTheNewBand_IsTakenAway()
    {
        var input = Tone.Sine(5000, TimeSpan.FromSeconds(1), 16000, -10).Samples;
        var output = ConvertInFrames(input, 16000, 8000);
        Assert.True(SoundLevel.Of(output.AsSpan(800)) < -60);
    }

    [Fact]
    public void OtherRatios_AreRefused() => Assert.Throws<ArgumentException>(() => new RateConverter(8000, 48000));

    private static short[] ConvertInFrames(short[] input, int from, int to)
    {
        var converter = new RateConverter(from, to);
        var output = new short[(int)((long)input.Length * to / from)];
        int fromFrame = from / 50, toFrame = to / 50;
        for (var i = 0; i < input.Length / fromFrame; i++)
        {
            converter.Convert(input.AsSpan(i * fromFrame, fromFrame), output.AsSpan(i * toFrame, toFrame));
        }

        return output;
    }
}
