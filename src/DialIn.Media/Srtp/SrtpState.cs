namespace DialIn.Media.Srtp;

/// <summary>Where the protection of a stream stands, as plain data; the keys are not part of it.</summary>
/// <param name="Sender">What was sent under our key.</param>
/// <param name="Sources">What was received under the peer's key.</param>
public sealed record SrtpState(SrtpSenderState Sender, IReadOnlyList<SrtpSourceState> Sources);

/// <summary>What was sent under a key.</summary>
/// <param name="Highest">The highest index: rollover counter and sequence number; -1 before the first packet.</param>
/// <param name="Window">A bit for each of the last 64 indexes that were used.</param>
/// <param name="RtcpIndex">The last SRTCP index.</param>
public sealed record SrtpSenderState(long Highest, ulong Window, uint RtcpIndex);

/// <summary>What was received of one source.</summary>
/// <param name="Ssrc">The source.</param>
/// <param name="Highest">The highest index received, or -1.</param>
/// <param name="Window">A bit for each of the last 64 indexes that were received.</param>
/// <param name="RtcpHighest">The highest SRTCP index received, or -1.</param>
/// <param name="RtcpWindow">The same for SRTCP.</param>
public sealed record SrtpSourceState(uint Ssrc, long Highest, ulong Window, long RtcpHighest, ulong RtcpWindow);
