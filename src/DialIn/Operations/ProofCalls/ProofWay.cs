using DialIn.Media.Sdp;
using DialIn.Sip.UserAgents;
using DialIn.Trunks;

namespace DialIn.Operations.ProofCalls;

/// <summary>How a proof call is placed.</summary>
/// <param name="Invite">The call, but for its session description.</param>
/// <param name="Security">Whether its audio is encrypted.</param>
internal sealed record ProofWay(OutgoingInvite Invite, MediaSecurity Security)
{
    /// <summary>The way in for a call that stays inside; null for one that goes out.</summary>
    public OwnLoop.Entry? Loop { get; init; }
}
