namespace DialIn.Media.Sdp;

/// <summary>Why an offer cannot be answered. All of them are a 488 to the peer.</summary>
public enum OfferRefusal
{
    /// <summary>It was answered.</summary>
    None,

    /// <summary>There is no audio, or its port is 0.</summary>
    NoAudio,

    /// <summary>There is audio, but only over transports that we do not speak, such as <c>RTP/SAVP</c>.</summary>
    UnsupportedTransport,

    /// <summary>There is audio, but its address is missing, a name, a group, or of another IP version than ours.</summary>
    NoUsableAddress,

    /// <summary>There is audio, but in none of our codecs.</summary>
    NoCommonCodec,
}
