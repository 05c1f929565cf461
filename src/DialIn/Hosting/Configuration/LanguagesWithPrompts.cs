using DialIn.Ivr;

namespace DialIn.Hosting.Configuration;

/// <summary>Languages a caller can be spoken to in: those built in, and those the operator recorded or mapped to sounds of others.</summary>
internal static class LanguagesWithPrompts
{
    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<string> Find(PromptsOptions prompts, string baseFolder)
    {
        var recorded = prompts.Folder is null ? [] : In(Path.GetFullPath(prompts.Folder, baseFolder));
        return [.. In(PromptFiles.BuiltInFolder).Union(recorded, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> In(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(HasRecording).Select(static f => Path.GetFileName(f)!)
        : [];

    private static bool HasRecording(string folder) => File.Exists(Path.Combine(folder, PromptMapping.FileName)) || Directory.EnumerateFiles(folder, "*.wav").Any();
}
