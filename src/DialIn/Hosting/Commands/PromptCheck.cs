using DialIn.Announcements;
using DialIn.Hosting.Configuration;
using DialIn.Ivr;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> that reads every prompt of the languages in use.</summary>
internal static class PromptCheck
{
    /// <summary>One finding when all prompts can be played, else one for each that cannot; and a warning for each file that is no prompt.</summary>
    public static IReadOnlyList<Finding> Find(LoadedConfiguration loaded)
    {
        var section = DialInOptions.Section;
        if (loaded.Faults.HasFaultAt($"{section}:PhoneNumbers") || loaded.Faults.HasFaultAt($"{section}:Prompts"))
        {
            return [];
        }

        var languages = loaded.Options.PhoneNumbers.SelectMany(static number => number.Languages).Distinct(StringComparer.Ordinal).ToList();
        var own = loaded.Options.Prompts.Folder is { } folder ? Path.GetFullPath(folder, loaded.BaseFolder) : null;
        IReadOnlyList<Finding> strays = own is null ? [] : [.. PromptFiles.StraysIn(own).Select(static file =>
            Path.GetExtension(file) == ".json"
                ? new Finding(Verdict.Warning, "prompts", $"{file} is not read: it is neither {PromptMapping.FileName} nor {TextRules.FileName}", "rename it, or take it away")
                : new Finding(Verdict.Warning, "prompts", $"{file} replaces nothing: no prompt has this name", $"the names are those in {PromptFiles.BuiltInFolder}"))];
        try
        {
            var borrowed = PromptLibrary.Load(PromptFiles.BuiltInFolder, own, languages).Borrowed
                .GroupBy(static prompt => (prompt.Key.Language, By: prompt.Value))
                .Select(static group => new Finding(
                    Verdict.Warning,
                    "prompts",
                    $"{group.Key.Language} is said in {group.Key.By} where its {PromptMapping.FileName} maps no sound: {string.Join(", ", group.Select(static prompt => PromptFiles.NameOf(prompt.Key.Id)))}",
                    $"map or record them in Prompts:Folder/{group.Key.Language}"));
            return [new Finding(Verdict.Ok, "prompts", string.Join(", ", languages)), .. borrowed, .. strays];
        }
        catch (PromptsException fault)
        {
            return [.. fault.Faults.Select(static text =>
                new Finding(Verdict.Fault, "prompts", text, "mend or record it, or take the language out of PhoneNumbers")), .. strays];
        }
    }
}
