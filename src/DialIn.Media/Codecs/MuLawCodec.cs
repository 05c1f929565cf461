namespace DialIn.Media.Codecs;

/// <summary>G.711 µ-law as an encoder and decoder. Without state, so one instance serves all streams.</summary>
internal sealed class MuLawCodec : IAudioEncoder, IAudioDecoder
{
    public static MuLawCodec Instance { get; } = new();

    public int Encode(ReadOnlySpan<short> pcm, Span<byte> payload)
    {
        payload = payload[..CodecBuffers.Need(pcm.Length, payload.Length)];
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] = G711.EncodeMuLaw(pcm[i]);
        }

        return payload.Length;
    }

    public int Decode(ReadOnlySpan<byte> payload, Span<short> pcm)
    {
        pcm = pcm[..CodecBuffers.Need(payload.Length, pcm.Length)];
        for (var i = 0; i < pcm.Length; i++)
        {
            pcm[i] = G711.DecodeMuLaw(payload[i]);
        }

        return pcm.Length;
    }
}
