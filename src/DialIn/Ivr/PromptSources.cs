namespace DialIn.Ivr;

/// <summary>
/// Finds the sound of each prompt: the operator's own recording, else the mapping beside it (<see cref="PromptMapping"/>), else
/// the built-in recording, else the mapping's other language. For one thread.
/// </summary>
/// <param name="builtInFolder">The folder that comes with the program.</param>
/// <param name="ownFolder">The operator's folder; <see langword="null"/> if there is none.</param>
internal sealed class PromptSources(string builtInFolder, string? ownFolder)
{
    private readonly Dictionary<string, PromptMapping?> _mappings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    /// <summary>What was found wrong so far: each a sentence that says what would be right.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The sound of a prompt; null when there is none, which is a fault then.</summary>
    public PromptSource? Find(Prompt prompt)
    {
        var tried = new HashSet<string>(StringComparer.Ordinal);
        for (var language = prompt.Language; tried.Add(language);)
        {
            if (In(prompt with { Language = language }) is { } files)
            {
                return new PromptSource(files, language);
            }

            // "For English, press the hash key" says the opposite of what it should when it stands for French.
            if (MappingOf(language)?.Fallback is not { } next || prompt.Id == PromptId.ForThisLanguage)
            {
                break;
            }

            language = next;
        }

        _faults.Add(Explain(prompt, tried));
        return null;
    }

    private List<string>? In(Prompt prompt)
    {
        var relative = PromptFiles.RelativePath(prompt);
        return ownFolder is not null && File.Exists(Path.Combine(ownFolder, relative)) ? [Path.Combine(ownFolder, relative)]
            : PromptFiles.IsSpoken(prompt.Id) && MappingOf(prompt.Language)?.SoundsOf(prompt.Id) is { } sounds ? Existing(prompt, sounds)
            : File.Exists(Path.Combine(builtInFolder, relative)) ? [Path.Combine(builtInFolder, relative)]
            : null;
    }

    // A sound that is named and not there is a slip or a package that was removed: nobody wants another language then.
    private List<string> Existing(Prompt prompt, IReadOnlyList<string> sounds)
    {
        var files = new List<string>();
        foreach (var sound in sounds)
        {
            if (SoundFile.Find(sound) is { } file)
            {
                files.Add(file);
            }
            else if (_missing.Add(sound))
            {
                _faults.Add($"{MappingOf(prompt.Language)!.File}: {PromptFiles.NameOf(prompt.Id)} names a sound that cannot be played; {SoundFile.Advice(sound)}.");
            }
        }

        return files;
    }

    private PromptMapping? MappingOf(string language)
    {
        if (!_mappings.TryGetValue(language, out var mapping))
        {
            mapping = ownFolder is null || language.Length == 0 ? null : PromptMapping.Read(Path.Combine(ownFolder, language), _faults);
            _mappings.Add(language, mapping);
        }

        return mapping;
    }

    private string Explain(Prompt prompt, IEnumerable<string> tried)
    {
        var relative = PromptFiles.RelativePath(prompt);
        string[] places = ownFolder is null
            ? [Path.Combine(builtInFolder, relative)]
            : [Path.Combine(ownFolder, relative), Path.Combine(builtInFolder, relative)];
        var missing = $"The prompt {PromptFiles.NameOf(prompt.Id)} is missing in the language {prompt.Language}: there is no file {string.Join(" and no file ", places)}";
        return MappingOf(prompt.Language) is not { } mapping ? $"{missing}."
            : prompt.Id == PromptId.ForThisLanguage ? $"{missing}, and {mapping.File} does not map it; no other language can say it."
            : $"{missing}, {mapping.File} does not map it, and {(mapping.Fallback is null ? "has no \"fallback\"" : $"its fallback has none: {string.Join(", ", tried.Skip(1))}")}.";
    }
}
