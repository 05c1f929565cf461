using DialIn.Ivr;

namespace DialIn.Hosting.Configuration;

/// <summary>Languages a caller can be spoken to in: those built in, and those the operator recorded or mapped to sounds of others.</summary>
internal static class LanguagesWithPrompts
{
    /// <summary>All of them, in the order of their names.</summary>
    /// <param name="prompts">Where the operator's are.</param>
    /// <param name="baseFolder">What a relative folder counts from.</param>
    /// <param name="fault">Why the operator's cannot be listed; <see langword="null"/> if they can.</param>
    public static IReadOnlyList<string> Find(PromptsOptions prompts, string baseFolder, out string? fault)
    {
        fault = null;
        IReadOnlyList<string> recorded = [];
        try
        {
            recorded = prompts.Folder is null ? [] : [.. In(Path.GetFullPath(prompts.Folder, baseFolder))];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            fault = unreadable.Message;
        }

        return [.. In(PromptFiles.BuiltInFolder).Union(recorded, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> In(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(HasRecording).Select(static f => Path.GetFileName(f)!)
        : [];

    // The list first: a folder that cannot be listed is found out here, whatever is in it.
    private static bool HasRecording(string folder) => Directory.EnumerateFiles(folder, "*.wav").Any() || File.Exists(Path.Combine(folder, PromptMapping.FileName));
}
