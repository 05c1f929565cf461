using DialIn.Media.Audio;
using DialIn.Simulator.Audio;

namespace DialIn.Simulator.Tests.Audio;

public class SoundTests
{
    [Theory]
    [InlineData(-10)]
    [InlineData(-20)]
    [InlineData(-45)]
    public void Level_OfATone_IsWhatItWasMadeWith(double level) => Assert.InRange(SoundLevel.Of(Sine(440, level)), level - 3.1, level + 0.1);

    [Fact]
    public void Level_OfSilence_IsBelowEverything()
    {
        Assert.Equal(double.NegativeInfinity, SoundLevel.Of(new short[100]));
        Assert.Equal(double.NegativeInfinity, SoundLevel.Of([]));
        Assert.True(SoundLevel.Of([1, -1, 1, -1]) < SoundLevel.Silence);
    }

    [Theory]
    [InlineData(440, 440, 1)]
    [InlineData(440, 880, 0)]
    [InlineData(440, 520, 0)]
    [InlineData(3000, 3000, 1)]
    public void ToneWatch_CountsItsOwnToneOnly(double played, double wanted, double seconds)
    {
        var watch = new ToneWatch(8000, wanted, TimeSpan.MaxValue);
        Assert.False(watch.Feed(Sine(played, -15)));
        Assert.Equal(seconds, watch.Heard.TotalSeconds);
    }

    [Fact]
    public void ToneWatch_QuieterNoiseBesideIt_DoesNotHideTheTone()
    {
        var random = new SeededRandom(3);
        var mixed = Sine(440, -15);
        for (var i = 0; i < mixed.Length; i++)
        {
            mixed[i] += (short)(random.Below(2000) - 1000);
        }

        var watch = new ToneWatch(8000, 440, TimeSpan.FromSeconds(0.9));
        Assert.True(watch.Feed(mixed));
    }

    [Fact]
    public void ToneWatch_NoiseAlone_IsNoTone()
    {
        var random = new SeededRandom(4);
        var noise = Array.ConvertAll(new short[16000], _ => (short)(random.Below(20000) - 10000));
        var watch = new ToneWatch(8000, 440, TimeSpan.MaxValue);
        watch.Feed(noise);
        Assert.Equal(0, watch.Hits);
    }

    [Fact]
    public void ToneWatch_FedInSmallPieces_CountsTheSame()
    {
        var tone = Sine(440, -15);
        var watch = new ToneWatch(8000, 440, TimeSpan.MaxValue);
        for (var at = 0; at < tone.Length; at += 77)
        {
            watch.Feed(tone.AsSpan(at, Math.Min(77, tone.Length - at)));
        }

        Assert.Equal(1, watch.Heard.TotalSeconds);
    }

    [Fact]
    public void SoundWatch_CountsOnlyAStretchWithoutABreak()
    {
        var watch = new SoundWatch(8000, sound: true, TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 10; i++)
        {
            Assert.False(watch.Feed(Sine(440, -15).AsSpan(0, 640)));
            Assert.False(watch.Feed(new short[160]));
        }

        Assert.True(watch.Feed(Sine(440, -15).AsSpan(0, 800)));
    }

    [Fact]
    public void DelayLine_KeepsTheLastSamplesInFrontOfEachPiece()
    {
        var line = new DelayLine(2);
        Fill(line.Next(3), 1, 2, 3);
        Assert.Equal([0.0, 0, 1, 2, 3], line.All.ToArray());
        Fill(line.Next(3), 4, 5, 6);
        Assert.Equal([2.0, 3, 4, 5, 6], line.All.ToArray());
        Fill(line.Next(1), 7);
        Assert.Equal([5.0, 6, 7], line.All.ToArray());
        Fill(line.Next(2), 8, 9);
        Assert.Equal([6.0, 7, 8, 9], line.All.ToArray());
    }

    [Fact]
    public void HalfBandFilter_LetsConstantSoundThroughUnchanged() =>
        Assert.Equal(1.0, HalfBandFilter.Sides.Sum() + HalfBandFilter.Middle, 9);

    private static void Fill(Span<double> room, params double[] samples) => samples.CopyTo(room);

    private static short[] Sine(double hz, double level) => Tone.Sine(hz, TimeSpan.FromSeconds(1), 8000, level).Samples;
}
