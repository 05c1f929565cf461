using System.Net;

namespace DialIn.Media.Sdp;

/// <summary>What offer and answer agreed on for the one audio stream of a call.</summary>
/// <param name="Format">Codec and payload types.</param>
/// <param name="RemoteRtp">Where the peer takes RTP. The address is Any (<c>0.0.0.0</c>, <c>::</c>) while the peer holds the old way: nothing is sent there.</param>
/// <param name="RemoteRtcp">Where the peer takes RTCP.</param>
/// <param name="Direction">Our own: what we send and receive.</param>
public sealed record NegotiatedAudio(AudioFormat Format, IPEndPoint RemoteRtp, IPEndPoint RemoteRtcp, Direction Direction)
{
    /// <summary>Whether RTP and RTCP share a port, on both sides. RFC 5761 §5.1.1.</summary>
    public bool RtcpMux { get; init; }

    /// <summary>Whether RTCP may come without SR or RR at its beginning. RFC 5506.</summary>
    public bool RtcpReducedSize { get; init; }

    /// <summary>The keys of both sides; null for audio that is not encrypted.</summary>
    public SrtpKeys? Srtp { get; init; }

    /// <summary>Whether the peer wants our media now: our direction sends, and there is an address to send to.</summary>
    public bool MaySend => Direction is Direction.SendReceive or Direction.SendOnly
        && !RemoteRtp.Address.Equals(IPAddress.Any) && !RemoteRtp.Address.Equals(IPAddress.IPv6Any);
}
