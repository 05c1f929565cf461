namespace DialIn.Operations.Console;

/// <summary>Section <c>DialIn:Console</c>: the page at <c>/</c> of the HTTP interface.</summary>
internal sealed class ConsoleOptions
{
    /// <summary>Whether it is there.</summary>
    // There: it shows nothing to whoever has no token of role monitor or admin.
    public bool Enabled { get; set; } = true;

    /// <summary>What it shows of a meeting.</summary>
    // The id: the one in logs and records. Names tell more than a screen on a wall should.
    public MeetingLabel Meetings { get; set; } = MeetingLabel.Id;

    /// <summary>How long a browser stays logged in; 5 min to 30 d.</summary>
    // Twelve hours: a working day with its evening.
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);
}

/// <summary>What the console shows of a meeting.</summary>
internal enum MeetingLabel
{
    /// <summary>Its external id.</summary>
    Id,

    /// <summary>The name that its front end has given with the reservation; the id where it has given none.</summary>
    Name,

    /// <summary>A keyed hash of the id: the same for the same meeting, and nothing else to be read from it.</summary>
    Hash,
}
