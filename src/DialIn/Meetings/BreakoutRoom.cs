namespace DialIn.Meetings;

/// <summary>What makes a meeting a breakout room.</summary>
/// <param name="ParentId">The meeting it belongs to. Servers write the internal id here, or the external one.</param>
/// <param name="Sequence">Its number among that meeting's rooms, from 1.</param>
/// <param name="FreeJoin">Whether everybody may choose it; else a moderator assigns people to it.</param>
internal sealed record BreakoutRoom(string ParentId, int Sequence, bool FreeJoin);
