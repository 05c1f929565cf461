namespace DialIn.Trunks;

/// <summary>Where a carrier writes the number that was dialled.</summary>
internal enum CalledNumberSource
{
    /// <summary>The Request-URI: the usual place.</summary>
    RequestUri,

    /// <summary>The To header field: where the Request-URI is that of a registration.</summary>
    To,

    /// <summary>P-Called-Party-ID (RFC 7315 §4.2): an IMS network rewrites the Request-URI and keeps the number there.</summary>
    PCalledPartyId,

    /// <summary>History-Info (RFC 7044 §5): the numbers that the call was for before it was retargeted, the latest first.</summary>
    HistoryInfo,

    /// <summary>Diversion (RFC 5806): the numbers that the call was diverted from, the latest first.</summary>
    Diversion,
}
