namespace DialIn.Media.Sdp;

/// <summary>What our side of a dialog does about the encryption of its audio.</summary>
/// <param name="Policy">Whether it is encrypted.</param>
public sealed record MediaSecurity(SrtpPolicy Policy)
{
    /// <summary>No encryption.</summary>
    public static readonly MediaSecurity Off = new(SrtpPolicy.Off);

    /// <summary>
    /// Whether keys may stand in the descriptions of this dialog: who reads the signalling reads them. RFC 4568 §8.3. If not,
    /// keys of the peer are not taken, and none are offered.
    /// </summary>
    public bool KeysMayTravel { get; init; }

    /// <summary>
    /// Whether an offer of ours is encrypted where the policy leaves it open. RFC 4568 knows no offer of both, so the peer may refuse it.
    /// </summary>
    public bool OffersFirst { get; init; }

    /// <summary>Whether to say that we ask for encryption as far as the carrier's edge: <c>a=3ge2ae</c> of 3GPP TS 24.229.</summary>
    public bool RequestsEdge { get; init; }

    /// <summary>The keys in use; they stay as long as the peer's do.</summary>
    public SrtpKeys? Current { get; init; }

    /// <summary>Whether an offer can be made at all.</summary>
    public bool MayOffer => KeysMayTravel || Policy != SrtpPolicy.Required;

    /// <summary>Whether an offer of ours is encrypted.</summary>
    internal bool Offers => KeysMayTravel && (Policy == SrtpPolicy.Required || (Policy == SrtpPolicy.Allowed && (OffersFirst || Current is not null)));
}
