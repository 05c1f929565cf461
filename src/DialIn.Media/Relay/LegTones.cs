using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Rtp;

namespace DialIn.Media.Relay;

/// <summary>The part of a leg that hears keys in its peer's audio, while it is asked to. A plain value of the leg.</summary>
internal struct LegTones
{
    private ToneListening _listening;
    private AudioCodec? _codec;
    private InBandKeys? _keys;

    /// <summary>Begins or ends.</summary>
    public void Listen(ToneListening listening)
    {
        _listening = listening;
        Renew();
    }

    /// <summary>Takes the codec that was negotiated.</summary>
    public void Start(AudioCodec codec)
    {
        _codec = codec;
        Renew();
    }

    /// <summary>The peer has told a key by telephone-event.</summary>
    public void OnEvent()
    {
        if (_listening == ToneListening.UntilEvent)
        {
            Listen(ToneListening.Off);
        }
    }

    /// <summary>Takes audio of the peer.</summary>
    /// <returns>The key that was pressed, if one was.</returns>
    public readonly char? Hear(in RtpPacket packet) => _keys?.Hear(packet);

    private void Renew()
    {
        if (_listening == ToneListening.Off || _codec is null)
        {
            _keys = null;
        }
        else if (_keys?.Codec != _codec)
        {
            _keys = new InBandKeys(_codec);
        }
    }
}
