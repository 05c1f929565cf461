using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>A request outside a dialog that is not an INVITE, such as OPTIONS.</summary>
public sealed record OutgoingRequest
{
    /// <summary>The method; not INVITE, ACK or CANCEL.</summary>
    public required SipMethod Method { get; init; }

    /// <summary>The Request-URI.</summary>
    public required SipUri Target { get; init; }

    /// <summary>Who asks; the stack adds the tag.</summary>
    public required NameAddress From { get; init; }

    /// <summary>Whom it is for; <c>null</c> is <see cref="Target"/>.</summary>
    public NameAddress? To { get; init; }

    /// <summary>The body, if any.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The type of <see cref="Body"/>; <c>null</c> without a body.</summary>
    public string? ContentType { get; init; }

    /// <summary>More header fields.</summary>
    public SipHeaders ExtraHeaders { get; init; } = SipHeaders.Empty;

    /// <summary>Where to send it, instead of where <see cref="Target"/> points.</summary>
    public SipEndPoint? NextHop { get; init; }

    /// <summary>Credentials for the peer; <c>null</c> answers no challenge.</summary>
    public IChallengeResponder? Challenges { get; init; }
}
