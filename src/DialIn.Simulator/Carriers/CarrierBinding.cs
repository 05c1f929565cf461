using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Simulator.Carriers;

/// <summary>Where a registered user takes calls. RFC 3261 §10.3.</summary>
/// <param name="Username">The user, known by the address of record.</param>
/// <param name="Contact">The address to call.</param>
/// <param name="Source">Where the registration came from: calls go back there, through whatever NAT lies between.</param>
/// <param name="ExpiresAt">When the binding ends.</param>
/// <param name="CallId">The Call-ID of the REGISTER.</param>
/// <param name="CSeq">The number in its CSeq.</param>
public sealed record CarrierBinding(
    string Username, SipUri Contact, SipEndPoint Source, DateTimeOffset ExpiresAt, string CallId, uint CSeq);
