namespace DialIn.Sip.UserAgents;

/// <summary>How far offer and answer are while an INVITE of the peer waits for its final response. RFC 3262 §5.</summary>
internal enum EarlyOffer
{
    /// <summary>The INVITE brought no offer; ours goes into the first reliable response.</summary>
    None,

    /// <summary>The INVITE brought an offer that has no answer yet.</summary>
    Received,

    /// <summary>Our offer is in a reliable provisional response; the PRACK brings the answer.</summary>
    Sent,

    /// <summary>Both are exchanged; a PRACK or an UPDATE may bring a further offer.</summary>
    Settled,
}
