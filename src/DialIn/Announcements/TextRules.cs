using System.Text.Json;
using System.Text.RegularExpressions;
using DialIn.Ivr;

namespace DialIn.Announcements;

/// <summary>What a written text may be, and where it is looked for.</summary>
internal static partial class TextRules
{
    /// <summary>Name of the file with the written texts, in the folder of a language.</summary>
    public const string FileName = PromptFiles.WrittenTexts;

    /// <summary>Most characters of one text, so that a chat message with two numbers and a PIN stays within 500.</summary>
    public const int MaxLength = 320;

    private static readonly Dictionary<TextId, string[]> Placeholders = new()
    {
        [TextId.Caller] = ["{caller}"],
        [TextId.NumberedCaller] = ["{caller}"],
        [TextId.Invitation] = ["{meeting}"],
        [TextId.Number] = ["{number}"],
        [TextId.Pin] = ["{pin}"],
        [TextId.OneTap] = ["{link}"],
        [TextId.ModeratorChat] = ["{number}", "{pin}"],
    };

    /// <summary>All texts that a language needs.</summary>
    public static IReadOnlyList<TextId> All { get; } = Enum.GetValues<TextId>();

    /// <summary>The text's name in files.</summary>
    public static string NameOf(TextId id) => JsonNamingPolicy.KebabCaseLower.ConvertName(id.ToString());

    /// <summary>What is wrong with a text, as the end of a sentence; null if nothing is.</summary>
    public static string? FaultOf(TextId id, string text)
    {
        var needed = Placeholders.GetValueOrDefault(id, []);
        var found = Placeholder().Matches(text).Select(static match => match.Value).ToList();
        return text.Trim().Length == 0 ? "is empty"
            : text.Length > MaxLength ? $"has {text.Length} characters; at most {MaxLength}"
            : text.AsSpan().IndexOfAny("<>&") >= 0 ? "has one of < > &; it is plain text, of which the program makes HTML where that is needed"
            : text.Any(char.IsControl) ? "has a line break or another control character; the program breaks the lines"
            : needed.Except(found).FirstOrDefault() is { } lacking ? $"lacks {lacking}"
            : found.Except(needed).FirstOrDefault() is { } strange ? $"has {strange}, for which there is nothing to fill in"
            : null;
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
