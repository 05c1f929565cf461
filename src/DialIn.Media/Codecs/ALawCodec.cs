namespace DialIn.Media.Codecs;

/// <summary>G.711 A-law as an encoder and decoder. Without state, so one instance serves all streams.</summary>
internal sealed class ALawCodec : IAudioEncoder, IAudioDecoder
{
    public static ALawCodec Instance { get; } = new();

    public int Encode(ReadOnlySpan<short> pcm, Span<byte> payload)
    {
        payload = payload[..CodecBuffers.Need(pcm.Length, payload.Length)];
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] = G711.EncodeALaw(pcm[i]);
        }

        return payload.Length;
    }

    public int Decode(ReadOnlySpan<byte> payload, Span<short> pcm)
    {
        pcm = pcm[..CodecBuffers.Need(payload.Length, pcm.Length)];
        for (var i = 0; i < pcm.Length; i++)
        {
            pcm[i] = G711.DecodeALaw(payload[i]);
        }

        return pcm.Length;
    }
}
