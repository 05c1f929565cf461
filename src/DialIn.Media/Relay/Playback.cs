using DialIn.Media.Audio;
using DialIn.Media.Codecs;

namespace DialIn.Media.Relay;

/// <summary>Where a playback stands: clips one after the other, frame by frame.</summary>
/// <param name="id">The playback's name.</param>
/// <param name="clips">What to play, all of one codec.</param>
/// <param name="loop">Whether it starts over at the end.</param>
/// <param name="interruptible">Whether a key of the peer cuts it short.</param>
/// <param name="inCodec">The same clips in another codec, should the leg change to it; null if there are none.</param>
internal sealed class Playback(
    PlaybackId id, IReadOnlyList<EncodedAudio> clips, bool loop, bool interruptible = true, Func<AudioCodec, IReadOnlyList<EncodedAudio>>? inCodec = null)
{
    private EncodedAudio[] _clips = Audible(clips);
    private int _clip;
    private int _frame;

    /// <summary>The playback's name.</summary>
    public PlaybackId Id { get; } = id;

    /// <summary>Whether a key of the peer cuts it short.</summary>
    public bool IsInterruptible { get; } = interruptible;

    /// <summary>Whether no frame was taken yet.</summary>
    public bool IsAtStart { get; private set; } = true;

    /// <summary>Whether every clip is of this codec.</summary>
    public bool IsOf(AudioCodec codec) => Array.TrueForAll(_clips, clip => clip.Codec == codec);

    /// <summary>Goes on in another codec at the same place: frames are 20 ms long in all of them.</summary>
    /// <returns>False if the clips do not exist in it.</returns>
    public bool TryContinueIn(AudioCodec codec)
    {
        if (inCodec is null || Audible(inCodec(codec)) is not { } others || others.Length != _clips.Length || Array.Exists(others, clip => clip.Codec != codec))
        {
            return false;
        }

        _clips = others;
        if (_clip < _clips.Length)
        {
            // Resampling may have rounded the last frame away.
            _frame = Math.Min(_frame, _clips[_clip].FrameCount - 1);
        }

        return true;
    }

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

    // Without any frame a loop would look for one for ever.
    private static EncodedAudio[] Audible(IReadOnlyList<EncodedAudio> clips) => [.. clips.Where(clip => clip.FrameCount > 0)];
}
