namespace DialIn.Hosting.Configuration;

/// <summary>The language of a text that somebody is sent.</summary>
internal static class LanguageRule
{
    private const int MaxLength = 16;

    /// <summary>Checks one that may be left out.</summary>
    public static void Check(string? language, string key, FaultList faults)
    {
        if (language is not null && (language.Length is 0 or > MaxLength || !language.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            faults.Add(key, language, "must be a language, such as de or en");
        }
    }
}
