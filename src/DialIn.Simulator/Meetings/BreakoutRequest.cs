namespace DialIn.Simulator.Meetings;

/// <summary>What makes a meeting a breakout room.</summary>
/// <param name="ParentId">External or internal id of the meeting it belongs to.</param>
/// <param name="Sequence">Its number, from 1.</param>
/// <param name="FreeJoin">Whether everybody may choose it.</param>
public sealed record BreakoutRequest(string ParentId, int Sequence, bool FreeJoin = false);
