using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>A call to place.</summary>
public sealed record OutgoingInvite
{
    /// <summary>Whom to call: the Request-URI.</summary>
    public required SipUri Target { get; init; }

    /// <summary>Who calls; the stack adds the tag.</summary>
    public required NameAddress From { get; init; }

    /// <summary>Whom the caller meant; <c>null</c> is <see cref="Target"/>.</summary>
    public NameAddress? To { get; init; }

    /// <summary>The session description.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The type of <see cref="Body"/>.</summary>
    public string ContentType { get; init; } = "application/sdp";

    /// <summary>More header fields for the INVITE.</summary>
    public SipHeaders ExtraHeaders { get; init; } = SipHeaders.Empty;

    /// <summary>Where to send it, instead of where <see cref="Target"/> points.</summary>
    public SipEndPoint? NextHop { get; init; }

    /// <summary>How long to wait for an answer before giving up with <see cref="SessionEndCause.Timeout"/>; <c>null</c> is three minutes, as a proxy's Timer C.</summary>
    public TimeSpan? RingTimeout { get; init; }

    /// <summary>Credentials for the peer; <c>null</c> answers no challenge.</summary>
    public IChallengeResponder? Challenges { get; init; }
}
