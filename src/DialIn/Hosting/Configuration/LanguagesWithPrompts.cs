using DialIn.Ivr;

namespace DialIn.Hosting.Configuration;

/// <summary>Languages a caller can be spoken to in: those built in, and those the operator recorded.</summary>
internal static class LanguagesWithPrompts
{
    /// <summary>Languages whose prompts are part of the program.</summary>
    public static readonly IReadOnlyList<string> BuiltIn = ["de", "en"];

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<string> Find(PromptsOptions prompts, string baseFolder)
    {
        var folder = prompts.Folder is null ? null : Path.GetFullPath(prompts.Folder, baseFolder);
        var recorded = folder is not null && Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Where(HasRecording).Select(static f => Path.GetFileName(f)!)
            : [];
        return [.. BuiltIn.Union(recorded, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static bool HasRecording(string folder) => Directory.EnumerateFiles(folder, "*.wav").Any();
}
