namespace DialIn.BigBlueButton;

/// <summary>The metadata of a meeting that say something to DialIn. BBB API: create, <c>meta_</c> and the name; servers name them without the prefix.</summary>
internal static class MeetingMetadata
{
    /// <summary>How many callers the meeting takes.</summary>
    public const string MaxCallers = "dialin-max-callers";

    /// <summary>Whether whoever comes in is muted at first. DialIn adds it to a <c>create</c>, since servers do not tell <c>muteOnStart</c>.</summary>
    public const string MuteOnStart = "dialin-mute-on-start";

    // Ours first; the others are what front ends have sent, or may.
    private static readonly string[] Languages = ["dialin-language", "bbb-locale", "locale", "language", "lang"];

    /// <summary>The language that the meeting's creator asked for, such as <c>de</c> or <c>de-AT</c>; <see langword="null"/> if nobody did.</summary>
    /// <param name="read">The value of a name; <see langword="null"/> or empty for none.</param>
    public static string? LanguageOf(Func<string, string?> read) => Languages
        .Select(read)
        .OfType<string>()
        .Select(static value => value.Trim())
        .FirstOrDefault(static language => language.Length is >= 2 and <= 16 && language.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    /// <summary>A value of <see cref="MuteOnStart"/>; <see langword="null"/> for anything but true or false.</summary>
    public static bool? ReadMuteOnStart(string? written) => bool.TryParse(written, out var isMuted) ? isMuted : null;
}
