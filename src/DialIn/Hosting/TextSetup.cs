using DialIn.Announcements;
using DialIn.Hosting.Configuration;
using DialIn.Ivr;

namespace DialIn.Hosting;

/// <summary>Puts together the texts with number and PIN.</summary>
internal static class TextSetup
{
    /// <summary>Reads them.</summary>
    /// <exception cref="PromptsException">A file of texts cannot be used.</exception>
    public static DialInTexts Load(LoadedConfiguration configuration) => new(
        PromptFiles.BuiltInFolder,
        configuration.Options.Prompts.Folder is { } folder ? Path.Combine(configuration.BaseFolder, folder) : null,
        [.. configuration.Options.PhoneNumbers.Select(static number => new DialInNumber(number.Number, number.Label, number.Languages))]);
}
