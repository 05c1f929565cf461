namespace DialIn.Media.Sdp;

/// <summary>Why an offer cannot be answered. All of them are a 488 to the peer.</summary>
public enum OfferRefusal
{
    /// <summary>It was answered.</summary>
    None,

    /// <summary>There is no audio, or its port is 0.</summary>
    NoAudio,

    /// <summary>There is audio, but only over transports that we do not speak: DTLS-SRTP, or SRTP where <see cref="SrtpPolicy.Off"/>.</summary>
    UnsupportedTransport,

    /// <summary>There is audio, but it is not encrypted, and has to be.</summary>
    NotEncrypted,

    /// <summary>There is encrypted audio, but its keys came over signalling that anybody on the way can read.</summary>
    KeysInTheOpen,

    /// <summary>There is encrypted audio, but no <c>a=crypto</c> line that we can use.</summary>
    NoUsableKey,

    /// <summary>There is audio, but its address is missing, a name, a group, or of another IP version than ours.</summary>
    NoUsableAddress,

    /// <summary>There is audio, but in none of our codecs.</summary>
    NoCommonCodec,
}
