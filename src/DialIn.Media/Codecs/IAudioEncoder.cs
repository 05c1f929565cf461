namespace DialIn.Media.Codecs;

/// <summary>Turns PCM into the payload of one codec. One instance belongs to one stream: it may carry state from frame to frame.</summary>
public interface IAudioEncoder
{
    /// <summary>Encodes linear 16-bit samples at the codec's sample rate.</summary>
    /// <param name="pcm">The samples; for G.722 an even number.</param>
    /// <param name="payload">Takes the bytes; long enough for all samples, else an <see cref="ArgumentException"/>.</param>
    /// <returns>How many bytes were written.</returns>
    int Encode(ReadOnlySpan<short> pcm, Span<byte> payload);
}
