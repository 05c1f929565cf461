using DialIn.Announcements;
using DialIn.Hosting.Configuration;
using DialIn.Ivr;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> that reads the texts with number and PIN in the languages in use.</summary>
internal static class TextCheck
{
    /// <summary>One finding when all texts are there, else one for each file that is wrong and a warning for each language that lacks some.</summary>
    public static IReadOnlyList<Finding> Find(LoadedConfiguration loaded)
    {
        var section = DialInOptions.Section;
        if (loaded.Faults.HasFaultAt($"{section}:PhoneNumbers") || loaded.Faults.HasFaultAt($"{section}:Prompts"))
        {
            return [];
        }

        var own = loaded.Options.Prompts.Folder is { } folder ? Path.GetFullPath(folder, loaded.BaseFolder) : null;
        var texts = WrittenTexts.Read(PromptFiles.BuiltInFolder, own);
        if (texts.Faults.Count > 0)
        {
            return [.. texts.Faults.Select(static text => new Finding(Verdict.Fault, "texts", text, "mend the file, or take it away"))];
        }

        // A language that somebody has begun is wanted, whether or not a number speaks it already.
        var spoken = loaded.Options.PhoneNumbers.SelectMany(static number => number.Languages);
        var lacking = spoken.Union(texts.Begun, StringComparer.OrdinalIgnoreCase).Where(language => texts.LackingIn(language).Count > 0);
        return
        [
            new Finding(Verdict.Ok, "texts", string.Join(", ", texts.Complete)),
            .. lacking.Select(language => new Finding(
                Verdict.Warning,
                "texts",
                $"{language} is not used in invitations and messages, since it lacks {string.Join(", ", texts.LackingIn(language))}",
                $"write them in Prompts:Folder/{language}/{TextRules.FileName}")),
        ];
    }
}
