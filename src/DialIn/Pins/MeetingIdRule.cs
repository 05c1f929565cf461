namespace DialIn.Pins;

/// <summary>What an external meeting id may be. BBB API: create, 2 to 256 characters without a comma, blanks around it taken off; we also refuse control characters.</summary>
internal static class MeetingIdRule
{
    /// <summary>Most characters of an id.</summary>
    public const int MaxLength = 256;

    /// <summary>The rule, as the rest of a sentence that begins with the input's name.</summary>
    public const string Text = "must have 2 to 256 characters, no comma, no control character, and no blank at either end.";

    /// <summary>Whether the id can be a BBB meeting's.</summary>
    public static bool IsValid(string? meetingId) =>
        meetingId is { Length: >= 2 and <= MaxLength } && !meetingId.Any(static c => c == ',' || char.IsControl(c))
        && !char.IsWhiteSpace(meetingId[0]) && !char.IsWhiteSpace(meetingId[^1]);

    /// <summary>Stops an id that cannot be a BBB meeting's.</summary>
    /// <exception cref="ArgumentException">The id breaks the rule.</exception>
    public static void ThrowIfInvalid(string meetingId)
    {
        if (!IsValid(meetingId))
        {
            throw new ArgumentException("A meeting id has 2 to 256 characters, no comma, no control character, and no blank at either end.", nameof(meetingId));
        }
    }
}
