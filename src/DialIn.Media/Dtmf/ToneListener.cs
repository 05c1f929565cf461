using DialIn.Media.Codecs;
using DialIn.Media.Rtp;

namespace DialIn.Media.Dtmf;

/// <summary>Hears keys and fax machines in the audio of one RTP stream, which is decoded once for both. It allocates nothing after its creation.</summary>
/// <param name="codec">The codec of the stream.</param>
internal sealed class ToneListener(AudioCodec codec)
{
    private readonly IAudioDecoder _decoder = codec.CreateDecoder();
    private readonly short[] _pcm = new short[codec.SamplesPerFrame];

    /// <summary>The codec that it decodes.</summary>
    public AudioCodec Codec => codec;

    /// <summary>What hears keys; <see langword="null"/>: nobody wants to know.</summary>
    public InBandKeys? Keys { get; set; }

    /// <summary>What hears fax machines; <see langword="null"/>: nobody wants to know.</summary>
    public CallingTone? Fax { get; set; }

    /// <summary>Takes the next packet of audio.</summary>
    /// <returns>The key that turned out to be pressed, once for each press; and whether it turned out that a fax machine calls.</returns>
    public (char? Key, bool IsFax) Hear(in RtpPacket packet)
    {
        var isFax = false;
        var keys = Keys?.TryFollow(packet) == true ? Keys : null;
        var fax = Fax?.TryFollow(packet, out isFax) == true ? Fax : null;
        char? key = null;
        if (keys is null && fax is null)
        {
            // A late packet would put a decoder that remembers out of step.
            return (null, isFax);
        }

        for (var rest = packet.Payload; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, codec.BytesPerFrame)..])
        {
            var samples = _pcm.AsSpan(0, _decoder.Decode(rest[..Math.Min(rest.Length, codec.BytesPerFrame)], _pcm));
            key = keys?.Listen(samples) ?? key;
            isFax |= fax?.Listen(samples) == true;
        }

        return (key, isFax);
    }
}
