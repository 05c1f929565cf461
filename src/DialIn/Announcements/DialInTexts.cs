using System.Text;
using DialIn.Ivr;
using DialIn.Pins;

namespace DialIn.Announcements;

/// <summary>
/// Every text that holds the number and the PIN, in every language that has its texts. What is not the PIN's digits in groups of
/// three comes from <c>messages.json</c> of the language and from the configuration. Immutable, for all threads.
/// </summary>
internal sealed class DialInTexts
{
    /// <summary>Most characters of a chat message (BBB API: sendChatMessage).</summary>
    public const int MaxChatLength = 500;

    /// <summary>Most numbers that a text names, so that a <c>create</c> with it stays a URL that every server takes.</summary>
    public const int MaxNumbers = 8;

    private const int MaxLabelLength = 60;
    private const int MaxMeetingNameLength = 200;

    private readonly WrittenTexts _texts;
    private readonly string _default;

    // As people read them. The tables of all countries' numbers take a tenth of a second to load: not in a meeting's create.
    private readonly Dictionary<string, string> _readable;

    /// <summary>Reads the texts.</summary>
    /// <param name="builtInFolder">The folder that comes with the program, see <see cref="PromptFiles.BuiltInFolder"/>.</param>
    /// <param name="ownFolder">The operator's folder, laid out in the same way; <see langword="null"/> if there is none.</param>
    /// <param name="numbers">The numbers that people dial, at least one.</param>
    /// <exception cref="PromptsException">A file cannot be read, or has a text that cannot be used. All faults are named at once.</exception>
    public DialInTexts(string builtInFolder, string? ownFolder, IReadOnlyList<DialInNumber> numbers)
    {
        _texts = WrittenTexts.Read(builtInFolder, ownFolder);
        if (_texts.Faults.Count > 0)
        {
            throw new PromptsException(_texts.Faults);
        }

        Numbers = [.. numbers.Select(static number => number with { Label = number.Label is { } label ? SafeText.OneLine(label, MaxLabelLength) : null })];
        _readable = Numbers.Select(static number => number.Number).Distinct().ToDictionary(static number => number, PhoneLink.Readable);
        var spoken = Numbers.SelectMany(static number => number.Languages).Distinct(StringComparer.Ordinal);
        Languages = [.. spoken.Intersect(_texts.Complete, StringComparer.OrdinalIgnoreCase).Union(_texts.Complete, StringComparer.OrdinalIgnoreCase)];
        _default = Languages.Count > 0
            ? Languages[0]
            : throw new PromptsException([$"No language has all written texts: {Path.Combine(builtInFolder, "en", TextRules.FileName)} is missing or not complete."]);
    }

    /// <summary>Languages that have all texts: those of the numbers first, in the order in which they are spoken.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>The numbers that people dial.</summary>
    public IReadOnlyList<DialInNumber> Numbers { get; }

    /// <summary>For an invitation: plain text of several lines, ending without a line break.</summary>
    /// <param name="language">Language of the text, such as <c>de</c> or <c>de-AT</c>; the first one of <see cref="Languages"/> if it is unknown.</param>
    /// <param name="meetingName">What the meeting is called; long names are shortened.</param>
    /// <param name="pin">The room's PIN.</param>
    public string Invitation(string language, string meetingName, Pin pin)
    {
        var (texts, numbers) = In(language);
        var text = new StringBuilder(Fill(texts[TextId.Invitation], ("{meeting}", SafeText.OneLine(meetingName, MaxMeetingNameLength)))).Append("\n\n");
        foreach (var number in numbers)
        {
            text.Append(Fill(texts[TextId.Number], ("{number}", Named(number)))).Append('\n');
        }

        return text
            .Append(Fill(texts[TextId.Pin], ("{pin}", pin.RevealGrouped()))).Append("\n\n")
            .Append(texts[TextId.HowToCall]).Append("\n\n")
            .Append(Fill(texts[TextId.OneTap], ("{link}", PhoneLink.OneTap(numbers[0].Number, pin))))
            .ToString();
    }

    /// <summary>For <c>moderatorOnlyMessage</c>: HTML of tags that BBB lets through. Each number is a link that dials it with the PIN.</summary>
    /// <param name="language">Language of the meeting; the first one of <see cref="Languages"/> if null or unknown.</param>
    /// <param name="pin">The room's PIN.</param>
    public string ModeratorMessage(string? language, Pin pin)
    {
        var (texts, numbers) = In(language);
        var html = new StringBuilder($"<b>{SafeText.InHtml(texts[TextId.ModeratorTitle])}</b>");
        foreach (var number in numbers)
        {
            var link = $"<a href=\"{PhoneLink.OneTap(number.Number, pin)}\">{_readable[number.Number]}</a>{SafeText.InHtml(Beside(number))}";
            html.Append("<br>").Append(Fill(SafeText.InHtml(texts[TextId.Number]), ("{number}", link)));
        }

        return html
            .Append("<br>").Append(Fill(SafeText.InHtml(texts[TextId.Pin]), ("{pin}", $"<b>{pin.RevealGrouped()}</b>")))
            .Append("<br><small>").Append(SafeText.InHtml(texts[TextId.ModeratorHint])).Append("</small>")
            .ToString();
    }

    /// <summary>For a chat that only moderators read: one line of plain text, at most <see cref="MaxChatLength"/> characters.</summary>
    /// <param name="language">Language of the meeting; the first one of <see cref="Languages"/> if null or unknown.</param>
    /// <param name="pin">The room's PIN.</param>
    public string ModeratorChat(string? language, Pin pin)
    {
        var (texts, numbers) = In(language);
        // Numbers that do not fit are left out from the last on, and then what is written beside the first: a message that is cut off somewhere is worse.
        var messages = Enumerable.Range(0, numbers.Count).Select(count => With(string.Join(" / ", numbers.Take(numbers.Count - count).Select(Named))));
        return messages.FirstOrDefault(static message => message.Length <= MaxChatLength) ?? With(_readable[numbers[0].Number]);

        string With(string named) => Fill(texts[TextId.ModeratorChat], ("{number}", SafeText.InChat(named)), ("{pin}", pin.RevealGrouped()));
    }

    /// <summary>For a chat that everybody reads: where moderators find number and PIN, and neither of them.</summary>
    /// <param name="language">Language of the meeting; the first one of <see cref="Languages"/> if null or unknown.</param>
    public string PublicHint(string? language) => In(language).Texts[TextId.PublicHint];

    /// <summary>For the list of participants: what a caller is called who has no other name.</summary>
    /// <param name="id"><see cref="TextId.Caller"/> or <see cref="TextId.NumberedCaller"/>.</param>
    /// <param name="language">Language of the number that was called; the first one of <see cref="Languages"/> if it has no texts.</param>
    /// <param name="caller">What makes the caller different from others, such as <c>…34</c>.</param>
    public string CallerName(TextId id, string language, string caller) => Fill(In(language).Texts[id], ("{caller}", caller));

    private static string Fill(string template, params ReadOnlySpan<(string Sign, string Value)> values)
    {
        // In one pass: what is filled in may look like a sign itself.
        var filled = new StringBuilder(template.Length);
        for (var i = 0; i < template.Length;)
        {
            var (sign, value) = ("", "");
            foreach (var candidate in values)
            {
                if (string.CompareOrdinal(template, i, candidate.Sign, 0, candidate.Sign.Length) == 0)
                {
                    (sign, value) = candidate;
                }
            }

            filled.Append(sign.Length > 0 ? value : template[i]);
            i += Math.Max(sign.Length, 1);
        }

        return filled.ToString();
    }

    private (IReadOnlyDictionary<TextId, string> Texts, IReadOnlyList<DialInNumber> Numbers) In(string? language)
    {
        var (main, texts) = (MainOf(language), default(IReadOnlyDictionary<TextId, string>));
        foreach (var candidate in (string?[])[language?.Replace('_', '-'), main, _default])
        {
            if (candidate is not null && _texts.TryGet(candidate, out texts))
            {
                main = candidate;
                break;
            }
        }

        // Who reads a language may dial the number that speaks it.
        return (texts!, [.. Numbers.OrderByDescending(number => number.Languages.Contains(main, StringComparer.OrdinalIgnoreCase)).Take(MaxNumbers)]);
    }

    private static string? MainOf(string? language) => language?.Split('-', '_')[0];

    private string Named(DialInNumber number) => _readable[number.Number] + Beside(number);

    /// <summary>Label and languages in brackets. Languages are named where the numbers speak different ones.</summary>
    private string Beside(DialInNumber number)
    {
        var differ = Numbers.Any(other => !other.Languages.SequenceEqual(Numbers[0].Languages, StringComparer.Ordinal));
        var languages = differ ? string.Join(", ", number.Languages.Select(NameOf)) : "";
        string?[] parts = [number.Label, languages];
        var beside = string.Join("; ", parts.Where(static part => !string.IsNullOrEmpty(part)));
        return beside.Length == 0 ? "" : $" ({beside})";
    }

    private string NameOf(string language) => _texts.TryGet(language, out var texts) ? texts[TextId.Language] : language;
}
