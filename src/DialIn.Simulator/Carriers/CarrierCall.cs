using System.Net;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Simulator.Carriers;

/// <summary>A call for a <see cref="SimulatedCarrier"/> to place.</summary>
public sealed record CarrierCall
{
    /// <summary>The caller's number, such as <c>+4915112345678</c>, or <c>anonymous</c>.</summary>
    public required string From { get; init; }

    /// <summary>The name that the network shows with it; null for none.</summary>
    public string? FromDisplayName { get; init; }

    /// <summary>The called number.</summary>
    public required string To { get; init; }

    /// <summary>The registered user who takes the call. Either this or <see cref="Direct"/>.</summary>
    public string? Username { get; init; }

    /// <summary>Where to send the call without any registration, as a static trunk does.</summary>
    public SipEndPoint? Direct { get; init; }

    /// <summary>The codecs to offer, the preferred one first.</summary>
    public IReadOnlyList<AudioCodec> Codecs { get; init; } = [AudioCodec.Pcma, AudioCodec.Pcmu];

    /// <summary>The payload type for telephone-events, 96 to 127; null offers none.</summary>
    public byte? TelephoneEventPayloadType { get; init; } = 101;

    /// <summary>Whether the caller's audio is encrypted, and the offer with it.</summary>
    public MediaSecurity Security { get; init; } = MediaSecurity.Off;

    /// <summary>Value of a P-Asserted-Identity header field; null sends none.</summary>
    public string? PAssertedIdentity { get; init; }

    /// <summary>Value of a Privacy header field, such as <c>id</c>; null sends none.</summary>
    public string? Privacy { get; init; }

    /// <summary>More header fields for the INVITE.</summary>
    public SipHeaders ExtraHeaders { get; init; } = SipHeaders.Empty;

    /// <summary>What the session description says where we take RTP, when it is not the truth: a caller behind a NAT.</summary>
    public IPEndPoint? AdvertisedRtp { get; init; }

    /// <summary>How long to let it ring; null for three minutes.</summary>
    public TimeSpan? RingTimeout { get; init; }
}
