namespace DialIn.Ivr;

/// <summary>Where the recording of a prompt lies in a folder of prompts.</summary>
internal static class PromptFiles
{
    /// <summary>Folder of the built-in prompts, beside the program.</summary>
    public static string BuiltInFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Prompts");

    /// <summary>The prompt's name in files: small letters with dashes, such as <c>enter-pin</c>.</summary>
    public static string NameOf(PromptId id) =>
        string.Concat(id.ToString().Select(static (c, i) => char.IsAsciiLetterUpper(c) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

    /// <summary>Path of the recording inside a folder of prompts: <c>de/enter-pin.wav</c>; the hold tone has no language.</summary>
    public static string RelativePath(Prompt prompt)
    {
        var file = NameOf(prompt.Id) + ".wav";
        return IsSpoken(prompt.Id) ? Path.Combine(prompt.Language, file) : file;
    }

    /// <summary>Sound files in an operator's folder that no prompt is looked for in, such as one with a slip in its name.</summary>
    /// <param name="folder">The folder; nothing is found when it does not exist.</param>
    public static IReadOnlyList<string> StraysIn(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var known = Directory.EnumerateDirectories(folder)
            .SelectMany(static language => Enum.GetValues<PromptId>().Select(id => RelativePath(new Prompt(id, Path.GetFileName(language)))))
            .Append(RelativePath(new Prompt(PromptId.HoldTone, "")))
            .ToHashSet(StringComparer.Ordinal);
        return [.. Directory.EnumerateFiles(folder, "*.wav", SearchOption.AllDirectories).Where(file => !known.Contains(Path.GetRelativePath(folder, file))).Order()];
    }

    /// <summary>Whether the prompt is words, and so differs from language to language.</summary>
    public static bool IsSpoken(PromptId id) => id != PromptId.HoldTone;
}
