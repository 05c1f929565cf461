namespace DialIn.Media.Codecs;

/// <summary>
/// One of the three codecs of the bridge, with what SDP, RTP and the prompts need to know of it. All three are 64 kbit/s:
/// 20 ms are 160 bytes on the wire. RFC 3551 §6.
/// </summary>
public sealed class AudioCodec
{
    /// <summary>The packet time of everything that the bridge itself sends, in milliseconds.</summary>
    public const int FrameMilliseconds = 20;

    private readonly Func<IAudioEncoder> _createEncoder;
    private readonly Func<IAudioDecoder> _createDecoder;

    private AudioCodec(
        string encodingName, byte payloadType, int sampleRate, byte silence, Func<IAudioEncoder> createEncoder, Func<IAudioDecoder> createDecoder)
    {
        (EncodingName, StaticPayloadType, SampleRate, SilenceByte) = (encodingName, payloadType, sampleRate, silence);
        (_createEncoder, _createDecoder) = (createEncoder, createDecoder);
    }

    /// <summary>G.711 A-law, the codec of European telephony.</summary>
    public static AudioCodec Pcma { get; } = new("PCMA", 8, 8000, 0xD5, static () => ALawCodec.Instance, static () => ALawCodec.Instance);

    /// <summary>G.711 µ-law, the codec of North American and Japanese telephony.</summary>
    public static AudioCodec Pcmu { get; } = new("PCMU", 0, 8000, 0xFF, static () => MuLawCodec.Instance, static () => MuLawCodec.Instance);

    /// <summary>G.722 at 64 kbit/s: 7 kHz of audio, "HD voice".</summary>
    public static AudioCodec G722 { get; } = new("G722", 9, 16000, 0xFD, static () => new G722Encoder(), static () => new G722Decoder());

    /// <summary>The three, the best-sounding first.</summary>
    public static IReadOnlyList<AudioCodec> All { get; } = [G722, Pcma, Pcmu];

    /// <summary>The name in <c>a=rtpmap</c>: <c>PCMA</c>, <c>PCMU</c> or <c>G722</c>.</summary>
    public string EncodingName { get; }

    /// <summary>The payload type that needs no <c>a=rtpmap</c>: 8, 0 or 9.</summary>
    public byte StaticPayloadType { get; }

    /// <summary>Ticks of the RTP timestamp in a second. RFC 3551 §4.5.2 keeps 8000 for G.722, although it samples at 16000.</summary>
    public int RtpClockRate { get; } = 8000;

    /// <summary>PCM samples in a second: 8000 or 16000.</summary>
    public int SampleRate { get; }

    /// <summary>PCM samples in a frame of 20 ms: 160 or 320.</summary>
    public int SamplesPerFrame => SampleRate * FrameMilliseconds / 1000;

    /// <summary>Bytes on the wire for a frame of 20 ms; also the timestamp's advance per frame.</summary>
    public int BytesPerFrame => RtpClockRate * FrameMilliseconds / 1000;

    /// <summary>A payload of nothing but this byte decodes to silence; for G.722 after other sound, to less than -55 dBFS.</summary>
    public byte SilenceByte { get; }

    /// <summary>A new encoder for one stream.</summary>
    public IAudioEncoder CreateEncoder() => _createEncoder();

    /// <summary>A new decoder for one stream.</summary>
    public IAudioDecoder CreateDecoder() => _createDecoder();

    /// <inheritdoc/>
    public override string ToString() => EncodingName;
}
