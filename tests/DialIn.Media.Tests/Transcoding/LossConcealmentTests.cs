using DialIn.Media.Tests.Audio;
using DialIn.Media.Transcoding;
using DialIn.Testing;

namespace DialIn.Media.Tests.Transcoding;

/// <summary>The properties that ITU-T G.711 Appendix I describes. Pieces are 10 ms long.</summary>
public class LossConcealmentTests
{
    private const int Piece = 80;
    private const int Delay = LossConcealment.Delay;

    [Fact]
    public void NothingLost_IsTheAudio3_75MillisecondsLater()
    {
        var speech = Signal.SpeechLike(TimeSpan.FromSeconds(1), 8_000).Samples;

        var heard = Hear(speech, _ => false);

        Assert.All(heard[..Delay], sample => Assert.Equal(0, sample));
        Assert.Equal(speech[..^Delay], heard[Delay..]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(125)]
    [InlineData(160)]
    [InlineData(200)]
    public void Lost10Milliseconds_OfAVoice_AreItsLastPeriodAgain(double hertz)
    {
        var voice = Voice(hertz, pieces: 50);

        var heard = Hear(voice, piece => piece == 20);

        // Around the loss, to the end of the fade that follows it.
        var (from, length) = ((20 * Piece) - Delay, 3 * Piece);
        Assert.InRange(Signal.SignalToNoise(voice.AsSpan(from, length), heard.AsSpan(from + Delay, length), 0), 20, double.PositiveInfinity);
    }

    [Fact]
    public void LostAudio_FadesFromThe10thMillisecond_AndIsSilenceAfter60()
    {
        var voice = Voice(125, pieces: 60);
        var heard = Hear(voice, piece => piece >= 20).AsSpan(Delay);

        var before = Signal.Rms(heard.Slice(10 * Piece, 10 * Piece));
        var levels = Enumerable.Range(20, 8).Select(piece => Signal.Rms(Hear(voice, lost => lost >= 20).AsSpan(Delay + (piece * Piece), Piece)) / before).ToList();
        Assert.InRange(levels[0], 0.85, 1.15);
        for (var i = 1; i < 6; i++)
        {
            // 20 % less every 10 ms: between the middles of two pieces. One pitch period is a little longer than a piece.
            Assert.InRange(levels[i], 1.1 - (0.2 * i) - 0.25, 1.1 - (0.2 * i) + 0.2);
            Assert.True(levels[i] < levels[i - 1], $"{levels[i]} after {levels[i - 1]}");
        }

        Assert.Equal(0, levels[6]);
        Assert.Equal(0, levels[7]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Edges_AreCrossFaded_WithoutAClick(int lost)
    {
        var voice = Voice(110, pieces: 60);

        var heard = Hear(voice, piece => piece >= 20 && piece < 20 + lost);

        // A cut would jump by up to twice the peak; the steepest slope of the voice itself is far below.
        Assert.InRange(SteepestStep(heard[(2 * Piece)..]), 0, SteepestStep(voice) * 1.5);
        var after = (20 + lost + 2) * Piece;
        Assert.Equal(voice[after..^Delay], heard[(after + Delay)..]);
    }

    [Fact]
    public void LongerLosses_UseMoreThanOnePeriod()
    {
        // A voice whose periods differ: one period over and over would buzz.
        var random = new SeededRandom(7);
        var voice = Voice(125, pieces: 30);
        for (var i = 0; i < voice.Length; i++)
        {
            voice[i] = (short)(voice[i] + (random.NextGaussian() * 300));
        }

        var heard = Hear(voice, piece => piece is >= 20 and < 26).AsSpan(Delay);
        var third = heard.Slice((22 * Piece) + 40, 64);
        var aPeriodEarlier = heard.Slice((22 * Piece) + 40 - 64, 64);

        Assert.False(third.SequenceEqual(aPeriodEarlier));
        Assert.InRange(Signal.SignalToNoise(third, aPeriodEarlier, 0), -20, 25);
    }

    [Fact]
    public void Lengths_ChangeNothing()
    {
        var voice = Voice(140, pieces: 40);
        var whole = Hear(voice, piece => piece is 20 or 21 or 22);

        var concealment = new LossConcealment();
        var heard = new short[voice.Length];
        concealment.Take(voice.AsSpan(0, 20 * Piece), heard.AsSpan(0, 20 * Piece));
        concealment.Conceal(heard.AsSpan(20 * Piece, 100));
        concealment.Conceal(heard.AsSpan((20 * Piece) + 100, 140));
        concealment.Take(voice.AsSpan(23 * Piece), heard.AsSpan(23 * Piece));

        Assert.Equal(whole, heard);
    }

    [Fact]
    public void Silence_StaysSilence() => Assert.All(Hear(new short[30 * Piece], piece => piece % 3 == 0), sample => Assert.Equal(0, sample));

    [Fact]
    public void NothingHeardYet_IsConcealedBySilence() => Assert.All(Hear(Voice(100, 5), _ => true), sample => Assert.Equal(0, sample));

    [Fact]
    public void SteadyState_AllocatesNothing()
    {
        var concealment = new LossConcealment();
        var voice = Voice(125, pieces: 40);
        var heard = new short[Piece];

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var piece = 0; piece < 40; piece++)
            {
                if (piece % 7 == 3)
                {
                    concealment.Conceal(heard);
                }
                else
                {
                    concealment.Take(voice.AsSpan(piece * Piece, Piece), heard);
                }
            }
        }));
    }

    // A fundamental and its overtones, as vowels have them.
    private static short[] Voice(double hertz, int pieces)
    {
        var samples = new short[pieces * Piece];
        for (var i = 0; i < samples.Length; i++)
        {
            var phase = 2 * Math.PI * hertz * i / 8_000;
            samples[i] = (short)(4000 * (Math.Sin(phase) + (0.6 * Math.Sin((2 * phase) + 1)) + (0.4 * Math.Sin((3 * phase) + 2)) + (0.2 * Math.Sin((5 * phase) + 3))));
        }

        return samples;
    }

    private static short[] Hear(short[] samples, Func<int, bool> isLost)
    {
        var concealment = new LossConcealment();
        var heard = new short[samples.Length];
        for (var piece = 0; piece < samples.Length / Piece; piece++)
        {
            var output = heard.AsSpan(piece * Piece, Piece);
            if (isLost(piece))
            {
                concealment.Conceal(output);
            }
            else
            {
                concealment.Take(samples.AsSpan(piece * Piece, Piece), output);
            }
        }

        return heard;
    }

    private static int SteepestStep(short[] samples) => samples.Zip(samples.Skip(1), (a, b) => Math.Abs(a - b)).Max();
}
