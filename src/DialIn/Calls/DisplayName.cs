using System.Globalization;
using System.Text;

namespace DialIn.Calls;

/// <summary>
/// What a conference server may be shown as a name. BBB hangs up on some names, reads meaning into others (a name with
/// <c>-bbbID-</c> is a web user, <c>GLOBAL_AUDIO_</c> is nobody), and shows the rest to everybody.
/// </summary>
internal static class DisplayName
{
    /// <summary>Most characters, in UTF-16: what a list of participants has room for.</summary>
    public const int MaxLength = 40;

    private const string WebUser = "bbbID";

    // Those on which BBB hangs up, and those by which phones call a caller without a name.
    private static readonly HashSet<string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        "0000000000", "anonymous", "unknown", "private", "restricted", "withheld", "unavailable",
    };

    /// <summary>Letters, digits, a few signs and single blanks of a text, at most <see cref="MaxLength"/> of them.</summary>
    /// <returns>The name; null when nothing is left of it, or a word that BBB takes for a caller without a name.</returns>
    public static string? Clean(string? text)
    {
        var rest = text ?? "";
        // What is cut out may leave the same word behind.
        while (rest.Contains(WebUser, StringComparison.OrdinalIgnoreCase))
        {
            rest = rest.Replace(WebUser, "", StringComparison.OrdinalIgnoreCase);
        }

        var clean = new StringBuilder();
        foreach (var rune in rest.EnumerateRunes())
        {
            if (!IsShown(rune))
            {
                // A gap, so that two words do not become one.
                AppendBlank(clean);
            }
            else if (clean.Length + rune.Utf16SequenceLength <= MaxLength)
            {
                clean.Append(rune.ToString());
            }
            else
            {
                break;
            }
        }

        var name = clean.ToString().Trim();
        return name.Any(char.IsLetterOrDigit) && !Refused.Contains(name) ? name : null;
    }

    private static void AppendBlank(StringBuilder clean)
    {
        if (clean.Length is > 0 and < MaxLength && clean[^1] != ' ')
        {
            clean.Append(' ');
        }
    }

    // No '_': with it BBB's word for a listener could be written. No quotes, brackets, '$', '\': SIP and FreeSWITCH have uses for them.
    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber => true,
        _ => rune.Value is '.' or ',' or '\'' or '’' or '-' or '…' or '(' or ')' or '/' or '+',
    };
}
