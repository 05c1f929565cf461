namespace DialIn.Media.Srtp;

/// <summary>What became of a protected packet.</summary>
internal enum SrtpVerdict
{
    /// <summary>It is authentic and new.</summary>
    Accepted,

    /// <summary>It is no such packet at all, or too short for its tag.</summary>
    Malformed,

    /// <summary>It has come before, or is too old to know. RFC 3711 §3.3.2.</summary>
    Replayed,

    /// <summary>It was not made with the key of the peer: forged, damaged, or not encrypted.</summary>
    Unauthentic,
}
