using DialIn.Media.Audio;

namespace DialIn.Media.Relay;

/// <summary>Where a playback stands: clips one after the other, frame by frame.</summary>
/// <param name="id">The playback's name.</param>
/// <param name="clips">What to play, all of one codec.</param>
/// <param name="loop">Whether it starts over at the end.</param>
/// <param name="interruptible">Whether a key of the peer cuts it short.</param>
internal sealed class Playback(PlaybackId id, IReadOnlyList<EncodedAudio> clips, bool loop, bool interruptible = true)
{
    // Without any frame a loop would look for one for ever.
    private readonly EncodedAudio[] _clips = [.. clips.Where(clip => clip.FrameCount > 0)];
    private int _clip;
    private int _frame;

    /// <summary>The playback's name.</summary>
    public PlaybackId Id { get; } = id;

    /// <summary>Whether a key of the peer cuts it short.</summary>
    public bool IsInterruptible { get; } = interruptible;

    /// <summary>Whether no frame was taken yet.</summary>
    public bool IsAtStart { get; private set; } = true;

    /// <summary>Whether every clip is of this codec.</summary>
    public bool IsOf(Codecs.AudioCodec codec) => Array.TrueForAll(_clips, clip => clip.Codec == codec);

    /// <summary>Takes the next frame.</summary>
    /// <returns>False at the end.</returns>
    public bool TryNext(out ReadOnlySpan<byte> frame)
    {
        if (_clip == _clips.Length)
        {
            frame = default;
            return false;
        }

        IsAtStart = false;
        frame = _clips[_clip].Frame(_frame);
        if (++_frame == _clips[_clip].FrameCount)
        {
            _frame = 0;
            _clip = loop && _clip + 1 == _clips.Length ? 0 : _clip + 1;
        }

        return true;
    }
}
