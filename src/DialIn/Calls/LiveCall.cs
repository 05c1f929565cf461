namespace DialIn.Calls;

/// <summary>A running call, as those see it who look on.</summary>
/// <param name="Id">Our own id of the call.</param>
/// <param name="Trunk">The trunk's name.</param>
/// <param name="CalledNumber">Which of our numbers was dialled.</param>
/// <param name="Caller">The caller, masked.</param>
/// <param name="Phase">Where the call is, such as <c>EnteringPin</c>.</param>
/// <param name="StartedAt">When the INVITE came.</param>
/// <param name="MeetingId">The meeting, once the PIN was right.</param>
/// <param name="Server">The server whose conference was dialled.</param>
/// <param name="Codec">Encoding name of the audio, such as <c>G722</c>; where it is transcoded, the trunk's and the conference's: <c>PCMU/PCMA</c>.</param>
/// <param name="Legs">How its legs are transported.</param>
internal sealed record LiveCall(
    string Id, string Trunk, string CalledNumber, string Caller, string Phase, DateTimeOffset StartedAt, string? MeetingId, string? Server, string? Codec,
    IReadOnlyList<LiveLeg> Legs);
