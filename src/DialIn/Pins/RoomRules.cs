namespace DialIn.Pins;

/// <summary>What may be said of a room, whoever says it: a front end, a file, an operator.</summary>
internal static class RoomRules
{
    /// <summary>The rule of an external meeting id, as the end of a sentence. BBB API: create, blanks around it taken off; we also refuse control characters.</summary>
    public const string OfMeetingId = "2 to 256 characters, no comma, no control character, and no blank at either end";

    /// <summary>Most characters of a name: more than a title has, and an invitation stays one.</summary>
    public const int MaxNameLength = 200;

    private const int MinIdLength = 2;
    private const int MaxIdLength = 256;
    private const int MaxLanguageLength = 16;

    /// <summary>Whether the id can be a BBB meeting's.</summary>
    public static bool IsMeetingId(string? meetingId) =>
        meetingId is { Length: >= MinIdLength and <= MaxIdLength } && !meetingId.Any(static c => c == ',' || char.IsControl(c))
        && !char.IsWhiteSpace(meetingId[0]) && !char.IsWhiteSpace(meetingId[^1]);

    /// <summary>Stops an id that cannot be a BBB meeting's.</summary>
    /// <exception cref="ArgumentException">The id breaks the rule.</exception>
    public static void ThrowIfNoMeetingId(string meetingId)
    {
        if (!IsMeetingId(meetingId))
        {
            throw new ArgumentException($"A meeting id has {OfMeetingId}.", nameof(meetingId));
        }
    }

    /// <summary>Whether a room can be called so. Blanks around it are taken off before.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && !name.Any(char.IsControl);

    /// <summary>Whether it is written as a language is, such as <c>de</c> or <c>de-AT</c>; whether there are texts in it is another question.</summary>
    public static bool IsLanguage(string language) =>
        language.Length is > 0 and <= MaxLanguageLength && language.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
