using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace DialIn.Announcements;

/// <summary>Makes what operators and front ends have written harmless where it is going to be shown.</summary>
internal static class SafeText
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>For HTML: signs with a meaning are encoded, letters of all languages are not.</summary>
    public static string InHtml(string text) => Html.Encode(text);

    /// <summary>One line of bounded length, without control characters and signs that turn the direction of writing.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="maxLength">Most UTF-16 units; a longer text ends with an ellipsis.</param>
    public static string OneLine(string text, int maxLength)
    {
        var clean = string.Join(' ', Visible(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (clean.Length <= maxLength)
        {
            return clean;
        }

        // Never half of a surrogate pair.
        var end = maxLength - 1;
        return clean[..(char.IsHighSurrogate(clean[end - 1]) ? end - 1 : end)].TrimEnd() + "…";
    }

    /// <summary>
    /// For a chat: older clients show it as HTML, newer ones as Markdown, and what is escaped for one of them is garbage in the
    /// other. So the signs with a meaning in either are left out.
    /// </summary>
    public static string InChat(string text) => string.Concat(text.Where(static c => !"<>&`*_~[]\\|#".Contains(c, StringComparison.Ordinal)));

    private static string Visible(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = IsVisible(source, i) ? source[i] : ' ';
        }
    });

    private static bool IsVisible(string text, int index) => char.GetUnicodeCategory(text[index]) switch
    {
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
            or System.Globalization.UnicodeCategory.SpaceSeparator => false,
        System.Globalization.UnicodeCategory.Surrogate => char.IsSurrogatePair(text, index) || (index > 0 && char.IsSurrogatePair(text, index - 1)),
        _ => true,
    };
}
