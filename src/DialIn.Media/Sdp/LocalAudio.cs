using System.Net;
using DialIn.Media.Codecs;

namespace DialIn.Media.Sdp;

/// <summary>What we bring to an offer or an answer.</summary>
/// <param name="Rtp">Where we take RTP, as the peer sees it: the public address and an even port. RTCP is the port above.</param>
/// <param name="Codecs">The codecs that we take, in the order in which we prefer them.</param>
/// <param name="SessionId">The number of the session in <c>o=</c>; the same for the whole life of a dialog.</param>
public sealed record LocalAudio(IPEndPoint Rtp, IReadOnlyList<AudioCodec> Codecs, ulong SessionId)
{
    /// <summary>The version in <c>o=</c> of the first description of a dialog.</summary>
    public ulong Version { get; init; } = 1;

    /// <summary>
    /// The description that we sent last in this dialog, offer or answer, or null. With it the session id is kept, its codec is
    /// preferred to all others, and the version grows by one if, and only if, something has changed.
    /// </summary>
    public SessionDescription? Previous { get; init; }

    /// <summary>
    /// The highest version that any description of ours has had in this dialog, also in an offer that was refused: whatever comes after
    /// that gets a higher one. 0 if <see cref="Previous"/> has it.
    /// </summary>
    public ulong LastVersion { get; init; }

    /// <summary>Whether an offer lists all of <see cref="Codecs"/> in their order, also where <see cref="Previous"/> had settled on one of them.</summary>
    public bool OffersAnew { get; init; }

    /// <summary>What we wish to do; <see cref="Direction.SendOnly"/> puts the peer on hold.</summary>
    public Direction Direction { get; init; } = Direction.SendReceive;

    /// <summary>What we do about encryption.</summary>
    public MediaSecurity Security { get; init; } = MediaSecurity.Off;

    /// <summary>Whether we offer and accept telephone-events.</summary>
    public bool TelephoneEvents { get; init; } = true;
}
