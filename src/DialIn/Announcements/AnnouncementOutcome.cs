namespace DialIn.Announcements;

/// <summary>What came of an announcement. The operator does something else about each.</summary>
internal enum AnnouncementOutcome
{
    /// <summary>It is being sent; whoever does so has not come back yet.</summary>
    Pending,

    /// <summary>The server took it.</summary>
    Announced,

    /// <summary>The room has no PIN: nobody reserved one.</summary>
    NoPin,

    /// <summary>The server, or its Redis, cannot be reached.</summary>
    Unreachable,

    /// <summary>It was sent, and the server did not say that it did anything with it.</summary>
    NoAnswer,

    /// <summary>The server refused it.</summary>
    Refused,

    /// <summary>The PIN could not be read: our database does not answer.</summary>
    StoreUnavailable,

    /// <summary>The moderator left, or is none any more, before it was sent.</summary>
    Gone,

    /// <summary>An error in the program, which is in the log.</summary>
    Fault,
}

/// <summary>Which outcomes are failures.</summary>
internal static class AnnouncementOutcomes
{
    /// <summary>Those that are none. All others are.</summary>
    public static IReadOnlyList<AnnouncementOutcome> NoFailures { get; } = [AnnouncementOutcome.Pending, AnnouncementOutcome.Announced, AnnouncementOutcome.NoPin];
}
