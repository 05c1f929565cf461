namespace DialIn.Media.Sdp;

/// <summary>Why the answer to our offer cannot be used. The session is then ended.</summary>
public enum AnswerFault
{
    /// <summary>It can be used.</summary>
    None,

    /// <summary>The media at the place of our audio is missing, refused with port 0, or no audio.</summary>
    NoAudio,

    /// <summary>The answer speaks another transport than the offer.</summary>
    UnsupportedTransport,

    /// <summary>The answer takes none of the <c>a=crypto</c> lines that were offered.</summary>
    NoUsableKey,

    /// <summary>The address is missing, a name, a group, or of another IP version than ours.</summary>
    NoUsableAddress,

    /// <summary>The answer names no codec that was offered.</summary>
    NoCommonCodec,
}
