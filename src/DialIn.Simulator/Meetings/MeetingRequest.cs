namespace DialIn.Simulator.Meetings;

/// <summary>What <c>create</c> is asked for.</summary>
/// <param name="MeetingId">The external id, which the front end chooses.</param>
/// <param name="Name">The meeting's name.</param>
public sealed record MeetingRequest(string MeetingId, string Name)
{
    /// <summary>Number of the audio conference; null lets the server choose one.</summary>
    public string? VoiceBridge { get; init; }

    /// <summary>The number that clients show; null for the server's default.</summary>
    public string? DialNumber { get; init; }

    /// <summary>Password that makes a moderator; null lets the server choose one.</summary>
    public string? ModeratorPassword { get; init; }

    /// <summary>Password that makes a viewer; null lets the server choose one.</summary>
    public string? AttendeePassword { get; init; }

    /// <summary>First message in everybody's chat.</summary>
    public string Welcome { get; init; } = "";

    /// <summary>First message in the moderators' chat alone.</summary>
    public string ModeratorOnlyMessage { get; init; } = "";

    /// <summary>Whose breakout room it is; null for a meeting of its own. Without <see cref="VoiceBridge"/> it has the parent's, and the number behind it.</summary>
    public BreakoutRequest? Breakout { get; init; }

    /// <summary>How many minutes it may last; 0 for any time. The simulated server only tells so, and ends nothing.</summary>
    public int Duration { get; init; }

    /// <summary>The <c>meta_</c> parameters, names in lower case and without the prefix.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
