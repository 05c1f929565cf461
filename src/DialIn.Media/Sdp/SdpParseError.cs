namespace DialIn.Media.Sdp;

/// <summary>What is wrong in a session description, and where.</summary>
/// <param name="Fault">The kind of fault.</param>
/// <param name="Offset">The byte at which it was noticed, counted from 0; at most the length of the input.</param>
public readonly record struct SdpParseError(SdpFault Fault, int Offset);
