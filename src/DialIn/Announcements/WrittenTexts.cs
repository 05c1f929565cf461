using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DialIn.Announcements;

/// <summary>
/// The written texts of every language that has a file of them, as they were read; the operator's go before the built-in ones,
/// text by text. Immutable.
/// </summary>
internal sealed class WrittenTexts
{
    private static readonly Dictionary<string, TextId> Names = TextRules.All.ToDictionary(TextRules.NameOf, StringComparer.Ordinal);

    private static readonly JsonSerializerOptions Json = new() { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly Dictionary<string, Dictionary<TextId, string>> _texts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];

    private WrittenTexts()
    {
    }

    /// <summary>What is wrong with the files: each a sentence that names the file and says what would be right.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Languages that have at least one text.</summary>
    public IReadOnlyList<string> Begun => [.. _texts.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Languages that have every text, in the order of their names. Others are not used.</summary>
    public IReadOnlyList<string> Complete =>
        [.. _texts.Where(static texts => texts.Value.Count == TextRules.All.Count).Select(static texts => texts.Key).Order(StringComparer.Ordinal)];

    /// <summary>Reads the files of all languages.</summary>
    /// <param name="builtInFolder">The folder that comes with the program.</param>
    /// <param name="ownFolder">The operator's folder, laid out in the same way; <see langword="null"/> if there is none.</param>
    public static WrittenTexts Read(string builtInFolder, string? ownFolder)
    {
        var read = new WrittenTexts();
        foreach (var file in read.FilesIn(builtInFolder).Concat(ownFolder is null ? [] : read.FilesIn(ownFolder)))
        {
            read.Add(file);
        }

        return read;
    }

    /// <summary>Names of the texts that a language lacks; all of them when there is no file.</summary>
    public IReadOnlyList<string> LackingIn(string language) =>
        [.. TextRules.All.Where(id => !_texts.TryGetValue(language, out var texts) || !texts.ContainsKey(id)).Select(TextRules.NameOf)];

    /// <summary>The texts of a language.</summary>
    /// <returns><see langword="false"/> when it lacks one.</returns>
    public bool TryGet(string language, [NotNullWhen(true)] out IReadOnlyDictionary<TextId, string>? texts)
    {
        texts = _texts.GetValueOrDefault(language);
        return texts?.Count == TextRules.All.Count;
    }

    private IReadOnlyList<string> FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateDirectories(folder).Select(static language => Path.Combine(language, TextRules.FileName)).Where(File.Exists).Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"The folder {folder} cannot be read: {fault.Message}");
            return [];
        }
    }

    private void Add(string file)
    {
        Dictionary<string, string>? lines;
        try
        {
            using var stream = File.OpenRead(file);
            lines = JsonSerializer.Deserialize<Dictionary<string, string>>(stream, Json);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{file} cannot be read: {fault.Message} Needed is a JSON object of texts, such as {{ \"pin\": \"PIN: {{pin}}\" }}.");
            return;
        }

        var language = Path.GetFileName(Path.GetDirectoryName(file)!);
        if (!_texts.TryGetValue(language, out var texts))
        {
            _texts.Add(language, texts = []);
        }

        foreach (var (name, text) in lines ?? [])
        {
            if (!Names.TryGetValue(name, out var id))
            {
                _faults.Add($"{file}: no text has the name {name}; the names are {string.Join(", ", Names.Keys)}.");
            }
            else if (TextRules.FaultOf(id, text ?? "") is { } fault)
            {
                _faults.Add($"{file}: {name} {fault}.");
            }
            else
            {
                texts[id] = text!;
            }
        }
    }
}
