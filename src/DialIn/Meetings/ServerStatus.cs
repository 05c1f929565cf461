namespace DialIn.Meetings;

/// <summary>What the directory knows about a server.</summary>
/// <param name="Name">The server's name.</param>
/// <param name="State">Whether its API answers.</param>
/// <param name="Meetings">How many meetings it had when it answered last.</param>
/// <param name="AnsweredAt">When it answered last, UTC; <see langword="null"/> if it never did.</param>
internal sealed record ServerStatus(string Name, ServerState State, int Meetings, DateTimeOffset? AnsweredAt);
