namespace DialIn.Media.Sdp;

/// <summary>What a description says of RTCP: whether it shares the port of RTP, and whether it may be of reduced size.</summary>
internal static class RtcpAttribute
{
    private const string Mux = "rtcp-mux";
    private const string ReducedSize = "rtcp-rsize";

    /// <summary>What holds when both sides say it. We never ask for it; we take it where it is offered.</summary>
    public static NegotiatedAudio Agree(NegotiatedAudio negotiated, MediaDescription ours, MediaDescription theirs)
    {
        // RFC 5761 §5.1.1: without it in the answer, RTCP keeps its own port.
        var isMux = ours.Has(Mux) && theirs.Has(Mux) && IsTold(negotiated.Format);
        return negotiated with
        {
            RtcpMux = isMux,
            RtcpReducedSize = ours.Has(ReducedSize) && theirs.Has(ReducedSize),
            RemoteRtcp = isMux ? negotiated.RemoteRtp : negotiated.RemoteRtcp,
        };
    }

    /// <summary>The attributes of an answer.</summary>
    public static IEnumerable<SdpAttribute> Of(NegotiatedAudio negotiated)
    {
        if (negotiated.RtcpMux)
        {
            yield return new SdpAttribute(Mux, null);
        }

        if (negotiated.RtcpReducedSize)
        {
            yield return new SdpAttribute(ReducedSize, null);
        }
    }

    /// <summary>Those of the attributes that are about this.</summary>
    public static IEnumerable<SdpAttribute> Among(IEnumerable<SdpAttribute> attributes) =>
        attributes.Where(attribute => attribute.Name is Mux or ReducedSize);

    // RFC 5761 §4: payload types 64 to 95 cannot be told from RTCP on one port.
    private static bool IsTold(AudioFormat format) =>
        format.PayloadType is < 64 or > 95
        && format.TelephoneEventPayloadType is not (>= 64 and <= 95)
        && format.OfferedTelephoneEventPayloadType is not (>= 64 and <= 95);
}
