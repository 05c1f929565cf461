using System.Collections.Immutable;
using DialIn.Media.Audio;
using DialIn.Simulator.Audio;
using DialIn.Simulator.Rtp;

namespace DialIn.Simulator.Conferences;

/// <summary>One audio conference of a simulated server: everybody hears the others. Safe to use from any thread.</summary>
public sealed class Conference
{
    /// <summary>The rate at which voices are mixed, in Hz: wide enough for G.722.</summary>
    internal const int SampleRate = 16000;

    /// <summary>Samples of 20 ms at <see cref="SampleRate"/>.</summary>
    internal const int SamplesPerFrame = SampleRate / 50;

    private readonly MediaClock _clock;
    private readonly Changes _changes = new();
    private readonly ConferenceMixer _mixer = new(SamplesPerFrame);
    private readonly ClipPlayer _player = new();
    private readonly List<Participant> _voices = [];
    private readonly short[] _frame = new short[SamplesPerFrame];
    private ImmutableList<Participant> _participants = [];
    private ImmutableList<Participant> _everybody = [];

    internal Conference(string voiceBridge, MediaClock clock, TimeSpan recordingLimit)
    {
        (VoiceBridge, _clock) = (voiceBridge, clock);
        Heard = new Recording(SampleRate, recordingLimit);
    }

    /// <summary>The number that callers dial.</summary>
    public string VoiceBridge { get; }

    /// <summary>Whether somebody entered while no meeting had this number: FreeSWITCH makes a conference for any number.</summary>
    public bool IsAdHoc { get; private set; }

    /// <summary>Who is in it now.</summary>
    public IReadOnlyList<Participant> Participants => _participants;

    /// <summary>Who ever was in it, in the order of their coming.</summary>
    public IReadOnlyList<Participant> Everybody => _everybody;

    /// <summary>What the participants said together. Clips played by <see cref="PlayAsync"/> are not in it.</summary>
    public Recording Heard { get; }

    /// <summary>Waits for a participant, or gives one who was there already, also if they have left.</summary>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <param name="wanted">Who will do; null for anybody.</param>
    public Task<Participant> WaitForParticipantAsync(
        CancellationToken cancellationToken, Func<Participant, bool>? wanted = null) =>
        _changes.WaitForAsync(
            () => Volatile.Read(ref _everybody).FirstOrDefault(wanted ?? (_ => true)), cancellationToken);

    /// <summary>Waits until a number of participants are in it at the same time.</summary>
    /// <param name="count">How many; 0 waits until it is empty.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public Task WaitForCountAsync(int count, CancellationToken cancellationToken) =>
        _changes.WaitUntilAsync(() => Volatile.Read(ref _participants).Count == count, cancellationToken);

    /// <summary>Plays a clip to everybody in the conference, as a web user who speaks.</summary>
    /// <param name="clip">What to play, at any rate that can be converted.</param>
    /// <param name="cancellationToken">Stops waiting; the clip plays on.</param>
    /// <returns>Ends when the clip has been played; cancelled when the server stops before.</returns>
    public async Task PlayAsync(PcmClip clip, CancellationToken cancellationToken)
    {
        var played = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var samples = Resampler.To(clip, SampleRate).Samples;
        if (!_clock.Post(() => _player.Enqueue(samples, played)))
        {
            played.TrySetCanceled(CancellationToken.None);
        }

        await played.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Cuts off what is played.</summary>
    public void StopPlaying() => _clock.Post(_player.Stop);

    /// <summary>A caller comes in. On the SIP stack's loop.</summary>
    internal void Enter(Participant participant, bool hasMeeting)
    {
        IsAdHoc |= !hasMeeting;
        ImmutableInterlocked.Update(ref _everybody, (list, added) => list.Add(added), participant);
        ImmutableInterlocked.Update(ref _participants, (list, added) => list.Add(added), participant);
        _clock.Post(() => _voices.Add(participant));
        _changes.Notify();
    }

    /// <summary>A caller is gone. On the SIP stack's loop.</summary>
    internal void Leave(Participant participant)
    {
        ImmutableInterlocked.Update(ref _participants, (list, gone) => list.Remove(gone), participant);
        _clock.Post(() =>
        {
            _voices.Remove(participant);
            participant.Close();
        });
        _changes.Notify();
    }

    /// <summary>Mixes one frame. On the media thread.</summary>
    internal void Tick(long frameNumber)
    {
        if (_voices.Count == 0 && !_player.IsPlaying)
        {
            return;
        }

        _mixer.Begin();
        foreach (var participant in _voices)
        {
            participant.Hear();
            _mixer.Add(participant.Voice);
        }

        _mixer.WriteAll(_frame);
        if (_voices.Count > 0)
        {
            Heard.Append(_frame);
        }

        _player.Read(_frame);
        _mixer.Add(_frame);
        foreach (var participant in _voices)
        {
            _mixer.WriteWithout(participant.Voice, _frame);
            participant.Tell(frameNumber, _frame);
        }
    }

    /// <summary>Closes everybody's ports. When the media thread has ended.</summary>
    internal void Close()
    {
        _player.Stop();
        foreach (var participant in _everybody)
        {
            participant.Vanish();
            participant.Close();
        }

        _participants = [];
        _changes.Notify();
    }
}
