using System.Text.Json;

namespace DialIn.Ivr;

/// <summary>Where the recording of a prompt lies in a folder of prompts.</summary>
internal static class PromptFiles
{
    /// <summary>Folder of the built-in prompts, beside the program.</summary>
    public static string BuiltInFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Prompts");

    /// <summary>Name of the file with the written texts, in the folder of a language.</summary>
    public const string WrittenTexts = "messages.json";

    // The words beside the recordings, as in the built-in folders.
    private const string SpokenTexts = "texts.json";

    private static readonly string[] OtherFiles = [PromptMapping.FileName, WrittenTexts, SpokenTexts];

    /// <summary>The prompt's name in files: small letters with dashes, such as <c>enter-pin</c>.</summary>
    public static string NameOf(PromptId id) => JsonNamingPolicy.KebabCaseLower.ConvertName(id.ToString());

    /// <summary>Path of the recording inside a folder of prompts: <c>de/enter-pin.wav</c>; the hold tone has no language.</summary>
    public static string RelativePath(Prompt prompt)
    {
        var file = NameOf(prompt.Id) + ".wav";
        return IsSpoken(prompt.Id) ? Path.Combine(prompt.Language, file) : file;
    }

    /// <summary>
    /// Files in an operator's folder that nothing is looked for in, such as one with a slip in its name: sounds that are neither a
    /// prompt nor mapped, and JSON files of another name than ours.
    /// </summary>
    /// <param name="folder">The folder; nothing is found when it does not exist.</param>
    /// <exception cref="IOException">The folder, or one in it, cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not do that.</exception>
    public static IReadOnlyList<string> StraysIn(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var languages = Directory.EnumerateDirectories(folder).ToList();
        var known = languages.SelectMany(KnownIn).Append(Path.Combine(folder, RelativePath(new Prompt(PromptId.HoldTone, "")))).ToHashSet(StringComparer.Ordinal);
        // No deeper: a whole set of sounds may lie in a folder below.
        return [.. languages.Append(folder).SelectMany(Directory.EnumerateFiles).Where(IsOurs).Where(file => !known.Contains(file)).Order()];
    }

    /// <summary>Whether the prompt is words, and so differs from language to language.</summary>
    public static bool IsSpoken(PromptId id) => id != PromptId.HoldTone;

    private static bool IsOurs(string file) => Path.GetExtension(file) is ".wav" or ".json";

    private static IEnumerable<string> KnownIn(string folder)
    {
        var language = Path.GetFileName(folder);
        var mapped = PromptMapping.Read(folder, faults: []);
        return Enum.GetValues<PromptId>()
            .SelectMany(id => (mapped?.SoundsOf(id) ?? []).Select(SoundFile.Find).Append(Path.Combine(Path.GetDirectoryName(folder)!, RelativePath(new Prompt(id, language)))))
            .OfType<string>()
            .Concat(OtherFiles.Select(name => Path.Combine(folder, name)));
    }
}
