using DialIn.Media.Audio;
using DialIn.Simulator.Audio;

namespace DialIn.Simulator.Tests.Audio;

public class RecordingTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public void ToneHeard_WithAnotherToneBesideIt_CountsOnlyItsOwnTime()
    {
        var recording = new Recording(8000, Generous);
        recording.Append(Sine(440, 1));
        recording.Append(new short[8000]);
        recording.Append(Sine(1000, 0.5));

        Assert.Equal(TimeSpan.FromSeconds(1), recording.ToneHeard(440));
        Assert.Equal(TimeSpan.FromSeconds(0.5), recording.ToneHeard(1000));
        Assert.Equal(TimeSpan.Zero, recording.ToneHeard(700));
        Assert.Equal(TimeSpan.Zero, recording.ToneHeard(440, from: TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(2.5), recording.Duration);
    }

    [Fact]
    public void Limit_IsNeverPassed()
    {
        var recording = new Recording(8000, TimeSpan.FromSeconds(1));
        recording.Append(new short[7000]);
        recording.Append(new short[7000]);
        Assert.Equal(TimeSpan.FromSeconds(1), recording.Duration);
    }

    [Fact]
    public async Task WaitForTone_HeardAlready_EndsAtOnce()
    {
        var recording = new Recording(8000, Generous);
        recording.Append(Sine(440, 1));
        await recording.WaitForToneAsync(440, TimeSpan.FromSeconds(0.5), Never).WaitAsync(Generous, Never);
    }

    [Fact]
    public async Task WaitForTone_ArrivingInPieces_EndsWhenThereIsEnough()
    {
        var recording = new Recording(16000, Generous);
        var wait = recording.WaitForToneAsync(440, TimeSpan.FromSeconds(0.5), Never);
        var tone = Tone.Sine(440, TimeSpan.FromSeconds(1), 16000, -20).Samples;
        recording.Append(tone.AsSpan(0, 6400));
        Assert.False(wait.IsCompleted);
        recording.Append(tone.AsSpan(6400));
        await wait.WaitAsync(Generous, Never);
    }

    [Fact]
    public async Task WaitForSilence_PauseBetweenWords_IsNotTheEnd()
    {
        var recording = new Recording(8000, Generous);
        var wait = recording.WaitForSilenceAsync(TimeSpan.FromSeconds(0.5), Never);
        recording.Append(Sine(440, 0.3));
        recording.Append(new short[3000]);
        recording.Append(Sine(440, 0.3));
        Assert.False(wait.IsCompleted);
        recording.Append(new short[4400]);
        await wait.WaitAsync(Generous, Never);
    }

    [Fact]
    public async Task WaitForSound_FromNow_DoesNotCountWhatWasBefore()
    {
        var recording = new Recording(8000, Generous);
        recording.Append(Sine(440, 1));
        var wait = recording.WaitForSoundAsync(TimeSpan.FromSeconds(0.1), Never);
        recording.Append(new short[8000]);
        Assert.False(wait.IsCompleted);
        recording.Append(Sine(440, 0.2));
        await wait.WaitAsync(Generous, Never);
    }

    [Fact]
    public async Task Wait_Cancelled_Ends()
    {
        var recording = new Recording(8000, Generous);
        using var cancel = new CancellationTokenSource();
        var wait = recording.WaitForSoundAsync(TimeSpan.FromSeconds(1), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public void Save_WritesAWavFileThatReadsBackTheSame()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".wav");
        try
        {
            var recording = new Recording(16000, Generous);
            var tone = Tone.Sine(440, TimeSpan.FromSeconds(0.2), 16000, -20).Samples;
            recording.Append(tone);
            recording.Save(path);

            var read = WavReader.Read(path);
            Assert.Equal(16000, read.SampleRate);
            Assert.Equal(tone, read.Samples);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static short[] Sine(double hz, double seconds) =>
        Tone.Sine(hz, TimeSpan.FromSeconds(seconds), 8000, -20).Samples;
}
