using DialIn.Media.Codecs;

namespace DialIn.Media.Audio;

/// <summary>
/// Sound in the form in which it goes on the wire, cut into frames of 20 ms: a prompt is encoded once and played to any
/// number of callers. Immutable, shared between threads.
/// </summary>
public sealed class EncodedAudio
{
    private readonly byte[] _payload;

    /// <summary>Takes an encoded payload; the last frame is filled up with silence.</summary>
    /// <param name="codec">The codec that made the payload.</param>
    /// <param name="payload">The bytes of all frames, copied.</param>
    public EncodedAudio(AudioCodec codec, byte[] payload)
    {
        Codec = codec;
        FrameCount = (payload.Length + codec.BytesPerFrame - 1) / codec.BytesPerFrame;
        _payload = new byte[FrameCount * codec.BytesPerFrame];
        payload.CopyTo(_payload, 0);
        _payload.AsSpan(payload.Length).Fill(codec.SilenceByte);
    }

    /// <summary>The codec of the payload.</summary>
    public AudioCodec Codec { get; }

    /// <summary>All frames, one after the other: <see cref="FrameCount"/> times <see cref="AudioCodec.BytesPerFrame"/> bytes.</summary>
    public ReadOnlyMemory<byte> Payload => _payload;

    /// <summary>How many frames of 20 ms there are.</summary>
    public int FrameCount { get; }

    /// <summary>How long the frames play, the silence at the end included.</summary>
    public TimeSpan Duration => TimeSpan.FromMilliseconds(FrameCount * AudioCodec.FrameMilliseconds);

    /// <summary>The payload of one packet. Allocates nothing.</summary>
    /// <param name="index">From 0 to <see cref="FrameCount"/> - 1, else an <see cref="ArgumentOutOfRangeException"/>.</param>
    public ReadOnlySpan<byte> Frame(int index) => _payload.AsSpan(index * Codec.BytesPerFrame, Codec.BytesPerFrame);

    /// <summary>Encodes a clip, resampling it to the codec's rate where it has another one.</summary>
    public static EncodedAudio Encode(PcmClip clip, AudioCodec codec)
    {
        var samples = Resampler.To(clip, codec.SampleRate).Samples;
        var padded = new short[(samples.Length + codec.SamplesPerFrame - 1) / codec.SamplesPerFrame * codec.SamplesPerFrame];
        samples.CopyTo(padded, 0);

        var payload = new byte[padded.Length / codec.SamplesPerFrame * codec.BytesPerFrame];
        codec.CreateEncoder().Encode(padded, payload);
        return new EncodedAudio(codec, payload);
    }
}
