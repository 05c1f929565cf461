using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;

namespace DialIn.Media.Relay;

/// <summary>The part of a leg that hears keys and fax machines in its peer's audio, while it is asked to. A plain value of the leg.</summary>
internal struct LegTones
{
    private ToneListening _listening;
    private AudioFormat? _format;
    private InBandKeys? _keys;
    private bool _awaitsFax;
    private CallingTone? _fax;

    /// <summary>Begins or ends.</summary>
    public void Listen(ToneListening listening)
    {
        _listening = listening;
        Renew();
    }

    /// <summary>Takes what was negotiated.</summary>
    public void Start(AudioFormat format)
    {
        _format = format;
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

    /// <summary>Begins or ends to hear whether a fax machine calls.</summary>
    public void ListenForFax(bool isOn)
    {
        _awaitsFax = isOn;
        Renew();
    }

    /// <summary>The peer has told by telephone-event that a fax machine calls.</summary>
    /// <returns>Whether that is news to somebody: once, while it is listened for.</returns>
    public bool TakeFax()
    {
        var isNews = _awaitsFax;
        ListenForFax(false);
        return isNews;
    }

    /// <summary>Takes audio of the peer.</summary>
    /// <returns>Whether it turned out, just now, that a fax machine calls.</returns>
    public bool HearFax(in RtpPacket packet) => _fax?.Hear(packet) == true && TakeFax();

    /// <summary>Takes audio of the peer.</summary>
    /// <returns>The key that was pressed, if one was.</returns>
    public readonly char? Hear(in RtpPacket packet) => _keys?.Hear(packet);

    // What sends tones although events were agreed is a gateway to old telephones, and speaks G.711; to decode G.722 costs fifteen times as much.
    private readonly bool IsNotWorthIt(AudioFormat format) =>
        _listening == ToneListening.UntilEvent && format.Codec == AudioCodec.G722 && format.TelephoneEventPayloadType is not null;

    private void Renew()
    {
        if (_listening == ToneListening.Off || _format is null || IsNotWorthIt(_format))
        {
            _keys = null;
        }
        else if (_keys?.Codec != _format.Codec)
        {
            _keys = new InBandKeys(_format.Codec);
        }

        if (!_awaitsFax || _format is null)
        {
            _fax = null;
        }
        else if (_fax?.Codec != _format.Codec)
        {
            _fax = new CallingTone(_format.Codec);
        }
    }
}
