using System.Runtime.InteropServices;
using DialIn.Media.Audio;

namespace DialIn.Simulator.Audio;

/// <summary>Sound that was heard, and questions about it. Safe to use from any thread while it grows.</summary>
public sealed class Recording
{
    private readonly Lock _sync = new();
    private readonly List<short> _samples = [];
    private readonly List<Waiter> _waiters = [];
    private readonly int _mostSamples;

    internal Recording(int sampleRate, TimeSpan limit)
    {
        SampleRate = sampleRate;
        _mostSamples = (int)Math.Min(int.MaxValue, limit.TotalSeconds * sampleRate);
    }

    /// <summary>Samples per second, in Hz.</summary>
    public int SampleRate { get; }

    /// <summary>How much was recorded. Recording stops at the limit that the owner was made with.</summary>
    public TimeSpan Duration
    {
        get
        {
            lock (_sync)
            {
                return TimeSpan.FromSeconds((double)_samples.Count / SampleRate);
            }
        }
    }

    /// <summary>Everything recorded up to now.</summary>
    /// <param name="from">Where to begin, counted from the beginning of the recording.</param>
    public PcmClip ToClip(TimeSpan from = default)
    {
        lock (_sync)
        {
            var start = Position(from);
            return new PcmClip(SampleRate, _samples.GetRange(start, _samples.Count - start).ToArray());
        }
    }

    /// <summary>Writes everything recorded up to now as a mono PCM16 WAV file.</summary>
    /// <param name="path">The file to write; replaced when it is there.</param>
    public void Save(string path)
    {
        var clip = ToClip();
        using var writer = new WavWriter(path, SampleRate);
        writer.Append(clip.Samples);
    }

    /// <summary>How long a tone was heard, in total.</summary>
    /// <param name="hz">The tone.</param>
    /// <param name="from">Where to begin, counted from the beginning of the recording.</param>
    public TimeSpan ToneHeard(double hz, TimeSpan from = default)
    {
        var watch = new ToneWatch(SampleRate, hz, TimeSpan.MaxValue);
        _ = watch.Feed(ToClip(from).Samples);
        return watch.Heard;
    }

    /// <summary>Ends as soon as a tone was heard for a time in total, what is recorded already included.</summary>
    /// <param name="hz">The tone.</param>
    /// <param name="duration">How long it must have been heard in total.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <param name="from">Where to begin, counted from the beginning of the recording.</param>
    public Task WaitForToneAsync(
        double hz, TimeSpan duration, CancellationToken cancellationToken, TimeSpan from = default) =>
        WaitAsync(new ToneWatch(SampleRate, hz, duration), from, cancellationToken);

    /// <summary>Ends as soon as there is sound from now on.</summary>
    /// <param name="duration">How long the sound must last; short clicks are no sound.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <param name="from">Where to begin instead of now, counted from the beginning of the recording.</param>
    public Task WaitForSoundAsync(
        TimeSpan duration, CancellationToken cancellationToken, TimeSpan? from = null) =>
        WaitAsync(new SoundWatch(SampleRate, sound: true, duration), from, cancellationToken);

    /// <summary>Ends as soon as there is silence from now on.</summary>
    /// <param name="duration">How long the silence must last; pauses between words are shorter.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <param name="from">Where to begin instead of now, counted from the beginning of the recording.</param>
    public Task WaitForSilenceAsync(
        TimeSpan duration, CancellationToken cancellationToken, TimeSpan? from = null) =>
        WaitAsync(new SoundWatch(SampleRate, sound: false, duration), from, cancellationToken);

    /// <summary>Adds what was heard next.</summary>
    internal void Append(ReadOnlySpan<short> heard)
    {
        lock (_sync)
        {
            _samples.AddRange(heard[..Math.Min(heard.Length, _mostSamples - _samples.Count)]);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Watch.Feed(heard))
                {
                    _waiters[i].Found.TrySetResult();
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    private async Task WaitAsync(ISampleWatch watch, TimeSpan? from, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(watch, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_sync)
        {
            var start = from is { } position ? Position(position) : _samples.Count;
            if (watch.Feed(CollectionsMarshal.AsSpan(_samples)[start..]))
            {
                return;
            }

            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Found.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_sync)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    private int Position(TimeSpan from) => (int)Math.Clamp(from.TotalSeconds * SampleRate, 0, _samples.Count);

    private sealed record Waiter(ISampleWatch Watch, TaskCompletionSource Found);
}
