using System.Net;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Simulator.Conferences;

namespace DialIn.Simulator;

/// <summary>How a simulated BBB server behaves. The defaults are those of a BBB installation.</summary>
public sealed record SimulatedBbbServerOptions
{
    /// <summary>A name for threads and messages.</summary>
    public string Name { get; init; } = "bbb";

    /// <summary>The shared secret of the API.</summary>
    public string Secret { get; init; } = "s3cret";

    /// <summary>Where to listen, with HTTP, SIP and RTP.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port of the API; 0 takes a free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Port of SIP, over UDP and TCP; 0 takes free ones, which then differ.</summary>
    public int SipPort { get; init; }

    /// <summary>The codecs of the conference, in the order of preference.</summary>
    public IReadOnlyList<AudioCodec> Codecs { get; init; } = [AudioCodec.G722, AudioCodec.Pcma, AudioCodec.Pcmu];

    /// <summary>Whether the conference takes encrypted audio. BBB's FreeSWITCH does not as it is installed.</summary>
    public MediaSecurity Security { get; init; } = MediaSecurity.Off;

    /// <summary>Whether the answer takes telephone-events. BBB's FreeSWITCH does not, since its <c>dtmf-type</c> is <c>info</c>.</summary>
    public bool AnswersTelephoneEvents { get; init; }

    /// <summary>The key that mutes a caller and lets them be heard again; null if the conference listens to none, as in newer releases.</summary>
    public char? MuteKey { get; init; }

    /// <summary>What happens to callers who hide.</summary>
    public HiddenCallers HiddenCallers { get; init; } = HiddenCallers.Refuse;

    /// <summary>Which BigBlueButton it behaves as.</summary>
    public BbbVersion Version { get; init; } = BbbVersion.V27;

    /// <summary>Where its Redis is, such as <c>127.0.0.1:6379</c>; null for a server whose messages nobody hears.</summary>
    public string? Redis { get; init; }

    /// <summary>The password of its Redis; null if it has none.</summary>
    public string? RedisPassword { get; init; }

    /// <summary>Whether the chat is switched off, as <c>disabledFeatures=chat</c> does: messages are dropped without a word.</summary>
    public bool IsChatDisabled { get; init; }

    /// <summary>Whether its webhooks show the secret as a bearer token instead of signing with it (<c>auth2_0</c>).</summary>
    public bool HooksAreBearer { get; init; }

    /// <summary>How long an ended meeting is still listed by the API.</summary>
    public TimeSpan EndedMeetingLinger { get; init; } = TimeSpan.Zero;

    /// <summary>How much each recording holds; at 16 kHz a minute is 2 MB.</summary>
    public TimeSpan RecordingLimit { get; init; } = TimeSpan.FromMinutes(5);
}
