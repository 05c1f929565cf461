namespace DialIn.Media.Codecs;

/// <summary>Turns the payload of one codec into PCM. One instance belongs to one stream: it may carry state from frame to frame.</summary>
public interface IAudioDecoder
{
    /// <summary>Decodes a payload of any length to linear 16-bit samples at the codec's sample rate.</summary>
    /// <param name="payload">The bytes as they were on the wire.</param>
    /// <param name="pcm">Takes the samples; long enough for the whole payload, else an <see cref="ArgumentException"/>.</param>
    /// <returns>How many samples were written.</returns>
    int Decode(ReadOnlySpan<byte> payload, Span<short> pcm);
}
