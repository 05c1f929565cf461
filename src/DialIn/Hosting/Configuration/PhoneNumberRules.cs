using DialIn.Ivr;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:PhoneNumbers</c> and <c>DialIn:Prompts</c>.</summary>
internal static class PhoneNumberRules
{
    /// <summary>Checks them.</summary>
    public static void Check(DialInOptions options, string baseFolder, FaultList faults)
    {
        if (options.PhoneNumbers.Count == 0)
        {
            faults.Add(OptionsRules.Key($"PhoneNumbers"), null, "is missing; name at least one number: [ { \"Number\": \"+4961511234567\" } ]");
        }

        var languages = LanguagesWithPrompts.Find(options.Prompts, baseFolder, out var unreadable);
        CheckFolder(options.Prompts, baseFolder, unreadable, faults);
        var firstUse = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, number) in options.PhoneNumbers.Index())
        {
            var key = OptionsRules.Key($"PhoneNumbers:{index}:Number");
            if (!IsE164(number.Number))
            {
                faults.Add(key, number.Number, "must be a number in E.164: +, country code, 8 to 15 digits in all, no blanks, such as +4961511234567");
            }
            else if (!firstUse.TryAdd(number.Number, index))
            {
                faults.Add(key, number.Number, $"is listed as PhoneNumbers:{firstUse[number.Number]} already");
            }

            // What is in a folder that cannot be read is not known.
            CheckLanguages(number.Languages, index, unreadable is null ? languages : [.. languages.Union(number.Languages)], faults);
        }
    }

    private static void CheckLanguages(IReadOnlyList<string> languages, int number, IReadOnlyList<string> known, FaultList faults)
    {
        if (languages.Count == 0)
        {
            faults.Add(OptionsRules.Key($"PhoneNumbers:{number}:Languages"), null, $"must name at least one of {string.Join(", ", known)}");
        }

        foreach (var (index, language) in languages.Index())
        {
            var key = OptionsRules.Key($"PhoneNumbers:{number}:Languages:{index}");
            if (!known.Contains(language, StringComparer.Ordinal))
            {
                faults.Add(key, language, $"has no prompts; must be one of {string.Join(", ", known)}, or a folder of recordings in Prompts:Folder");
            }
            else if (languages.Take(index).Contains(language, StringComparer.Ordinal))
            {
                faults.Add(key, language, "is listed twice");
            }
        }
    }

    private static void CheckFolder(PromptsOptions prompts, string baseFolder, string? unreadable, FaultList faults)
    {
        if (unreadable is not null)
        {
            faults.Add(OptionsRules.Key($"Prompts:Folder"), prompts.Folder, $"cannot be read by this user, who needs r and x on it and on each folder in it: {unreadable}");
        }
        else if (prompts.Folder is { } folder && !Directory.Exists(Path.GetFullPath(folder, baseFolder)))
        {
            faults.Add(OptionsRules.Key($"Prompts:Folder"), folder, $"is no folder; {Path.GetFullPath(folder, baseFolder)} does not exist");
        }
    }

    private static bool IsE164(string number) =>
        number.Length is >= 9 and <= 16 && number[0] == '+' && number[1] is >= '1' and <= '9' && number.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
}
