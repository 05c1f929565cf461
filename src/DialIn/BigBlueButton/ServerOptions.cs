using DialIn.Media.Codecs;
using DialIn.Media.Sdp;

namespace DialIn.BigBlueButton;

/// <summary>One entry of <c>DialIn:Servers</c>: a BBB server, its API and its conference.</summary>
internal sealed class ServerOptions
{
    /// <summary>The server's name in logs, metrics and webhooks' paths: letters, digits, <c>-</c>, <c>_</c>, <c>.</c>; unique.</summary>
    public string Name { get; set; } = "";

    /// <summary>Base of the BBB API: http or https, ends with <c>/api/</c>.</summary>
    public string ApiUrl { get; set; } = "";

    /// <summary>The server's shared secret (<c>bbb-conf --secret</c>).</summary>
    public string Secret { get; set; } = "";

    /// <summary>Algorithm of the checksum.</summary>
    // SHA-256: every release since 2.3 and Scalelite know it; SHA-384 and SHA-512 came with 2.5.
    public ChecksumAlgorithm Checksum { get; set; } = ChecksumAlgorithm.Sha256;

    /// <summary>SIP URI of a meeting's conference on the server's FreeSWITCH; <c>{voiceBridge}</c> stands for the conference's number.</summary>
    public string SipUri { get; set; } = "";

    /// <summary>The same for meetings whose audio runs on LiveKit (livekit-sip listens on 5062); unset: <see cref="SipUri"/>.</summary>
    // Unset: FreeSWITCH carries the audio of every release up to 3.0 by default.
    public string? LiveKitSipUri { get; set; }

    /// <summary>The codecs that the server's conferences speak. A call is offered in the caller's one, if it is among them.</summary>
    // All: BBB's FreeSWITCH has the three; what it refuses all the same is found out in the call.
    public IReadOnlyList<AudioCodec> Codecs { get; set; } = AudioCodec.All;

    /// <summary>The key by which callers mute themselves in this server's FreeSWITCH conference, such as <c>0</c>; <c>*6</c> then presses it, so that moderators see who is muted.</summary>
    // Unset: not every release listens to a key, and a caller who only believes to be muted is worse off than one whom moderators do not see muted. The bridge mutes then.
    public string? MuteKey { get; set; }

    /// <summary>Whether the audio to and from this server's conferences is encrypted.</summary>
    // Off: a BBB server as it is installed takes neither TLS nor SRTP from a telephone bridge; the way there is a private network.
    public SrtpPolicy Srtp { get; set; } = SrtpPolicy.Off;

    /// <summary>Whether keys for the audio are sent over signalling without TLS, where anybody on the way can read them.</summary>
    // No: such keys protect from nobody who listens to both.
    public bool SrtpWithoutTls { get; set; }

    /// <summary>How the people of its meetings learn number and PIN.</summary>
    public AnnounceOptions Announce { get; set; } = new();

    /// <summary>Its webhooks.</summary>
    public HookOptions Hooks { get; set; } = new();
}
