namespace DialIn.Media.Transcoding;

/// <summary>What was counted while a stream was transcoded.</summary>
/// <param name="Transcoded">Packets that went out in another codec than they came in, made up ones included.</param>
/// <param name="Concealed">Packets that were made up for lost ones.</param>
/// <param name="Late">Packets that came after others had been made up for them, and were dropped.</param>
public readonly record struct TranscodingCounts(long Transcoded, long Concealed, long Late);
