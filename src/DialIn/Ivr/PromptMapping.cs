using System.Text.Json;
using System.Text.Json.Serialization;

namespace DialIn.Ivr;

/// <summary>
/// The file <c>prompts.json</c> in the folder of a language: which sounds of somebody else, such as Asterisk's, say our
/// prompts.
/// <code>
/// { "root": "/usr/share/asterisk/sounds/fr_CA_f_June", "fallback": "en",
///   "prompts": { "enter-pin-again": ["please-try-again", "conf-getpin"] } }
/// </code>
/// </summary>
internal sealed class PromptMapping
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "prompts.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly Dictionary<string, PromptId> Names =
        Enum.GetValues<PromptId>().Where(PromptFiles.IsSpoken).ToDictionary(PromptFiles.NameOf, StringComparer.Ordinal);

    private readonly Dictionary<PromptId, IReadOnlyList<string>> _sounds = [];

    private PromptMapping(string file, string? fallback) => (File, Fallback) = (file, fallback);

    /// <summary>The file itself.</summary>
    public string File { get; }

    /// <summary>The language that says what is not mapped; null where that is a fault.</summary>
    public string? Fallback { get; }

    /// <summary>Reads the mapping of a language.</summary>
    /// <param name="languageFolder">The language's folder.</param>
    /// <param name="faults">Takes what is wrong with it: each a sentence that names the file and says what would be right.</param>
    /// <returns>The mapping; null if there is none, or if it cannot be read.</returns>
    public static PromptMapping? Read(string languageFolder, List<string> faults)
    {
        var file = Path.Combine(languageFolder, FileName);
        if (!System.IO.File.Exists(file))
        {
            return null;
        }

        Content? content;
        try
        {
            using var stream = System.IO.File.OpenRead(file);
            content = JsonSerializer.Deserialize<Content>(stream, Json);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            faults.Add($"{file} cannot be read: {fault.Message} Needed is {{ \"root\": FOLDER, \"fallback\": LANGUAGE, \"prompts\": {{ \"welcome\": [SOUND, …] }} }}.");
            return null;
        }

        var mapping = new PromptMapping(file, content?.Fallback);
        if (content?.Root?.Contains('\0', StringComparison.Ordinal) == true)
        {
            faults.Add($"{file}: \"root\" has a NUL character in it; it is the folder of the sounds, such as /usr/share/asterisk/sounds/fr.");
            return mapping;
        }

        var root = Path.GetFullPath(content?.Root ?? "", languageFolder);
        foreach (var (name, sounds) in content?.Prompts ?? [])
        {
            if (!Names.TryGetValue(name, out var id))
            {
                faults.Add($"{file}: no prompt has the name {name}; the names are {string.Join(", ", Names.Keys)}.");
            }
            else if (sounds is not { Count: > 0 })
            {
                faults.Add($"{file}: {name} names no sound; leave it out, so that the fallback says it, or write [\"SOUND\"].");
            }
            else if (sounds.Exists(static sound => string.IsNullOrWhiteSpace(sound) || sound.Contains('\0', StringComparison.Ordinal)))
            {
                faults.Add($"{file}: {name} has a sound that is null, empty, or has a NUL character in it; write [\"SOUND\"], a file with or without its extension.");
            }
            else
            {
                mapping._sounds.Add(id, [.. sounds.Select(sound => Path.GetFullPath(sound!, root))]);
            }
        }

        return mapping;
    }

    /// <summary>The sounds of a prompt, in their order; null if it is not mapped. Nobody has looked whether they are there.</summary>
    public IReadOnlyList<string>? SoundsOf(PromptId id) => _sounds.GetValueOrDefault(id);

    private sealed class Content
    {
        public string? Root { get; set; }

        public string? Fallback { get; set; }

        public Dictionary<string, List<string?>?>? Prompts { get; set; }
    }
}
