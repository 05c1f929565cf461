namespace DialIn.Simulator.Conferences;

/// <summary>Who calls, as FreeSWITCH sees it.</summary>
/// <param name="Name">The caller-id name: what everybody in the meeting reads.</param>
/// <param name="Number">The caller-id number: what bans work by.</param>
internal sealed record Caller(string Name, string Number);
