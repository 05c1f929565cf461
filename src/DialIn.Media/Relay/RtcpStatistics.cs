namespace DialIn.Media.Relay;

/// <summary>What a leg counted of RTCP so far.</summary>
/// <param name="Sent">Reports sent to the peer.</param>
/// <param name="Received">Reports of the peer.</param>
/// <param name="Strangers">Datagrams refused because of their source.</param>
/// <param name="Malformed">Datagrams of the peer that are no RTCP, or on an encrypted leg not authentic.</param>
public sealed record RtcpStatistics(long Sent, long Received, long Strangers, long Malformed);
