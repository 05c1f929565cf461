using System.Text.RegularExpressions;

namespace DialIn.Hosting.Configuration;

/// <summary>A value of the configuration as it may be printed: somebody may have written a password into a URL or beside a host.</summary>
internal static partial class ShownValue
{
    private const string Hidden = "****";

    /// <summary>The value without the password of <c>user:password@host</c>, and without what stands behind <c>password=</c> and the like.</summary>
    public static string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        // To the end: what parts such pairs differs from one form to the other, and a password may hold it.
        text = NamedSecret().Replace(text, $"${{name}}{Hidden}");
        var user = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var slashes ? slashes + 3
            : text.StartsWith("sip", StringComparison.OrdinalIgnoreCase) ? text.IndexOf(':', StringComparison.Ordinal) + 1
            : 0;
        var at = text.LastIndexOf('@');
        var password = at <= user ? -1 : text.IndexOf(':', user, at - user);
        return password < 0 ? text : $"{text[..password]}:{Hidden}{text[at..]}";
    }

    /// <summary>The same, without the query of a URL: for keys whose URL has one only by a slip, in which there may be a token of any name.</summary>
    public static string? WithoutQuery(string text) =>
        text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? Of($"{text[..(query + 1)]}{Hidden}") : Of(text);

    [GeneratedRegex(@"(?<name>(password|passwd|pwd|\bpw|secret|token|key|checksum)\s*=\s*)[^\s].*", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedSecret();
}
