using DialIn.Hosting.Configuration;
using DialIn.Ivr;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> that reads every prompt of the languages in use.</summary>
internal static class PromptCheck
{
    /// <summary>One finding when all prompts can be played, else one with all that cannot.</summary>
    public static IReadOnlyList<Finding> Find(LoadedConfiguration loaded)
    {
        var section = DialInOptions.Section;
        if (loaded.Faults.HasFaultAt($"{section}:PhoneNumbers") || loaded.Faults.HasFaultAt($"{section}:Prompts"))
        {
            return [];
        }

        var languages = loaded.Options.PhoneNumbers.SelectMany(static number => number.Languages).Distinct(StringComparer.Ordinal).ToList();
        var own = loaded.Options.Prompts.Folder is { } folder ? Path.GetFullPath(folder, loaded.BaseFolder) : null;
        try
        {
            PromptLibrary.Load(PromptFiles.BuiltInFolder, own, languages);
            return [new Finding(Verdict.Ok, "prompts", string.Join(", ", languages))];
        }
        catch (PromptsException fault)
        {
            return [new Finding(Verdict.Fault, "prompts", fault.Message, "record what is missing, or take the language out of PhoneNumbers")];
        }
    }
}
