namespace DialIn.Media.Relay;

/// <summary>
/// Where a peer sends RTCP from, and takes it. Its description names the address. Where RTP turned out to come from
/// another one, or RTCP comes from another port, the peer is known by the SSRC that its RTP has. Nobody is sent anything
/// who is neither. A plain value: a copy is a snapshot.
/// </summary>
/// <param name="Advertised">The address in the session description; unspecified while that says Any.</param>
/// <param name="Exact">Takes RTCP from <see cref="Advertised"/> alone.</param>
internal record struct RtcpLatch(SocketPeer Advertised, bool Exact)
{
    private SocketPeer _source;

    /// <summary>Whether a datagram may be the peer's at all: looked at before it is read.</summary>
    /// <param name="from">Its source.</param>
    /// <param name="rtp">What is known of the source of RTP.</param>
    public readonly bool MayBe(in SocketPeer from, in SourceLatch rtp) =>
        (Advertised.IsSpecified && from == Advertised) || (!Exact && rtp.IsLatched && from.HasAddressOf(rtp.Source));

    /// <summary>Whether a compound that may be the peer's is.</summary>
    /// <param name="from">Its source.</param>
    /// <param name="isStream">Whether the sender is the source of the peer's RTP.</param>
    public bool Takes(in SocketPeer from, bool isStream)
    {
        if (from == Advertised || from == _source)
        {
            return true;
        }

        if (!isStream)
        {
            return false;
        }

        _source = from;
        return true;
    }

    /// <summary>Where to send to; unspecified as long as that is not known.</summary>
    /// <param name="rtp">What is known of the source of RTP.</param>
    public readonly SocketPeer Destination(in SourceLatch rtp)
    {
        if (!Advertised.IsSpecified)
        {
            // RFC 3264 §8.4: who gave the null address takes nothing.
            return default;
        }

        if (_source.IsSpecified && (!rtp.IsLatched || _source.HasAddressOf(rtp.Source)))
        {
            return _source;
        }

        // Behind NAT the advertised address belongs to somebody else.
        return rtp.IsLatched && !rtp.Source.HasAddressOf(rtp.Advertised) ? default : Advertised;
    }
}
