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
    private bool _awaitsFax;
    private ToneListener? _listener;

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
    /// <returns>The key that was pressed, if one was; and whether it turned out, just now, that a fax machine calls.</returns>
    public (char? Key, bool IsFax) Hear(in RtpPacket packet)
    {
        var (key, isFax) = _listener?.Hear(packet) ?? default;
        return (key, isFax && TakeFax());
    }

    // What sends tones although events were agreed is a gateway to old telephones, and speaks G.711; to decode G.722 costs fifteen times as much.
    private readonly bool IsNotWorthIt(AudioFormat format) =>
        _listening == ToneListening.UntilEvent && format.Codec == AudioCodec.G722 && format.TelephoneEventPayloadType is not null;

    private void Renew()
    {
        var hearsKeys = _listening != ToneListening.Off && _format is not null && !IsNotWorthIt(_format);
        // A fax machine hangs on an old telephone's gateway too; what it says by telephone-event is taken with any codec.
        var hearsFax = _awaitsFax && _format is not null && _format.Codec != AudioCodec.G722;
        if (!hearsKeys && !hearsFax)
        {
            _listener = null;
            return;
        }

        var codec = _format!.Codec;
        if (_listener?.Codec != codec)
        {
            _listener = new ToneListener(codec);
        }

        _listener.Keys = hearsKeys ? _listener.Keys ?? new InBandKeys(codec) : null;
        _listener.Fax = hearsFax ? _listener.Fax ?? new CallingTone(codec) : null;
    }
}
